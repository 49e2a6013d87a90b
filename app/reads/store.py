"""Opens snapshots of a database, and knows which revision is the current one."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from app.reads.carried import Carried
from app.reads.memory import Memory
from app.reads.snapshot import Revision, Snapshot

# Another process's commit is seen after half a second at most where the database does not tell of it for nothing.
STALE_AFTER_SECONDS = 0.5
NAMED = re.compile(r":(\w+)")


class Store:
    """Opens snapshots of a database, and knows which revision is the current one."""

    def __init__(self, engine: Engine) -> None:
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.engine = engine if self.is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
        self._memories: tuple[Revision | None, Memory] = (None, Memory())
        self.carried = Carried()
        self._own: Any = None
        self._seen: tuple[object, float] | None = None
        self._current: Revision | None = None
        self._lock = threading.Lock()
        # One of its own: who looks for the revision opens a snapshot, which asks for its memory.
        self._memories_lock = threading.Lock()
        event.listen(Session, "after_commit", self._on_commit)

    def close(self) -> None:
        """Let go of what was opened."""
        event.remove(Session, "after_commit", self._on_commit)
        if self._own is not None:
            self._own.close()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Open a snapshot for any statement."""
        with self.engine.connect() as connection, connection.begin():
            snapshot = Snapshot(self, connection.connection.dbapi_connection, connection)
            yield snapshot
            if "session" in vars(snapshot):
                snapshot.session.close()

    @contextmanager
    def quick_snapshot(self) -> Iterator[Snapshot]:
        """Open a snapshot for short statements, in the one thread that answers requests; SQLite only."""
        own = self._own_connection()
        own.execute("BEGIN")
        try:
            yield Snapshot(self, own)
        finally:
            own.execute("ROLLBACK")

    def memory_of(self, revision: Revision) -> Memory:
        """Give what is remembered of a revision; only the newest is kept."""
        with self._memories_lock:
            known, memory = self._memories
            if known == revision:
                return memory
            made = Memory()
            # A snapshot that was opened before the last commit remembers for itself alone.
            if known is None or known != self._current or revision.number > known.number:
                self._memories = (revision, made)
            return made

    def spell(self, sql: str) -> str:
        """Write a statement as the driver wants it."""
        return sql if self.is_sqlite else _percent(sql)

    def known(self) -> Revision | None:
        """Give the current revision where it can be told without waiting, else nothing."""
        # Read once: a commit in another thread makes it nothing.
        seen = self._seen
        if self.is_sqlite:
            mark = self._own_connection().execute("PRAGMA data_version").fetchone()[0]
            return self._current if seen is not None and seen[0] == mark else None
        fresh = seen is not None and time.monotonic() - seen[1] < STALE_AFTER_SECONDS
        return self._current if fresh else None

    def look(self) -> Revision:
        """Ask the database for the current revision."""
        with self._lock:
            if (known := self.known()) is not None:
                return known
            self._current = None
            mark = self._own_connection().execute("PRAGMA data_version").fetchone()[0] if self.is_sqlite else None
            asked_at = time.monotonic()
            seen = (mark, asked_at)
            self._seen = seen
            with self.quick_snapshot() if self.is_sqlite else self.snapshot() as snapshot:
                revision = snapshot.revision
            if self._seen is seen:
                self._current = revision
            return revision

    def _own_connection(self) -> Any:
        if self._own is None:
            opened = self.engine.raw_connection()
            self._own = opened.dbapi_connection
            opened.detach()
        return self._own

    def _on_commit(self, session: Session) -> None:
        bind = session.get_bind()
        if bind.engine.url == self.engine.url:
            self._seen = None


@lru_cache(maxsize=256)
def _percent(sql: str) -> str:
    return NAMED.sub(r"%(\1)s", sql.replace("%", "%%"))
