"""Answers are kept within a bound: each weighs once, and none takes more than a quarter of the room."""

import datetime as dt

from app.reads.cache import Kept, ResponseCache
from app.reads.snapshot import Revision

ROOM = 200_000
REVISION = Revision(1, "2026.11", dt.datetime(2026, 11, 24, tzinfo=dt.UTC))


def answer(size: int) -> Kept:
    return Kept(REVISION, b"", [], b"x" * size)


def test_an_answer_that_is_made_again_takes_no_more_room() -> None:
    cache = ResponseCache(ROOM)
    cache.put("other", answer(1_000))

    for _ in range(20):
        cache.put("same", answer(44_000))

    assert cache.get("other", REVISION)
    assert cache.get("same", REVISION)


def test_an_answer_that_grew_takes_the_room_of_those_kept_for_longest() -> None:
    cache = ResponseCache(ROOM)
    for size in (1_000, 44_000):
        for key in range(10):
            cache.put(key, answer(size))

    kept = [key for key in range(10) if cache.get(key, REVISION)]

    assert kept == [6, 7, 8, 9]


def test_an_answer_of_more_than_a_quarter_of_the_room_is_not_kept() -> None:
    cache = ResponseCache(ROOM)
    cache.put("small", answer(1_000))
    cache.put("just fits", answer(44_000))

    cache.put("large", answer(51_000))

    assert cache.get("large", REVISION) is None
    assert cache.get("small", REVISION)
    assert cache.get("just fits", REVISION)
