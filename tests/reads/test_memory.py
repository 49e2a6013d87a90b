"""What is remembered of a revision stays within its bound, whatever is asked, and belongs to that revision."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.core.database import make_engine
from app.reads.memory import Memory
from app.reads.snapshot import Revision
from app.reads.store import Store


def test_what_was_not_used_for_longest_is_forgotten_first() -> None:
    memory = Memory(max_bytes=40)
    for key in ("first", "second", "third", "fourth"):
        memory.put(key, key, 10)
    memory.find("first")

    memory.put("fifth", "fifth", 10)

    assert [key for key in ("first", "second", "third", "fourth", "fifth") if memory.holds(key)] == ["first", "fifth"]


def test_what_grows_is_weighed_as_it_grows() -> None:
    memory = Memory(max_bytes=100)
    memory.put("small", "small", 10)
    kept: dict[str, int] = memory.get("growing", dict, lambda _: 10)

    memory.grow("growing", 30)
    assert memory.find("growing") is kept

    memory.grow("growing", 60)
    assert not memory.holds("growing")


def test_an_older_snapshot_does_not_take_the_memory_of_the_newest(tmp_path: Path) -> None:
    store = Store(make_engine(f"sqlite:///{tmp_path}/unused"))
    first, second = (Revision(number, "r", dt.datetime(2026, 1, number, tzinfo=dt.UTC), None) for number in (1, 2))
    store._current = second
    newest = store.memory_of(second)

    older = store.memory_of(first)

    assert older is not newest
    assert store.memory_of(second) is newest
    store.close()


def test_two_threads_get_one_memory_of_a_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(make_engine(f"sqlite:///{tmp_path}/unused"))
    revision = Revision(1, "r", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), None)
    both = threading.Barrier(2)

    def make() -> Memory:
        with suppress(threading.BrokenBarrierError):
            both.wait(0.2)
        return Memory()

    monkeypatch.setattr("app.reads.store.Memory", make)
    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(store.memory_of, [revision, revision])

    assert one is other
    store.close()


@pytest.mark.parametrize("address", ["/v1/studies?facets=source:21", "/v1/studies/aggregate?by=source:21"])
def test_no_hierarchy_is_deeper_than_what_can_be_asked(client: TestClient, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 422
    assert "at most 20" in answer.json()["errors"][0]["message"]
