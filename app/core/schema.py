"""The schema of the database: at which revision it is, and how it is brought to another."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection as SqliteConnection
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from app.core.settings import ROOT

if TYPE_CHECKING:
    from alembic.config import Config

# The newest migration; a test compares it with the files.
HEAD = "0010"


def alembic_config() -> "Config":
    """Find the migrations beside the code, wherever the process was started."""
    # A process that serves a database in order never needs Alembic: this keeps it small and its start short.
    from alembic.config import Config  # noqa: PLC0415

    return Config(str(ROOT / "alembic.ini"))


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a revision, in one transaction."""
    from alembic import command  # noqa: PLC0415

    config = alembic_config()
    writer = engine.execution_options(exokb_writes=True)
    with writer.connect() as connection, _free_to_rebuild(connection), connection.begin():
        config.attributes["connection"] = connection
        move = command.downgrade if revision == "base" else command.upgrade
        move(config, revision)


@contextmanager
def _free_to_rebuild(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild a table without taking the rows that point to it; works outside a transaction only."""
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
    if not inspect(connection).has_table("alembic_version"):
        return False
    return connection.scalars(text("SELECT version_num FROM alembic_version")).all() == [HEAD]
