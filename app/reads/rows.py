"""Answer questions to lists whose rows are read one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import eq
from typing import Any

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import Session

from app.core.conditions import clause
from app.core.errors import AppError
from app.core.fields import Resource
from app.core.http import no_parameters
from app.core.query import ListQuery
from app.reads.batch import missing, read_keys
from app.reads.facets import facets_of
from app.reads.pages import Beside, Page, page_of_rows
from app.reads.reading import Answer, Reading, Rows
from app.reads.slugs import understand


@dataclass(frozen=True)
class ByKey:
    """How rows are found by their public keys."""

    columns: Sequence[Any]
    read: Callable[[str], tuple[Any, ...]]
    missing: Callable[[Session, tuple[Any, ...]], AppError]


@dataclass(frozen=True)
class RowList:
    """A list whose rows are read one by one."""

    resource: Resource
    # What is loaded with each row.
    statement: Select[Any]
    show: Callable[[Session, Sequence[Any]], Sequence[Any]]
    rows: Rows[Any]
    by_key: ByKey

    def answer(self, reading: Reading) -> Answer:
        """Answer with one page."""
        query = reading.query(self.resource)
        understood = understand(reading.snapshot, query)
        session = reading.database
        if query.ids:
            page = self._batch(session, query)
        else:
            page = page_of_rows(session, query, self.statement, clause(understood.where))
        facets = facets_of(reading.snapshot, query, understood.where)
        return reading.page(query, understood, page, self.rows.write(self.show(session, page.rows)), facets)

    def one(self, reading: Reading, text: str) -> Answer:
        """Answer with the row of one key."""
        no_parameters(reading)
        session, key = reading.database, self.by_key.read(text)
        found = session.scalar(self.statement.where(*map(eq, self.by_key.columns, key)))
        if found is None:
            raise self.by_key.missing(session, key)
        return reading.one(self.show(session, [found])[0])

    def _batch(self, session: Session, query: ListQuery) -> Page:
        keys = read_keys(query, self.by_key.read)
        asked = tuple_(*self.by_key.columns).in_(list(dict.fromkeys(keys)))
        rows = session.scalars(self.statement.where(asked))
        found = {tuple(getattr(row, column.key) for column in self.by_key.columns): row for row in rows}
        absent = missing(query, keys, found, partial(self.by_key.missing, session))
        there = [found[key] for key in keys if key in found]
        return Page(there, len(there), Beside(), absent)
