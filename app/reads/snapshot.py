"""One transaction, one revision: whatever an answer is made from, it is of one state of the data."""

import datetime as dt
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.core.errors import UnavailableError
from app.reads.memory import Memory

if TYPE_CHECKING:
    from app.reads.store import Store

CURRENT = """
    SELECT r.revision, r.name, r.changed_at, c.mark FROM data_release r
    LEFT JOIN study_change c ON c.revision = r.revision WHERE r.id = 1
"""
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
    # Tells the same number of another history, as of a database that was put back, from this one.
    mark: str | None


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
        self.carried = store.carried

    def rows(self, sql: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Fetch all rows of a statement with `:named` values."""
        with self._readable():
            found: list[tuple[Any, ...]] = self._driver.execute(self._store.spell(sql), values or {}).fetchall()
        return found

    def rows_of(self, sql: str, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        """Fetch, in no order, the rows of a statement that joins `{numbers} ON … = n.number`."""
        if not numbers:
            return []
        if self.is_sqlite:
            return self.rows(sql.replace("{numbers}", LISTED), {"numbers": orjson.dumps(numbers).decode()})
        return self.rows(sql.replace("{numbers}", UNNESTED), {"numbers": list(numbers)})

    def chunks(self, sql: str) -> Generator[list[tuple[Any, ...]], None, None]:
        """Fetch the rows of a statement some thousand at a time, so that a whole table is never held as rows."""
        if self._connection is None:
            raise NotShortError
        # PostgreSQL sends all rows at once, unless they are asked of a cursor with a name.
        cursor = self._driver.cursor() if self.is_sqlite else self._driver.cursor("chunks")
        with closing(cursor), self._readable():
            cursor.execute(self._store.spell(sql), {})
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

    @contextmanager
    def _readable(self) -> Iterator[None]:
        errors = self._store.engine.dialect.loaded_dbapi
        try:
            yield
        except (errors.OperationalError, errors.ProgrammingError) as error:
            if isinstance(error, errors.ProgrammingError) and getattr(error, "sqlstate", None) != MISSING_TABLE:
                raise
            message = "The database cannot be read; see whether it is there and run `exokb migrate`."
            raise UnavailableError(message) from error

    def _read_revision(self) -> Revision:
        found = self.rows(CURRENT)
        if not found:
            raise UnavailableError("The database holds no data yet; run `exokb seed load`.")
        number, release, changed_at, mark = found[0]
        return Revision(number, release, read_time(changed_at), mark)


def read_time(value: Any) -> dt.datetime:
    """Read a time as either driver gives it."""
    at = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)
