"""Read one sheet: first its header, then row by row, each cell as what its column is."""

import difflib
import string
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from app.interchange.cells import CellFaultError, Raw, read_cell
from app.interchange.columns import KEY, Sheet
from app.interchange.draft import RecordFault
from app.interchange.row_store import SheetRow

Cell: TypeAlias = Raw | CellFaultError
# Rows with their numbers, the header first.
Rows: TypeAlias = Iterator[tuple[int, Sequence[Cell]]]


def letters(index: int) -> str:
    """Name a column as spreadsheets do, from A."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = string.ascii_uppercase[rest] + name
    return name


class Table:
    """One sheet of a file."""

    def __init__(self, sheet: Sheet, rows: Rows) -> None:
        self.sheet = sheet
        self._rows = rows
        self._columns = {column.name: column for column in sheet.columns}
        self._empty: dict[str, Any] = {
            column.name: [] if column.is_list and not column.nullable else None for column in sheet.columns
        }
        self._line, header = next(rows, (1, ()))
        self._header = [None if cell in (None, "") else str(cell).strip() for cell in header]
        while self._header and self._header[-1] is None:
            self._header.pop()
        self.letters = {name: letters(index) for index, name in enumerate(self._header) if name}

    def header_faults(self) -> Iterator[RecordFault]:
        """Tell columns that are unknown, double or missing."""
        wanted = self.sheet.header
        for index, name in enumerate(self._header):
            place = f"{self.sheet.name}!{letters(index)}{self._line}"
            if name not in wanted:
                message = f"The sheet {self.sheet.name} has no column {(name or '')[:100]!r}; {_hint(name, wanted)}"
                yield RecordFault(0, place, None, "unknown-column", message, name, tuple(wanted))
            elif name in self._header[:index]:
                message = f"The column {name!r} stands twice in {self.sheet.name}; keep one."
                yield RecordFault(0, place, None, "twin-column", message, name)
        for name in wanted:
            if name not in self._header:
                message = f"The column {name!r} is missing; add it, with empty cells where nothing is known."
                yield RecordFault(0, f"{self.sheet.name}!A{self._line}", None, "missing-column", message, name)

    def rows(self) -> Iterator[SheetRow]:
        """Read all rows that are not empty."""
        for number, cells in self._rows:
            if any(cell not in (None, "") for cell in cells):
                yield self._read(number, cells)

    def _read(self, number: int, cells: Sequence[Cell]) -> SheetRow:
        row = SheetRow(self.sheet.name, number, values=dict(self._empty))
        for index, cell in enumerate(cells):
            name = self._header[index] if index < len(self._header) else None
            try:
                self._read_cell(row, name, cell)
            except CellFaultError as error:
                shown = None if isinstance(cell, CellFaultError) else str(cell)[:200]
                allowed = None if error.allowed is None else list(error.allowed)
                row.faults.append((letters(index), error.code, error.message, shown, allowed))
        return row

    def _read_cell(self, row: SheetRow, name: str | None, cell: Cell) -> None:
        if cell in (None, ""):
            return
        if isinstance(cell, CellFaultError):
            raise cell
        if name is None:
            raise CellFaultError("unknown-column", "The cell stands beside the table; move or remove it.")
        if name == KEY:
            row.key = str(cell)
        else:
            row.values[name] = read_cell(self._columns[name], cell)


def _hint(name: str | None, wanted: list[str]) -> str:
    if name is None:
        return "give it a name or remove it."
    if ";" in name or "\t" in name:
        return "save the file with commas between the cells."
    close = difflib.get_close_matches(name.lower().replace(" ", "_"), wanted, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else "remove it or correct its name."
