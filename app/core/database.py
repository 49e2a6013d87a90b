"""One way to reach a database, with the same transaction behaviour on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from app.core.settings import ROOT

# Pool size and request limit are one number: if they differ, waiting requests hold what others need.
MAX_SESSIONS = 10


class DatabaseUrlError(ValueError):
    """The address of the database cannot be used."""


def make_engine(url: str) -> Engine:
    """Open a database; the folder of an SQLite file is made where it is missing."""
    parsed = read_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed, pool_size=MAX_SESSIONS, max_overflow=0, pool_timeout=10, pool_pre_ping=True)
    Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed, pool_size=MAX_SESSIONS, max_overflow=0, pool_timeout=10, connect_args={"check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def read_url(url: str) -> URL:
    """Refuse addresses that name no SQLite file and no PostgreSQL server."""
    remedy = "write sqlite:///PATH or postgresql+psycopg://USER:PASSWORD@HOST/NAME"
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUrlError(f"The address of the database cannot be read; {remedy}.") from None
    is_file = parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:")
    if not is_file and parsed.drivername != "postgresql+psycopg":
        shown = parsed.render_as_string(hide_password=True)
        raise DatabaseUrlError(f"{shown} is neither an SQLite file nor PostgreSQL by psycopg; {remedy}.")
    return parsed


def _prepare_sqlite(connection: SqliteConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=10000", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin a real transaction, which the driver alone would delay until the first write.

    A transaction that will write says so: one that has read first could not become a writer beside another.
    """
    writes = connection.get_execution_options().get("exokb_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def alembic_config() -> Config:
    """Find the migrations beside the code, wherever the process was started."""
    return Config(str(ROOT / "alembic.ini"))


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a revision, in one transaction."""
    config = alembic_config()
    writer = engine.execution_options(exokb_writes=True)
    with writer.connect() as connection, _free_to_rebuild(connection), connection.begin():
        config.attributes["connection"] = connection
        move = command.downgrade if revision == "base" else command.upgrade
        move(config, revision)


@contextmanager
def _free_to_rebuild(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild a table without taking the rows that point to it; outside a transaction only."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, SqliteConnection):
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def is_migrated(connection: Connection) -> bool:
    """Tell whether the schema is the one this code was written for."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head
