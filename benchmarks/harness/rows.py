"""All rows that an import leaves in a database, read and written with the driver alone."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Engine

from app.curation.rows import TABLES
from app.models import ImportChange, ImportJob, SearchWord, StandingSum, StudyRepresentation, StudySet

SEEDED = 1000
STUDIES = tuple(table.__table__.name for table in (*TABLES, StudyRepresentation))  # type: ignore[attr-defined]
# Kept by value and not by study: an import writes those it changes anew, which are nearly all.
BY_VALUE = tuple(table.__tablename__ for table in (SearchWord, StudySet, StandingSum))
SEARCH = "study_search"
OPERATIONS = tuple(table.__tablename__ for table in (ImportJob, ImportChange))
# Table, columns, rows.
Rows = list[tuple[str, Sequence[str], list[Sequence[Any]]]]


def read_rows(engine: Engine, operations: Engine) -> Rows:
    """Read what an import has written beside the seed, as the driver gives and takes it."""
    rows: Rows = []
    with engine.connect() as connection:
        for name in STUDIES:
            key = "id" if name == "study" else "study_id"
            rows.append(_read(connection, name, "*", f"WHERE {key} >= {SEEDED}"))
        key = "rowid" if engine.dialect.name == "sqlite" else "study_id"
        rows.append(_read(connection, SEARCH, f"{key}, a, b, c, d", f"WHERE {key} >= {SEEDED}"))
        rows += [_read(connection, name, "*", "") for name in BY_VALUE]
    with operations.connect() as connection:
        rows += [_read(connection, name, "*", "") for name in OPERATIONS]
    return rows


def _read(connection: Any, table: str, columns: str, where: str) -> tuple[str, Sequence[str], list[Sequence[Any]]]:
    statement = f"SELECT {columns} FROM {table} {where}"
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        found = driver.execute(statement)
        return table, [name for name, *_ in found.description], found.fetchall()
    with driver.cursor() as cursor:
        names = [each.name for each in cursor.execute(f"{statement} LIMIT 0").description]
        with cursor.copy(f"COPY ({statement}) TO STDOUT") as copy:
            return table, names, list(copy.rows())


def write_rows(engine: Engine, operations: Engine, rows: Rows) -> None:
    """Hand rows to the driver, table by table, in one transaction of each database."""
    for database, chosen in ((operations, True), (engine, False)):
        with database.execution_options(exokb_writes=True).begin() as connection:
            for table, columns, values in _of(rows, operations=chosen):
                if table in BY_VALUE:
                    connection.exec_driver_sql(f"DELETE FROM {table}")
                _write(connection, table, columns, values)


def _of(rows: Rows, *, operations: bool) -> Iterator[tuple[str, Sequence[str], list[Sequence[Any]]]]:
    return (each for each in rows if (each[0] in OPERATIONS) == operations)


def _write(connection: Any, table: str, columns: Sequence[str], rows: list[Sequence[Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in columns)
        driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
