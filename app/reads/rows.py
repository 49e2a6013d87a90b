"""Answer questions to lists whose rows are read one by one."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Select

from app.core.conditions import clause
from app.core.fields import Resource
from app.reads.pages import page_of_rows
from app.reads.reading import Answer, Reading, Rows
from app.reads.slugs import understand


def list_rows(
    reading: Reading,
    resource: Resource,
    statement: Select[Any],
    show: Callable[[Sequence[Any]], Sequence[Any]],
    rows: Rows[Any],
) -> Answer:
    """Answer with one page; `statement` says what is loaded with each row, `show` how rows are shown."""
    query = reading.query(resource)
    understood = understand(reading.snapshot, query)
    page = page_of_rows(reading.database, query, statement, clause(understood.where))
    return reading.page(query, understood, page, rows.write(show(page.rows)))
