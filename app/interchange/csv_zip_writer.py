"""Write studies as the rows of sheets, to a zip of CSV files."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any, BinaryIO

from app.interchange.cells import protect, write_text
from app.interchange.columns import CHILDREN, SHEETS, STUDIES, CellKind, Column, Sheet

Document = dict[str, Any]
# Kinds that no spreadsheet can take for a formula.
PLAIN = (CellKind.INTEGER, CellKind.NUMBER, CellKind.BOOLEAN, CellKind.DATE)
# Of a zip that shall be the same for the same content.
EPOCH = (1980, 1, 1, 0, 0, 0)
CHUNK = 1_048_576


def rows_of(document: Document) -> Iterator[tuple[Sheet, list[Any]]]:
    """Give the rows of a study, each with its sheet: the key, then the value of each column."""
    key = document["accession"]
    yield STUDIES, [key, *(_value(document, column) for column in STUDIES.columns)]
    for sheet in CHILDREN:
        for record in document[sheet.name]:
            yield sheet, [key, *(_value(record, column) for column in sheet.columns)]


def _value(record: Document, column: Column) -> Any:
    value: Any = record
    for part in column.path:
        value = None if value is None else value.get(part)
    return value


def write_csv_zip(documents: Iterable[Document], target: BinaryIO) -> None:
    """Write a zip of CSV files."""
    with ExitStack() as stack:
        files = {sheet.name: stack.enter_context(tempfile.TemporaryFile()) for sheet in SHEETS}
        texts = {name: io.TextIOWrapper(file, "utf-8", newline="") for name, file in files.items()}
        writers = {name: csv.writer(text) for name, text in texts.items()}
        for sheet in SHEETS:
            writers[sheet.name].writerow(sheet.header)
        for document in documents:
            for sheet, row in rows_of(document):
                writers[sheet.name].writerow(_csv_row(sheet, row))
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in texts.items():
                text.flush()
                _pack(archive, f"{name}.csv", files[name])
                text.detach()


def _csv_row(sheet: Sheet, row: list[Any]) -> list[str]:
    cells = [protect(write_text(row[0]))]
    for column, value in zip(sheet.columns, row[1:], strict=True):
        text = write_text(value)
        cells.append(text if column.kind in PLAIN else protect(text))
    return cells


def _pack(archive: zipfile.ZipFile, name: str, source: Any) -> None:
    source.seek(0)
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as packed:
        while chunk := source.read(CHUNK):
            packed.write(chunk)
