"""CSV and JSON Lines."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, BinaryIO

import orjson

from app.export.columns import SEPARATOR, FlatColumn
from app.export.source import Columns, Source
from app.interchange.cells import protect, write_text
from app.interchange.columns import CellKind
from app.interchange.workbook_writer import write_csv_zip

BUFFER = 1_048_576
MARK = b"\xef\xbb\xbf"


def write_csv(source: Source, target: BinaryIO) -> None:
    """Write a row for each row of the resource; lists stand in one cell."""
    if source.asked.bom:
        target.write(MARK)
    text = io.TextIOWrapper(target, "utf-8", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([column.name for column in source.columns])
    for batch in source.batches():
        shown = [_csv_cells(column, values) for column, values in zip(source.columns, batch, strict=True)]
        writer.writerows(zip(*shown, strict=True))
    text.flush()
    text.detach()


def _csv_cells(column: FlatColumn, values: Sequence[Any]) -> Sequence[Any]:
    """Write a column as cells; None becomes an empty cell on its own."""
    if column.kind == CellKind.NUMBER:
        return plain_numbers(values)
    if column.kind == CellKind.BOOLEAN:
        return [None if value is None else "true" if value else "false" for value in values]
    if column.kind == CellKind.TEXT:
        return [None if value is None else protect(value if isinstance(value, str) else write_text(value)) for value in values]
    return values


def plain_numbers(values: Sequence[Any]) -> list[Any]:
    """Write whole numbers without a decimal place, as the API does."""
    return [int(value) if isinstance(value, float) and value.is_integer() else value for value in values]


def typed(column: FlatColumn, values: Sequence[Any]) -> Sequence[Any]:
    """Give a column in the types that JSON and Parquet know, lists as lists."""
    if column.is_list:
        return [_items(column, value) for value in values]
    return values


def _items(column: FlatColumn, value: Any) -> list[str] | None:
    if value is None:
        return None if column.nullable_list else []
    return value.split(SEPARATOR) if isinstance(value, str) else list(value)


def write_rows(source: Source, target: BinaryIO) -> None:
    """Write a JSON object for each row."""
    names = [column.name for column in source.columns]
    for batch in source.batches():
        for row in _rows(source, batch):
            target.write(orjson.dumps(dict(zip(names, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE))


def write_entries(source: Source, target: BinaryIO) -> None:
    """Write each vocabulary entry as its document, which is what seed files hold."""
    names = [column.name for column in source.columns]
    for batch in source.batches():
        for row in _rows(source, batch):
            line = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
            target.write(f"{line}\n".encode())


def _rows(source: Source, batch: Columns) -> Any:
    shown = [
        plain_numbers(values) if column.kind == CellKind.NUMBER else typed(column, values)
        for column, values in zip(source.columns, batch, strict=True)
    ]
    return zip(*shown, strict=True)


def write_documents(source: Source, target: BinaryIO) -> None:
    """Write each study as its document, byte for byte as it is kept."""
    for document in source.documents():
        target.write(f"{document}\n".encode())


def write_sheets_as_csv(source: Source, target: BinaryIO) -> None:
    """Write studies with all that belongs to them as a zip of CSV files, which can be imported again."""
    write_csv_zip(source.parsed(), target)
