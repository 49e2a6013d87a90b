"""Where writers take their rows from: read once, in batches, within one transaction."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

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


class Source:
    """The rows of one question."""

    def __init__(self, snapshot: Snapshot, query: ListQuery, asked: Asked, progress: Progress) -> None:
        self.asked = asked
        self.table: FlatTable = TABLES[query.resource.name]
        self._connection = snapshot.connection
        self._selection = Selection(snapshot, query)
        self._progress = progress
        self.rows = 0

    @property
    def columns(self) -> Sequence[FlatColumn]:
        """The columns of the flat table."""
        return self.table.columns

    def count(self) -> int:
        """Count the rows that will come."""
        return self._selection.count()

    def batches(self) -> Iterator[Columns]:
        """Give the flat rows, column by column, some thousand at a time."""
        statement = self._selection.of(self.table.select())
        for batch in read_table(self._connection, self.table, statement):
            self._count(len(batch[0]))
            yield batch

    def documents(self) -> Iterator[str]:
        """Give the documents of studies, each as its canonical line."""
        for batch in read_batches(self._connection, self._selection.of(select(Study.document))):
            yield from batch[0]
            self._count(len(batch[0]))

    def parsed(self) -> Iterator[dict[str, Any]]:
        """Give the documents of studies as data."""
        return parse(self.documents())

    def _count(self, rows: int) -> None:
        self.rows += rows
        self._progress(self.rows)


def parse(documents: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Read documents, numbers exactly as they are written."""
    return (json.loads(document) for document in documents)
