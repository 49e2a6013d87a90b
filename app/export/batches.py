"""Read rows in batches, column by column: most of the work is done by the database and by loops in C."""

from collections.abc import Generator, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Select, Text, select, type_coerce

from app.core.plain import whole
from app.export.columns import SEPARATOR, FlatColumn, Gathered
from app.export.tables import FlatTable
from app.interchange.columns import CellKind
from app.models import ExosomeSource

BATCH = 5000
# Parsed documents are thousands of small objects; held in large numbers they make the garbage collector slow.
DOCUMENTS = 40
# A range of studies is read whole where at least one in so many of them is wanted.
SPARSE = 4

# The values of each column, for some rows.
Columns = list[Sequence[Any]]


def read_batches(connection: Connection, statement: Select[*tuple[Any, ...]], size: int = BATCH) -> Generator[Columns]:
    """Run a statement and give its rows by column, without holding more than a batch of them."""
    with connection.execute(statement.execution_options(yield_per=size)) as result:
        for part in result.partitions():
            yield list(zip(*part, strict=True))


def read_table(connection: Connection, table: FlatTable, statement: Select[Any]) -> Generator[Columns]:
    """Run the statement of a flat table and add what stands elsewhere."""
    own = table.own
    from_documents = table.is_taken_from_documents
    origins = read_origins(connection) if from_documents else {}
    for batch in read_batches(connection, statement, DOCUMENTS if from_documents else BATCH):
        values = dict(zip((column.name for column in own), batch, strict=False))
        behind = batch[len(own) :]
        documents = list(map(orjson.loads, behind[0])) if from_documents else []
        for column in table.columns:
            if column.taken is not None:
                values[column.name] = column.taken(documents, origins)
            elif column.gathered is not None:
                values[column.name] = _gather(connection, column.gathered, behind)
        yield [values[column.name] for column in table.columns]


def read_origins(connection: Connection) -> dict[str, str]:
    """Give the origin of each source."""
    rows = connection.execute(select(ExosomeSource.slug, type_coerce(ExosomeSource.origin, Text())))
    return {slug: origin for slug, origin in rows}  # noqa: C416 - a result is no mapping, and dict takes it for one


def _gather(connection: Connection, gathered: Gathered, keys: Columns) -> list[str]:
    """Give for each row its values, joined; an empty text where it has none."""
    studies = set(keys[0])
    first, last = min(studies), max(studies)
    dense = last - first < SPARSE * len(studies)
    statement = gathered.select(lambda key: key.between(first, last) if dense else key.in_(studies))
    width = len(gathered.keys)
    rows = connection.execute(statement).all()
    found: dict[Any, str] = dict(rows) if width == 1 else {tuple(row[:width]): row[width] for row in rows}
    owners: Any = keys[0] if width == 1 else zip(*keys[:width], strict=True)
    return [found.get(owner, "") for owner in owners]


def as_values(column: FlatColumn, values: Sequence[Any]) -> Sequence[Any]:
    """Give a column as JSON and Parquet know it: lists as lists, truth as truth, an unknown value as null."""
    if column.kind == CellKind.BOOLEAN:
        return [None if value is None else bool(value) for value in values]
    if column.kind == CellKind.NUMBER:
        return list(map(whole, values))
    if column.gathered is not None:
        return [value.split(SEPARATOR) if value else [] for value in values]
    if column.is_list:
        return read_lists(values)
    return values


def read_lists(values: Sequence[Any]) -> list[list[str] | None]:
    """Read lists that SQLite gives as JSON; the driver of PostgreSQL has read them already."""
    return [orjson.loads(value) if isinstance(value, str) else value for value in values]
