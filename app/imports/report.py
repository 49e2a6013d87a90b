"""The report of a job, line by line: for machines as NDJSON, for people as CSV."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.imports.schemas import ReportLine
from app.models import ImportChange, ImportFault

PAGE = 1000
COLUMNS = list(ReportLine.model_fields)
# Spreadsheets take what begins with these for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def lines(operations: Engine, job_id: str) -> Iterator[dict[str, Any]]:
    """Give faults and warnings in the order found, then what happened to studies."""
    yield from faults(operations, job_id)
    for change in _rows(operations, ImportChange, job_id):
        yield _line(
            kind=change.action.value,
            record=change.record,
            place=change.place,
            accession=change.accession,
            fields=change.fields,
        )


def faults(operations: Engine, job_id: str) -> Iterator[dict[str, Any]]:
    """Give faults and warnings in the order found."""
    for fault in _rows(operations, ImportFault, job_id):
        yield _line(
            kind=fault.gravity.value,
            record=fault.record,
            place=fault.place,
            pointer=fault.pointer,
            code=fault.code,
            message=fault.message,
            value=_value(fault.value),
            allowed=fault.allowed,
        )


def _line(**told: Any) -> dict[str, Any]:
    return {name: told.get(name) for name in COLUMNS}


def _value(text: str | None) -> Any:
    """Give a kept value; what was cut short is no JSON any more and stays text."""
    if text is None:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _rows(operations: Engine, table: Any, job_id: str) -> Iterator[Any]:
    last = 0
    while True:
        wanted = select(table).where(table.job_id == job_id, table.number > last).order_by(table.number).limit(PAGE)
        with Session(operations) as session:
            found = session.scalars(wanted).all()
        yield from found
        if len(found) < PAGE:
            return
        last = found[-1].number


def as_ndjson(operations: Engine, job_id: str) -> Iterator[bytes]:
    """Write one JSON object on each line."""
    for line in lines(operations, job_id):
        yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def as_csv(operations: Engine, job_id: str) -> Iterator[bytes]:
    """Write a table that opens in a spreadsheet as it is."""
    yield "\ufeff".encode() + _csv_line(COLUMNS)
    for line in lines(operations, job_id):
        yield _csv_line([_cell(line[name]) for name in COLUMNS])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        text = "; ".join(map(str, value))
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv_line(cells: list[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue().encode()
