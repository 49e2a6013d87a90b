"""Large statements come in parts, and a database that cannot be read is told as such."""

from collections.abc import Callable
from contextlib import closing

import pytest
from psycopg import DataError

from app.core.errors import UnavailableError
from app.reads.snapshot import FETCHED_AT_ONCE, Snapshot

NUMBERS = f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {3 * FETCHED_AT_ONCE}) "
# No number of 64 bits is that of the last row.
LATE_FAULT = f"{NUMBERS} SELECT abs(-9223372036854775807 - n / {3 * FETCHED_AT_ONCE}) FROM n"


def read_all(snapshot: Snapshot, sql: str) -> object:
    return list(snapshot.chunks(sql))


def test_a_large_statement_comes_in_parts(snapshot: Snapshot) -> None:
    sizes = [len(rows) for rows in snapshot.chunks(f"{NUMBERS} SELECT n, 100 % n FROM n")]

    assert sizes == [FETCHED_AT_ONCE] * 3


def test_a_part_is_there_before_the_last_row_is(snapshot: Snapshot) -> None:
    chunks = snapshot.chunks(LATE_FAULT)

    assert len(next(chunks)) == FETCHED_AT_ONCE
    with pytest.raises((UnavailableError, DataError)):
        list(chunks)


def test_what_is_not_read_to_its_end_is_not_in_the_way(snapshot: Snapshot) -> None:
    for _ in range(2):
        with closing(snapshot.chunks(f"{NUMBERS} SELECT n FROM n")) as chunks:
            assert len(next(chunks)) == FETCHED_AT_ONCE


@pytest.mark.parametrize("read", [Snapshot.rows, read_all])
def test_a_missing_table_makes_the_database_unavailable(
    snapshot: Snapshot, read: Callable[[Snapshot, str], object]
) -> None:
    with pytest.raises(UnavailableError, match="exokb migrate"):
        read(snapshot, "SELECT 1 FROM missing")
