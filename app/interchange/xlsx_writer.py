"""Write sheets to XLSX row by row, each value so that it comes back as it was; what cannot be kept is an error."""

import datetime as dt
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from app.interchange.cells import NotStorableError, write_text
from app.interchange.columns import CellKind

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
# Spreadsheets keep fifteen digits and know no dates before this year.
DIGITS = 15
FIRST_YEAR = 1901
UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
WIDTHS = {CellKind.TEXT: 24, CellKind.CLOSED: 18, CellKind.DATE: 12}


@dataclass(frozen=True)
class Head:
    """The head of a column."""

    name: str
    kind: CellKind
    comment: str | None = None


class Book:
    """A workbook while it is written."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = workbook.add_format({"num_format": "@"})
        self._date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._decimal = workbook.add_format({"num_format": f"0.0{'#' * 14}"})

    def add_sheet(self, name: str, heads: Sequence[Head]) -> "SheetWriter":
        """Begin a sheet with its header."""
        sheet = self.workbook.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for index, head in enumerate(heads):
            is_text = head.kind in (CellKind.TEXT, CellKind.CLOSED)
            sheet.set_column(index, index, WIDTHS.get(head.kind, 14), self.text if is_text else None)
            if head.comment:
                sheet.write_comment(0, index, head.comment, {"x_scale": 2, "y_scale": 1.5})
            sheet.write_string(0, index, head.name, self.bold)
        return SheetWriter(self, sheet, heads)

    def write(self, sheet: Worksheet, row: int, index: int, value: Any) -> None:
        """Write one value in the way its type asks for."""
        match value:
            case None | []:
                return
            case bool():
                sheet.write_boolean(row, index, value)
            case int() | float() if is_exact(value):
                whole = isinstance(value, float) and value.is_integer()
                sheet.write_number(row, index, value, self._decimal if whole else None)
            case dt.date() if value.year >= FIRST_YEAR:
                sheet.write_datetime(row, index, value, self._date)
            case _:
                sheet.write_string(row, index, storable(write_text(value)))


class SheetWriter:
    """One sheet while its rows are written."""

    def __init__(self, book: Book, sheet: Worksheet, heads: Sequence[Head]) -> None:
        self.sheet = sheet
        self._book = book
        self._heads = heads
        self._dates = [index for index, head in enumerate(heads) if head.kind == CellKind.DATE]
        self._row = 0

    def add(self, values: Sequence[Any]) -> None:
        """Write the next row."""
        self._row += 1
        if self._row >= MAX_ROWS:
            message = f"A sheet holds {MAX_ROWS - 1} rows and the answer has more; take another format or narrow it."
            raise NotStorableError(message)
        for index, value in enumerate(values):
            try:
                dated = index in self._dates and isinstance(value, str)
                self._book.write(self.sheet, self._row, index, dt.date.fromisoformat(value) if dated else value)
            except NotStorableError as error:
                message = f"{self._heads[index].name} of {values[0]} {error}; take another format."
                raise NotStorableError(message) from None


def is_exact(number: float) -> bool:
    """Tell whether a spreadsheet keeps the number to its last digit, and its sign."""
    return float(f"{number:.{DIGITS}g}") == number and str(number) != "-0.0"


def storable(text: str) -> str:
    """Refuse texts that no workbook can hold; guard those that the writer would take for markup."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT:
        raise NotStorableError(f"has more than {MAX_TEXT} characters, which no workbook can hold")
    if found := UNWRITABLE.search(text):
        raise NotStorableError(f"has the character U+{ord(found.group()):04X}, which no workbook can hold")
    if text.startswith("<r>") and text.endswith("</r>"):
        return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return text


@contextmanager
def open_book(target: BinaryIO, made: dt.date) -> Iterator[Book]:
    """Write a workbook; what was begun and failed leaves nothing behind."""
    with tempfile.TemporaryDirectory(prefix="exokb-") as folder:
        workbook = Workbook(target, {"constant_memory": True, "tmpdir": folder, "strings_to_urls": False})
        workbook.set_properties({"title": "ExoKB", "created": dt.datetime.combine(made, dt.time())})
        try:
            yield Book(workbook)
            workbook.close()
        finally:
            # The library leaves the rows of unfinished sheets open.
            for sheet in workbook.worksheets():
                sheet.row_data_fh.close()
