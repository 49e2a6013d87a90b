"""One transaction, one revision: whatever an answer is made from, it is of one state of the data."""

import datetime as dt
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from app.core.errors import UnavailableError
from app.reads.memory import Memory

# Another process's commit is seen after half a second at most where the database does not tell of it for nothing.
STALE_AFTER_SECONDS = 0.5
CURRENT = "SELECT revision, name, changed_at FROM data_release WHERE id = 1"
NAMED = re.compile(r":(\w+)")
LISTED = "(SELECT value AS number FROM json_each(:numbers)) n"
UNNESTED = "unnest(CAST(:numbers AS int[])) n(number)"
MISSING_TABLE = "42P01"
FETCHED_AT_ONCE = 10_000


@dataclass(frozen=True)
class Revision:
    """One state of the data."""

    number: int
    release: str
    changed_at: dt.datetime


class NotShortError(Exception):
    """A quick reading needs a statement that may take long, so it belongs into a thread."""


class Snapshot:
    """A read transaction; `rows` hands short statements to the driver as they are."""

    def __init__(self, store: "Store", driver: Any, connection: Connection | None = None) -> None:
        self._store = store
        self.is_sqlite = store.is_sqlite
        self._driver = driver
        self._connection = connection
        self.revision = self._read_revision()
        self.memory = store.memory_of(self.revision)

    def rows(self, sql: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Fetch all rows of a statement with `:named` values."""
        errors = self._store.engine.dialect.loaded_dbapi
        try:
            found: list[tuple[Any, ...]] = self._driver.execute(self._store.spell(sql), values or {}).fetchall()
        except (errors.OperationalError, errors.ProgrammingError) as error:
            if isinstance(error, errors.ProgrammingError) and getattr(error, "sqlstate", None) != MISSING_TABLE:
                raise
            message = "The database cannot be read; see whether it is there and run `exokb migrate`."
            raise UnavailableError(message) from error
        return found

    def rows_of(self, sql: str, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        """Fetch, in no order, the rows of a statement that joins `{numbers} ON … = n.number`."""
        if not numbers:
            return []
        if self.is_sqlite:
            return self.rows(sql.replace("{numbers}", LISTED), {"numbers": orjson.dumps(numbers).decode()})
        return self.rows(sql.replace("{numbers}", UNNESTED), {"numbers": list(numbers)})

    def chunks(self, sql: str) -> Iterator[list[tuple[Any, ...]]]:
        """Fetch the rows of a statement some thousand at a time, so that a whole table is never held as rows."""
        if self._connection is None:
            raise NotShortError
        cursor = self._driver.execute(self._store.spell(sql), {})
        while rows := cursor.fetchmany(FETCHED_AT_ONCE):
            yield rows

    @property
    def connection(self) -> Connection:
        """The transaction for statements that may take long, which quick readings do not have."""
        if self._connection is None:
            raise NotShortError
        return self._connection

    @contextmanager
    def making(self, memory: Memory) -> Iterator[Connection]:
        """Lend the transaction to make something large, which another thread may have done in the meantime."""
        connection = self.connection
        with memory.making:
            yield connection

    @cached_property
    def session(self) -> Session:
        """A session in the transaction."""
        return Session(self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint")

    def _read_revision(self) -> Revision:
        found = self.rows(CURRENT)
        if not found:
            raise UnavailableError("The database holds no data yet; run `exokb seed load`.")
        number, release, changed_at = found[0]
        at = dt.datetime.fromisoformat(changed_at) if isinstance(changed_at, str) else changed_at
        return Revision(number, release, at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC))


class Store:
    """Opens snapshots of a database, and knows which revision is the current one."""

    def __init__(self, engine: Engine) -> None:
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.engine = engine if self.is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
        self._memories: tuple[Revision | None, Memory] = (None, Memory())
        self._own: Any = None
        self._seen: tuple[object, float] | None = None
        self._current: Revision | None = None
        self._lock = threading.Lock()
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
    return NAMED.sub(r"%(\1)s", sql)
