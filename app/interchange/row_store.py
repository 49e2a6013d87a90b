"""Rows of a workbook wait on disk until their study comes, so that no workbook has to fit into memory."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

BATCH = 1000


@dataclass
class SheetRow:
    """One row as it was read: values by column, and what is wrong with which cell."""

    sheet: str
    number: int
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    # Column letters, code, message, value, allowed.
    faults: list[tuple[str, str, str, str | None, list[str] | None]] = field(default_factory=list)


class RowStore:
    """A temporary table on disk that ends with the reading."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.execute("CREATE TABLE row (key TEXT, sheet TEXT, number INTEGER, kept TEXT)")
        self._rows.execute("CREATE TABLE study (key TEXT PRIMARY KEY, number INTEGER)")
        self._rows.execute("BEGIN")

    def __enter__(self) -> Self:
        """Keep rows for as long as the block runs."""
        return self

    def __exit__(self, *_: object) -> None:
        """Drop all rows."""
        self._rows.close()

    def add_all(self, rows: Iterable[SheetRow]) -> None:
        """Keep rows."""
        kept = ((row.key, row.sheet, row.number, json.dumps([row.values, row.faults])) for row in rows)
        self._rows.executemany("INSERT INTO row VALUES (?, ?, ?, ?)", kept)

    def seal(self) -> None:
        """Sort the rows by study once all are there."""
        self._rows.execute("CREATE INDEX by_key ON row (key)")

    def claim(self, key: str, number: int) -> int | None:
        """Note the row of a study; give the earlier row where the key was used before."""
        before = self._rows.execute("SELECT number FROM study WHERE key = ?", (key,)).fetchone()
        if before is None:
            self._rows.execute("INSERT INTO study VALUES (?, ?)", (key, number))
        return None if before is None else int(before[0])

    def of(self, key: str) -> dict[str, list[SheetRow]]:
        """Give the rows of a study by sheet, in the order of the sheet."""
        found: dict[str, list[SheetRow]] = {}
        for row in self._read("SELECT key, sheet, number, kept FROM row WHERE key = ? ORDER BY rowid", (key,)):
            found.setdefault(row.sheet, []).append(row)
        return found

    def orphans(self) -> Iterator[SheetRow]:
        """Give the rows whose study did not come."""
        yield from self._read(
            "SELECT key, sheet, number, kept FROM row WHERE key NOT IN (SELECT key FROM study) ORDER BY rowid", ()
        )

    def keys_like(self, key: str) -> list[str]:
        """Give some keys of studies that begin alike."""
        found = self._rows.execute("SELECT key FROM study WHERE substr(key, 1, 3) = ? LIMIT 2000", (key[:3],))
        return [str(row[0]) for row in found]

    def _read(self, statement: str, values: tuple[str, ...]) -> Iterator[SheetRow]:
        for key, sheet, number, kept in self._rows.execute(statement, values):
            yield SheetRow(sheet, number, key, *json.loads(kept))
