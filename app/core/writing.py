"""One writer at a time, whichever process it lives in; readers are never kept waiting."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

# Any number that nobody else uses.
WRITE_LOCK = 3231
PAUSE_SECONDS = 0.1
SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_BUSY_TIMEOUT", "SQLITE_BUSY_SNAPSHOT")


@contextmanager
def write_session(engine: Engine, keep_waiting: Callable[[], None] = lambda: None) -> Iterator[Session]:
    """Open the one transaction that may write; `keep_waiting` is called while another writes, and may raise."""
    with Session(engine.execution_options(exokb_writes=True, exokb_patience_ms=100), expire_on_commit=False) as session:
        while not _take_lock(session):
            keep_waiting()
            time.sleep(PAUSE_SECONDS)
        yield session


def _take_lock(session: Session) -> bool:
    if session.get_bind().dialect.name == "postgresql":
        taken = session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
        if not taken:
            session.rollback()
            return False
        # Who writes looks up keys in tables that grow meanwhile; without statistics they would be read whole each time.
        session.execute(text("SET LOCAL enable_seqscan = off"))
        return True
    try:
        session.connection()
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorname", "") not in SQLITE_BUSY:
            raise
        session.rollback()
        return False
    return True
