"""Answers are kept within a bound of all that an entry holds, and those asked for last stay."""

import datetime as dt

from app.reads.cache import Headers, Kept, Key, ResponseCache, weigh
from app.reads.snapshot import Revision

ROOM = 200_000
REVISION = Revision(1, "2026.11", dt.datetime(2026, 11, 24, tzinfo=dt.UTC), None)


def key_of(query: bytes | int) -> Key:
    return ("/v1/studies", b"q=%d" % query if isinstance(query, int) else query, "http://host.example", False)


def answer(size: int, headers: Headers | None = None) -> Kept:
    return Kept(REVISION, b"", headers or [], b"x" * size)


def test_the_bodies_kept_are_bounded() -> None:
    cache = ResponseCache(ROOM)
    for number in range(1000):
        cache.put(key_of(number), answer(number % 30_000))

    kept = [number for number in range(1000) if cache.get(key_of(number), REVISION)]

    assert 0 < sum(number % 30_000 for number in kept) <= ROOM
    assert kept[-1] == 999


def test_long_queries_and_the_links_that_repeat_them_are_bounded() -> None:
    cache = ResponseCache(ROOM)
    queries = [b"q=%d%s" % (number, b"x" * 10_000) for number in range(100)]
    for query in queries:
        cache.put(key_of(query), answer(10, [(b"link", b"<%s>" % query)]))

    kept = [query for query in queries if cache.get(key_of(query), REVISION)]

    assert 0 < sum(2 * len(query) for query in kept) <= ROOM


def test_what_is_asked_for_again_outlives_what_came_after_it() -> None:
    cache = ResponseCache(5 * weigh(key_of(0), answer(0)))
    for number in range(5):
        cache.put(key_of(number), answer(0))
    cache.get(key_of(0), REVISION)

    cache.put(key_of(5), answer(0))

    assert [number for number in range(6) if cache.get(key_of(number), REVISION)] == [0, 2, 3, 4, 5]


def test_an_answer_that_is_made_again_takes_no_more_room() -> None:
    cache = ResponseCache(ROOM)
    cache.put(key_of(b"other"), answer(1_000))

    for _ in range(20):
        cache.put(key_of(b"same"), answer(44_000))

    assert cache.get(key_of(b"other"), REVISION)
    assert cache.get(key_of(b"same"), REVISION)


def test_an_answer_that_grew_takes_the_room_of_those_not_asked_for_for_longest() -> None:
    cache = ResponseCache(ROOM)
    for size in (1_000, 44_000):
        for number in range(10):
            cache.put(key_of(number), answer(size))

    kept = [number for number in range(10) if cache.get(key_of(number), REVISION)]

    assert kept == [6, 7, 8, 9]


def test_an_answer_of_more_than_a_quarter_of_the_room_is_not_kept() -> None:
    cache = ResponseCache(ROOM)
    cache.put(key_of(b"small"), answer(1_000))
    cache.put(key_of(b"just fits"), answer(44_000))

    cache.put(key_of(b"large"), answer(51_000))
    cache.put(key_of(b"large" * 11_000), answer(10))

    assert cache.get(key_of(b"large"), REVISION) is None
    assert cache.get(key_of(b"large" * 11_000), REVISION) is None
    assert cache.get(key_of(b"small"), REVISION)
    assert cache.get(key_of(b"just fits"), REVISION)


def test_an_answer_of_another_revision_is_not_given() -> None:
    cache = ResponseCache(ROOM)
    cache.put(key_of(0), answer(0))

    assert cache.get(key_of(0), Revision(2, "2026.11", REVISION.changed_at, None)) is None
