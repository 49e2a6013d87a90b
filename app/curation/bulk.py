"""Put many rows into a table at the speed of the driver: the statement is made once, rows go past SQLAlchemy."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Column, Date, Enum, Table
from sqlalchemy.orm import Session

from app.models import Base
from app.models.base import fold_columns, title_digest

Row = dict[str, Any]
Getter = Callable[[Row], Any]


@dataclass(frozen=True)
class Plan:
    """How rows of one table reach one kind of database."""

    sql: str
    plain: Callable[[Row], tuple[Any, ...]]
    # Columns that are made or changed on the way, by place.
    made: tuple[tuple[int, Getter], ...]

    def values(self, rows: Sequence[Row]) -> Iterator[Sequence[Any]]:
        """Give rows as the driver takes them."""
        for row in rows:
            values = list(self.plain(row))
            for place, make in self.made:
                values[place] = make(row)
            yield values


def insert_rows(session: Session, entity: type[Base], rows: Sequence[Row]) -> None:
    """Insert rows, each with all columns, in the transaction of a session."""
    if not rows:
        return
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    plan = _plan(entity, connection.dialect.name)
    if connection.dialect.name == "sqlite":
        driver.executemany(plan.sql, plan.values(rows))
        return
    with driver.cursor() as cursor, cursor.copy(plan.sql) as copy:
        for values in plan.values(rows):
            copy.write_row(values)


@lru_cache
def _plan(entity: type[Base], dialect: str) -> Plan:
    table = entity.__table__
    assert isinstance(table, Table)  # noqa: S101 - entities are tables here
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    if dialect == "sqlite":
        marks = ", ".join("?" for _ in table.columns)
        sql = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own tables
    else:
        sql = f'COPY "{table.name}" ({names}) FROM STDIN'
    getters = [_getter(column, dialect) for column in table.columns]
    made = tuple((place, getter) for place, getter in enumerate(getters) if getter is not None)
    # What is made stands in for itself here by a column that every row has.
    first = next(column.key for column, getter in zip(table.columns, getters, strict=True) if getter is None)
    plain = [first if getter else column.key for column, getter in zip(table.columns, getters, strict=True)]
    return Plan(sql, itemgetter(*plain), made)


def _getter(column: Column[Any], dialect: str) -> Getter | None:
    name, kind = column.key, column.type
    if (folded := column.info.get("folds")) is not None:
        return lambda row: fold_columns(folded, row)
    if name == "title_digest":
        return lambda row: title_digest(row["title"], row["year"])
    if isinstance(kind, Enum) and kind.enum_class is not None:
        stored: dict[Any, str] = {member: member.value for member in kind.enum_class}
        return lambda row: stored.get(row[name])
    if isinstance(kind, JSON):
        return lambda row: None if row[name] is None else json.dumps(row[name])
    if isinstance(kind, Date) and dialect == "sqlite":
        return lambda row: None if row[name] is None else row[name].isoformat()
    return None
