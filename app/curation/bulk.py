"""Put many rows into a table at the speed of the driver: the statement is made once, rows go past SQLAlchemy."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import JSON, Column, Table
from sqlalchemy.orm import Session

from app.core.text import fold
from app.models import Base
from app.models.base import fold_columns, title_digest

Row: TypeAlias = dict[str, Any]
# The values of one row in the order of the columns, as the driver takes them.
Values: TypeAlias = Sequence[Any]
Getter: TypeAlias = Callable[[Row], Any]


@dataclass(frozen=True)
class Plan:
    """How rows of one table become values."""

    plain: Callable[[Row], tuple[Any, ...]]
    # Columns that are made or changed on the way, by place.
    made: tuple[tuple[int, Getter], ...]

    def values(self, row: Row) -> Values:
        """Give a row as the driver takes it."""
        if not self.made:
            return self.plain(row)
        values = list(self.plain(row))
        for place, make in self.made:
            values[place] = make(row)
        return values


def insert_rows(session: Session, entity: type[Base], rows: Iterable[Row]) -> None:
    """Insert rows, each with all columns, in the transaction of a session."""
    insert_values(session, entity, values_of(entity, rows))


def values_of(entity: type[Base], rows: Iterable[Row]) -> list[Values]:
    """Give rows as the driver takes them; closed lists and dates stand in them as in documents."""
    return list(map(_plan(entity).values, rows))


def insert_values(session: Session, entity: type[Base], values: Sequence[Values]) -> None:
    """Insert rows whose values are ready, in the transaction of a session."""
    if not values:
        return
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.executemany(_statement(entity, "sqlite"), values)
        return
    with driver.cursor() as cursor, cursor.copy(_statement(entity, "postgresql")) as copy:
        for row in values:
            copy.write_row(row)


def place_of(entity: type[Base], column: str) -> int:
    """Tell where the value of a column stands."""
    return list(_table(entity).columns.keys()).index(column)


def _table(entity: type[Base]) -> Table:
    table = entity.__table__
    assert isinstance(table, Table)  # noqa: S101 - entities are tables here
    return table


@lru_cache
def _statement(entity: type[Base], dialect: str) -> str:
    table = _table(entity)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    if dialect == "sqlite":
        marks = ", ".join("?" for _ in table.columns)
        return f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own tables
    return f'COPY "{table.name}" ({names}) FROM STDIN'


@lru_cache
def _plan(entity: type[Base]) -> Plan:
    columns = list(_table(entity).columns)
    getters = [_getter(column) for column in columns]
    made = tuple((place, getter) for place, getter in enumerate(getters) if getter is not None)
    # What is made stands in for itself here by a column that every row has.
    first = next(column.key for column, getter in zip(columns, getters, strict=True) if getter is None)
    plain = [first if getter else column.key for column, getter in zip(columns, getters, strict=True)]
    return Plan(itemgetter(*plain), made)


def _getter(column: Column[Any]) -> Getter | None:
    name = column.key
    if (folded := column.info.get("folds")) is not None:
        return _folder(folded)
    if name == "title_digest":
        return lambda row: title_digest(row["title"], row["year"])
    if isinstance(column.type, JSON):
        return lambda row: None if row[name] is None else json.dumps(row[name])
    return None


def _folder(names: tuple[str, ...]) -> Getter:
    name = names[0]

    def fold_one(row: Row) -> str:
        value = row[name]
        return "" if value is None else fold(value) if isinstance(value, str) else fold_columns(names, row)

    return fold_one if len(names) == 1 else lambda row: fold_columns(names, row)
