"""Read a workbook (XLSX) cell by cell, without losing what spreadsheets keep beside the value."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from app.interchange.cells import CellFaultError
from app.interchange.draft import Draft, RecordFault, UnreadableFileError
from app.interchange.limits import Limits
from app.interchange.table import Cell, Rows
from app.interchange.workbook_reader import read_workbook
from app.interchange.zipped import open_zip, unreadable

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# A number format that shows a decimal place even of a whole number.
SHOWS_DECIMALS = re.compile(r"[0#?]\.0")
BROKEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError)
EMPTY_ROWS = 10_000


class _Reader(ExcelReader):  # type: ignore[misc]
    """Keeps texts as they are escaped in the file; the library would undo half of it."""

    def read_strings(self) -> None:
        """Read the texts that cells share."""
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                    self.shared_strings.append(Text.from_tree(node).content)
                    node.clear()


def read_xlsx(stream: BinaryIO, limits: Limits) -> Iterator[Draft | RecordFault]:
    """Read a workbook."""
    with open_zip(stream, limits) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        try:
            reader = _Reader(_stream_of(archive), read_only=True, data_only=False)
            reader.read()
        except (*BROKEN, zipfile.BadZipFile, ParseError, InvalidFileException) as error:
            message = f"The file is no workbook that can be read ({error}); save it as XLSX."
            raise unreadable("xlsx", message) from None
        sheets: dict[str, Rows] = {sheet.title: _rows(sheet) for sheet in reader.wb.worksheets}
        yield from read_workbook(sheets)


def _stream_of(archive: zipfile.ZipFile) -> Any:
    source = archive.fp
    if source is not None:
        source.seek(0, io.SEEK_SET)
    return source


def _rows(sheet: Any) -> Rows:
    sheet.reset_dimensions()
    number = empty = 0
    try:
        for number, row in enumerate(sheet.iter_rows(), 1):
            empty = 0 if any(cell.value is not None for cell in row) else empty + 1
            if empty > EMPTY_ROWS:
                message = f"More than {EMPTY_ROWS} empty rows stand in a row; remove them."
                raise unreadable("empty-rows", message, f"{sheet.title}!A{number}")
            yield number, [_cell(cell) for cell in row]
    except (*BROKEN, zipfile.BadZipFile, ParseError) as error:
        message = f"The sheet is damaged after row {number}: {error}."
        raise UnreadableFileError(RecordFault(0, f"{sheet.title}!A{number + 1}", None, "xlsx", message)) from None


def _cell(cell: Any) -> Cell:
    value = cell.value
    match cell.data_type:
        case "f":
            return CellFaultError("formula", "The cell holds a formula; put its value in its place.")
        case "e":
            return CellFaultError("cell-error", f"The cell holds the error {value}; put a value in its place.")
        case "n" if isinstance(value, int | float):
            return _number(value, cell.number_format)
        case "s" if isinstance(value, str):
            return ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
        case _:
            plain: Cell = value
            return plain


def _number(value: float, number_format: str) -> Cell:
    if "%" in number_format:
        return CellFaultError("percent-cell", f"The cell shows {value:.2%} and holds {value}; format it as a number.")
    return float(value) if SHOWS_DECIMALS.search(number_format) else value
