"""Where keys and jobs are kept: on SQLite in a file of their own, so that they can be written during a long import."""

from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from app.core.database import make_engine, read_url
from app.core.schema import migrate

POOL = 8


def changing(operations: Engine) -> Session:
    """Open a session that will write: it waits for other writers when it begins, not when it is too late."""
    return Session(operations.execution_options(exokb_writes=True), expire_on_commit=False)


def operations_url(url: str) -> str:
    """Name the database of operations that belongs to a database of knowledge."""
    parsed = read_url(url)
    if parsed.get_backend_name() == "sqlite":
        parsed = parsed.set(database=str(operations_file(url)))
    return parsed.render_as_string(hide_password=False)


def operations_file(url: str) -> Path:
    """Name the file of operations beside an SQLite file."""
    path = Path(str(read_url(url).database))
    return path.with_name(f"{path.stem}.operations{path.suffix or '.sqlite'}")


def open_operations(engine: Engine) -> Engine:
    """Open the database of operations, with connections of its own."""
    url = operations_url(engine.url.render_as_string(hide_password=False))
    if engine.dialect.name == "postgresql":
        return create_engine(url, pool_size=POOL, max_overflow=0, pool_timeout=10, pool_pre_ping=True)
    made = make_engine(url)
    migrate(made)
    return made
