"""Put the rows of a workbook together into study documents; every fault names sheet and cell."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from app.identifiers import is_valid
from app.interchange.columns import CHILDREN, EXPLAINING, KEY, OPTIONAL_PARTS, SHEETS, STUDIES, Column
from app.interchange.draft import Draft, RecordFault, UnreadableFileError
from app.interchange.form import form_faults
from app.interchange.row_store import RowStore, SheetRow
from app.interchange.table import Rows, Table

PREFIX = "EXS"
COLUMNS: dict[str, tuple[Column, ...]] = {sheet.name: sheet.columns for sheet in SHEETS}


@dataclass(frozen=True)
class SheetDraft(Draft):
    """A draft that knows in which cell each part of it stands."""

    cells: Mapping[str, str] = field(default_factory=dict)

    def locate(self, pointer: str | None) -> str:
        """Give the cell of a part of the document, or of the next larger part that has one."""
        while pointer:
            if pointer in self.cells:
                return self.cells[pointer]
            pointer = pointer.rpartition("/")[0]
        return self.place


def read_workbook(sheets: Mapping[str, Rows]) -> Iterator[Draft | RecordFault]:
    """Read studies with all that belongs to them, in the order of the sheet `studies`."""
    tables = {sheet.name: Table(sheet, sheets[sheet.name]) for sheet in SHEETS if sheet.name in sheets}
    faults = [*_sheet_faults(sheets), *(fault for table in tables.values() for fault in table.header_faults())]
    if faults:
        yield from faults[:-1]
        raise UnreadableFileError(faults[-1])
    with RowStore() as store:
        for sheet in CHILDREN:
            store.add_all(tables[sheet.name].rows())
        store.seal()
        yield from _Reading(tables, store).studies()
        yield from (_orphan(row, tables, store) for row in store.orphans())


def _sheet_faults(sheets: Mapping[str, Rows]) -> Iterator[RecordFault]:
    known = [sheet.name for sheet in SHEETS]
    for name in sheets:
        if name not in (*known, *EXPLAINING):
            close = difflib.get_close_matches(name.lower(), known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"sheets are {', '.join(known)}."
            message = f"There is no sheet {name[:100]!r}; {hint}"
            yield RecordFault(0, name[:100], None, "unknown-sheet", message, name[:100], tuple(known))
    for name in known:
        if name not in sheets:
            message = f"The sheet {name!r} is missing; add it with its header, even if it has no rows."
            yield RecordFault(0, name, None, "missing-sheet", message)


def _orphan(row: SheetRow, tables: Mapping[str, Table], store: RowStore) -> RecordFault:
    place = f"{row.sheet}!{tables[row.sheet].letters[KEY]}{row.number}"
    if not row.key:
        message = f"The row names no study; write in the column {KEY!r} which one it belongs to."
        return RecordFault(0, place, None, "missing-study", message)
    close = difflib.get_close_matches(row.key[:100], store.keys_like(row.key), n=1)
    hint = f"did you mean {close[0]!r}?" if close else "add it there or correct the key."
    message = f"The sheet studies has no study {row.key[:100]!r}; {hint}"
    return RecordFault(0, place, None, "unknown-study", message, row.key[:100])


class _Reading:
    """The studies of a workbook, one by one."""

    def __init__(self, tables: Mapping[str, Table], store: RowStore) -> None:
        self._tables = tables
        self._store = store

    def studies(self) -> Iterator[Draft | RecordFault]:
        """Give each study, or all that is wrong with it."""
        for number, row in enumerate(self._tables[STUDIES.name].rows(), 1):
            if fault := self._key_fault(number, row):
                yield fault
                continue
            children = self._store.of(row.key)
            draft = self._draft(number, row, children)
            faults = [*self._cell_faults(number, [row, *chain.from_iterable(children.values())]), *form_faults(draft)]
            told = _first_of_each_cell(faults)
            yield from told
            if not told:
                yield draft

    def _key_fault(self, number: int, row: SheetRow) -> RecordFault | None:
        place = self._place(row, KEY)
        if not row.key:
            message = "The study has no key; write its accession, or for a new study any name of your own."
            return RecordFault(number, place, None, "missing-study", message)
        if row.key.upper().startswith(PREFIX) and not is_valid("accession", row.key):
            message = f"{row.key[:100]!r} looks like an accession and is none; write EXS and six digits, or a name."
            return RecordFault(number, place, "/accession", "malformed-identifier", message, row.key[:100])
        if (before := self._store.claim(row.key, row.number)) is not None:
            message = f"The study {row.key[:100]!r} stands in row {before} already; keep one of the two rows."
            return RecordFault(number, place, None, "twin-study", message, row.key[:100])
        return None

    def _place(self, row: SheetRow, column: str) -> str:
        return f"{row.sheet}!{self._tables[row.sheet].letters[column]}{row.number}"

    def _draft(self, number: int, row: SheetRow, children: dict[str, list[SheetRow]]) -> SheetDraft:
        data: dict[str, Any] = {"accession": row.key} if is_valid("accession", row.key) else {}
        cells = {"/accession": self._place(row, KEY)}
        cells |= self._fill(data, row, "")
        for sheet in CHILDREN:
            data[sheet.name] = []
            for index, child in enumerate(children.get(sheet.name, [])):
                record: dict[str, Any] = {}
                cells |= {f"/{sheet.name}/{index}": self._place(child, KEY)}
                cells |= self._fill(record, child, f"/{sheet.name}/{index}")
                data[sheet.name].append(record)
        data["identifiers"] = {name: value for name, value in data["identifiers"].items() if value is not None}
        for part in OPTIONAL_PARTS:
            if all(value is None for value in data[part].values()):
                del data[part]
        return SheetDraft(number, self._place(row, KEY), data, suggested=False, cells=cells)

    def _fill(self, record: dict[str, Any], row: SheetRow, pointer: str) -> dict[str, str]:
        cells = {}
        for column in COLUMNS[row.sheet]:
            target = record
            for part in column.path[:-1]:
                target = target.setdefault(part, {})
            target[column.path[-1]] = row.values[column.name]
            cells[f"{pointer}/{'/'.join(column.path)}"] = self._place(row, column.name)
        return cells

    def _cell_faults(self, number: int, rows: list[SheetRow]) -> Iterator[RecordFault]:
        for row in rows:
            for letter, code, message, value, allowed in row.faults:
                place = f"{row.sheet}!{letter}{row.number}"
                yield RecordFault(number, place, None, code, message, value, tuple(allowed) if allowed else None)


def _first_of_each_cell(faults: list[RecordFault]) -> list[RecordFault]:
    """Leave out what follows only from a fault that was told of the same cell."""
    told: dict[str, RecordFault] = {}
    for fault in faults:
        told.setdefault(fault.place, fault)
    return list(told.values())
