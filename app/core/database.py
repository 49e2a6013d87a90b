"""One way to reach a database, with the same transaction behaviour on SQLite and PostgreSQL."""

from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

# Pool size and the limits of requests are one number: if they differ, waiting requests hold what others need.
MAX_SESSIONS = 10
# As many of them are for reads; the rest is for health, pages and writes.
READ_SESSIONS = 8
# How long SQLite waits for another writer.
BUSY_MS = 10_000
# Pages that a connection of SQLite keeps, in KiB: of those that read there are many, and the system keeps pages, too.
READ_CACHE_KIB = 256
WRITE_CACHE_KIB = 2048


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
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", f"busy_timeout={BUSY_MS}", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin a real transaction, which the driver alone would delay until the first write.

    A transaction that will write says so: one that has read first could not become a writer beside another.
    """
    options = connection.get_execution_options()
    if not options.get("exokb_writes", False):
        connection.exec_driver_sql(f"PRAGMA cache_size=-{READ_CACHE_KIB}")
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA cache_size=-{WRITE_CACHE_KIB}")
    connection.exec_driver_sql(f"PRAGMA busy_timeout={options.get('exokb_patience_ms', BUSY_MS)}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}")
