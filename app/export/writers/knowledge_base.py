"""Everything at once: lines that load again, one workbook, or one SQLite file."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import inspect, select

from app.document import Release
from app.document import RetiredStudy as RetiredRecord
from app.export.batches import Columns, as_values
from app.export.columns import FlatColumn
from app.export.source import Reading, parse
from app.export.tables import ARMS, TABLES, FlatTable
from app.export.writers.tabular import add_fields, add_table
from app.interchange.columns import CellKind
from app.models import RetiredStudy, Study

CHUNK = 1_048_576
# The kind of record in each line, by the name of its table.
KINDS = {
    "sources": "source",
    "indications": "indication",
    "adverse-event-terms": "adverse_event_term",
    "pathways": "pathway",
}
FINDINGS = ("outcomes", "adverse-events", "mechanisms")
SQL_TYPES = {CellKind.INTEGER: "INTEGER", CellKind.BOOLEAN: "INTEGER", CellKind.NUMBER: "REAL"}


class Everything(Reading):
    """All rows of the knowledge base, table by table."""

    def table(self, table: FlatTable) -> Iterator[Columns]:
        """Give the rows of a flat table in the order of its key."""
        keys = inspect(table.entity).primary_key
        return self.of_table(table, table.select().order_by(*keys))

    def documents(self) -> Iterator[str]:
        """Give the documents of all studies."""
        for batch in self.of_statement(select(Study.document).order_by(Study.accession)):
            yield from batch[0]


def write_lines(everything: Everything, target: BinaryIO) -> None:
    """Write a line for each record, tagged with its kind: release, vocabularies, studies, retired accessions."""
    release = everything.asked.release
    named = Release(name=release.name, released_on=release.released_on)
    target.write(_tagged("release", named.canonical()))
    for name, kind in KINDS.items():
        target.writelines(_tagged(kind, line) for line in _entries(everything, TABLES[name]))
    target.writelines(_tagged("study", document) for document in everything.documents())
    columns = [getattr(RetiredStudy, name) for name in RetiredRecord.model_fields]
    for batch in everything.of_statement(select(*columns).order_by(RetiredStudy.accession)):
        for row in zip(*batch, strict=True):
            record = RetiredRecord(**dict(zip(RetiredRecord.model_fields, row, strict=True)))
            target.write(_tagged("retired_study", record.canonical()))


def _tagged(kind: str, canonical: str) -> bytes:
    return f'{{"record": "{kind}", "document": {canonical}}}\n'.encode()


def _entries(everything: Everything, table: FlatTable) -> Iterator[str]:
    names = [column.name for column in table.columns]
    for batch in everything.table(table):
        for row in zip(*map(as_values, table.columns, batch), strict=True):
            yield json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)


def write_book(everything: Everything, target: BinaryIO) -> None:
    """Write the sheets of studies, then those of the vocabularies, then what their columns mean."""
    from app.interchange.workbook_writer import write_sheets  # noqa: PLC0415 - loaded when first asked for
    from app.interchange.xlsx_writer import open_book  # noqa: PLC0415

    with open_book(target, everything.asked.release.released_on) as book:
        write_sheets(parse(everything.documents()), book)
        for name in KINDS:
            add_table(book, name.replace("-", "_"), TABLES[name].columns, everything.table(TABLES[name]))
        add_fields(book, [(name, column) for name in KINDS for column in TABLES[name].columns])


def write_sqlite(everything: Everything, target: BinaryIO) -> None:
    """Write an SQLite file: flat tables, the documents, and a table that explains every column."""
    with tempfile.TemporaryDirectory(prefix="exokb-") as folder:
        path = Path(folder) / "export.sqlite"
        database = sqlite3.connect(path, isolation_level=None)
        try:
            _fill(database, everything)
        finally:
            database.close()
        with path.open("rb") as made:
            while chunk := made.read(CHUNK):
                target.write(chunk)


def _fill(database: sqlite3.Connection, everything: Everything) -> None:
    release = everything.asked.release
    database.execute("PRAGMA journal_mode=OFF")
    database.execute("PRAGMA synchronous=OFF")
    database.execute("BEGIN")
    database.execute("CREATE TABLE release (name TEXT, released_on TEXT, revision INTEGER)")
    named = (release.name, release.released_on.isoformat(), release.revision)
    database.execute("INSERT INTO release VALUES (?, ?, ?)", named)
    database.execute('CREATE TABLE field ("table" TEXT, "column" TEXT, unit TEXT, meaning TEXT)')
    for table in (TABLES["studies"], ARMS, *(TABLES[name] for name in (*FINDINGS, *KINDS))):
        _copy(database, table.name.replace("-", "_"), table.columns, everything.table(table))
    database.execute("CREATE TABLE document (accession TEXT PRIMARY KEY, document TEXT)")
    for batch in everything.of_statement(select(Study.accession, Study.document).order_by(Study.accession)):
        database.executemany("INSERT INTO document VALUES (?, ?)", zip(*batch, strict=True))
    database.execute("COMMIT")


def _copy(database: sqlite3.Connection, name: str, columns: Any, batches: Iterator[Columns]) -> None:
    declared = ", ".join(f'"{column.name}" {SQL_TYPES.get(column.kind, "TEXT")}' for column in columns)
    database.execute(f'CREATE TABLE "{name}" ({declared})')
    fields = [(name, column.name, column.unit, column.meaning) for column in columns]
    database.executemany("INSERT INTO field VALUES (?, ?, ?, ?)", fields)
    places = ", ".join("?" for _ in columns)
    for batch in batches:
        shown = [_stored(column, values) for column, values in zip(columns, batch, strict=True)]
        database.executemany(f'INSERT INTO "{name}" VALUES ({places})', zip(*shown, strict=True))  # noqa: S608


def _stored(column: FlatColumn, values: Any) -> Any:
    """Write lists as JSON, which SQLite can take apart."""
    if not column.is_list:
        return values
    return [None if value is None else json.dumps(value, ensure_ascii=False) for value in as_values(column, values)]
