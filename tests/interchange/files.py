"""Files for the tests of readers: made of documents, then spoiled as a scenario asks."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import openpyxl
import pytest

from app.document import Study
from app.interchange.csv_zip_writer import write_csv_zip
from app.interchange.draft import Draft, RecordFault, UnreadableFileError
from app.interchange.reading import read_records
from app.interchange.workbook_writer import write_xlsx

READ_ON = dt.date(2026, 11, 24)
Read = Draft | RecordFault


def read(content: bytes, file_format: str) -> list[Read]:
    """Read a file that is held in memory."""
    return list(read_records(io.BytesIO(content), file_format, read_on=READ_ON))


def drafts(found: Iterable[Read]) -> list[Draft]:
    """Keep drafts, and be sure that there is nothing else."""
    kept = list(found)
    assert all(isinstance(item, Draft) for item in kept), [item for item in kept if isinstance(item, RecordFault)]
    return [item for item in kept if isinstance(item, Draft)]


def faults(found: Iterable[Read]) -> list[tuple[str, str]]:
    """Give place and code of each fault."""
    return [(item.place, item.code) for item in found if isinstance(item, RecordFault)]


def refusal(content: bytes, file_format: str) -> list[tuple[str, str]]:
    """Give place and code of each fault of a file that is refused as a whole."""
    found: list[Read] = []
    with pytest.raises(UnreadableFileError) as caught:
        found.extend(read_records(io.BytesIO(content), file_format, read_on=READ_ON))
    return [*faults(found), (caught.value.fault.place, caught.value.fault.code)]


def canonical(draft: Draft) -> str:
    """Give the canonical line of a draft."""
    return Study.model_validate_json(json.dumps(draft.data)).canonical()


def csv_zip(*documents: dict[str, Any], change: Callable[[dict[str, str]], None] = lambda _: None) -> bytes:
    """Make a zip of CSV files and change the texts of its files."""
    made, spoiled = io.BytesIO(), io.BytesIO()
    write_csv_zip(documents, made)
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(spoiled, "w") as after:
        texts = {name: before.read(name).decode() for name in before.namelist()}
        change(texts)
        for name, text in texts.items():
            after.writestr(name, text)
    return spoiled.getvalue()


def xlsx(*documents: dict[str, Any], change: Callable[[Any], None] = lambda _: None) -> bytes:
    """Make a workbook and change it as a spreadsheet would."""
    made = io.BytesIO()
    write_xlsx(documents, made, READ_ON)
    book = openpyxl.load_workbook(made)
    change(book)
    spoiled = io.BytesIO()
    book.save(spoiled)
    return spoiled.getvalue()
