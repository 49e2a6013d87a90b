"""Where writers take their rows from: read once, in batches, within one transaction."""

import json
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Select, select

from app.core.query import ListQuery
from app.export.batches import Columns, read_batches, read_table
from app.export.columns import FlatColumn
from app.export.question import Selection
from app.export.tables import TABLES, FlatTable
from app.models import DataRelease, Study
from app.reads.snapshot import Snapshot

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Asked:
    """What the writers need to know of a question."""

    release: DataRelease
    bom: bool = False


class Reading:
    """Rows that are read for one export and counted on the way; closed with it, however it ends."""

    def __init__(self, snapshot: Snapshot, asked: Asked, progress: Progress) -> None:
        self.asked = asked
        self.rows = 0
        self._connection = snapshot.connection
        self._progress = progress
        self._running: list[Generator[Columns]] = []

    def __enter__(self) -> Self:
        """Read for as long as the block runs."""
        return self

    def __exit__(self, *_: object) -> None:
        """End what still reads, and with it the cursors of the database."""
        for batches in self._running:
            batches.close()

    def of_statement(self, statement: Select[*tuple[Any, ...]]) -> Iterator[Columns]:
        """Run a statement."""
        return self._counted(read_batches(self._connection, statement))

    def of_table(self, table: FlatTable, statement: Select[Any]) -> Iterator[Columns]:
        """Run the statement of a flat table."""
        return self._counted(read_table(self._connection, table, statement))

    def _counted(self, batches: Generator[Columns]) -> Iterator[Columns]:
        self._running.append(batches)
        for batch in batches:
            self.rows += len(batch[0])
            self._progress(self.rows)
            yield batch


class Source(Reading):
    """The rows of one question."""

    def __init__(self, snapshot: Snapshot, query: ListQuery, asked: Asked, progress: Progress) -> None:
        super().__init__(snapshot, asked, progress)
        self.table: FlatTable = TABLES[query.resource.name]
        self._selection = Selection(snapshot, query)

    @property
    def columns(self) -> Sequence[FlatColumn]:
        """The columns of the flat table."""
        return self.table.columns

    def batches(self) -> Iterator[Columns]:
        """Give the flat rows, column by column, some thousand at a time."""
        return self.of_table(self.table, self._selection.of(self.table.select()))

    def documents(self) -> Iterator[str]:
        """Give the documents of studies, each as its canonical line."""
        for batch in self.of_statement(self._selection.of(select(Study.document))):
            yield from batch[0]

    def parsed(self) -> Iterator[dict[str, Any]]:
        """Give the documents of studies as data."""
        return parse(self.documents())


def parse(documents: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Read documents, numbers exactly as they are written."""
    return (json.loads(document) for document in documents)
