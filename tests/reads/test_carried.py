"""Tables renewed after writes are those that a reader without a past reads."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from app.curation.loader import load
from app.curation.writer import reindex
from app.models import DataRelease, StudyChange
from app.reads import carried
from app.reads.carried import Carried
from app.reads.columns import Table, weigh
from app.reads.store import Store
from app.reads.tables import read_table
from app.synthesis.columns import tables
from tests import factories
from tests.databases import own_database

SOURCES = (tables.ARMS, tables.OUTCOMES, tables.EVENTS, tables.LEVELS, tables.MECHANISMS)


@pytest.fixture
def own(database: str, tmp_path: Path) -> Iterator[Engine]:
    with own_database(database, tmp_path, "carried") as engine:
        yield engine


@pytest.fixture
def store(own: Engine) -> Iterator[Store]:
    store = Store(own)
    yield store
    store.close()


def write(engine: Engine, *studies: dict[str, Any]) -> None:
    with Session(engine) as session:
        load(session, factories.corpus(*studies))
        session.commit()


def some_study(chance: random.Random, number: int) -> dict[str, Any]:
    arms = [
        factories.arm(
            key=f"a{place}", dose=chance.choice([None, "1 mg", f"{number} mg"]), n=chance.choice([None, 5, 70_000])
        )
        for place in range(chance.randint(1, 3))
    ]
    outcomes = [
        factories.outcome(
            arm=chance.choice(arms)["key"],
            measure=f"m{chance.randint(1, 9)}",
            timepoint_weeks=chance.choice([None, 4, 2.5]),
        )
        for _ in range(chance.randint(0, 4))
    ]
    levels = chance.sample(["in_vitro", "animal", "human"], chance.randint(1, 3))
    return factories.study(f"EXS{number:06d}", arms=arms, outcomes=outcomes, levels=levels, identifiers={})


def read_all(store: Store) -> list[Table]:
    with store.snapshot() as snapshot:
        return [read_table(snapshot, source) for source in SOURCES]


def same(one: Table, other: Table) -> None:
    for name, numbers in one.numbers.items():
        assert numbers.dtype == other.numbers[name].dtype
        assert np.array_equal(numbers, other.numbers[name]), name
    for name, column in one.coded.items():
        assert list(column.values) == list(other.coded[name].values), name
        assert np.array_equal(column.codes, other.coded[name].codes), name
        assert column.codes.dtype == other.coded[name].codes.dtype


@pytest.mark.parametrize("seed", range(3))
def test_renewed_tables_are_as_if_read_anew(own: Engine, store: Store, asked: list[str], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    known = {number: some_study(chance, number) for number in range(1, 9)}
    write(own, *(study for _, study in sorted(known.items())))
    read_all(store)
    for _ in range(5):
        for number in chance.sample(range(1, 12), 3):
            known[number] = some_study(chance, number)
        known.pop(chance.choice(list(known)))
        write(own, *(study for _, study in sorted(known.items())))
        renewed = read_all(store)
        fresh = Store(own)
        for one, other in zip(renewed, read_all(fresh), strict=True):
            same(one, other)
        fresh.close()

    # Only the first reading of a store is whole.
    assert sum("study_arm" in sql and " IN (" in sql for sql in asked) == 5


def test_only_the_rows_of_changed_studies_are_read(own: Engine, store: Store, asked: list[str]) -> None:
    chance = random.Random(1)  # noqa: S311
    first = [some_study(chance, number) for number in (1, 2, 3)]
    write(own, *first)
    read_all(store)
    asked.clear()

    write(own, *first[:2], some_study(chance, 3))
    read_all(store)
    assert [sql.partition(" WHERE ")[2] for sql in asked] == ["study_id IN (3)"] * len(SOURCES)
    asked.clear()

    read_all(store)
    assert asked == []


def test_what_cannot_be_told_is_read_anew(
    own: Engine, store: Store, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def whole_again() -> bool:
        asked.clear()
        read_all(store)
        return len(asked) == len(SOURCES) and not any(" IN (" in sql for sql in asked)

    write(own, factories.study(identifiers={}))
    assert whole_again()
    with Session(own) as session:
        reindex(session)
        session.commit()
    assert whole_again()
    with Session(own) as session:
        # As in a copy of another age that has come to the same number.
        session.execute(update(StudyChange).values(mark="another"))
        session.commit()
    write(own, factories.study(identifiers={}, title="Another"))
    assert whole_again()
    monkeypatch.setattr(carried, "MOST", 0)
    write(own, factories.study(identifiers={}, title="A third"))
    assert whole_again()
    with Session(own) as session:
        session.execute(delete(DataRelease))
        session.commit()
    write(own, factories.study(identifiers={}, title="The first of another count"))
    assert whole_again()


def test_an_older_snapshot_reads_what_it_shows(own: Engine, store: Store) -> None:
    write(own, factories.study(identifiers={}))
    with store.snapshot() as old:
        write(own, factories.study(identifiers={}, arms=[factories.arm(), factories.arm(key="other")]))
        with store.snapshot() as new:
            assert len(read_table(new, tables.ARMS)["study"]) == 2
        assert len(read_table(old, tables.ARMS)["study"]) == 1
    with store.snapshot() as new:
        assert len(read_table(new, tables.ARMS)["study"]) == 2


def test_an_older_snapshot_that_ends_later_takes_no_place(own: Engine, store: Store, asked: list[str]) -> None:
    write(own, factories.study(identifiers={}))
    with store.snapshot() as old:
        whole = read_table(old, tables.ARMS)
        store.carried = old.carried = Carried()
        write(own, factories.study(identifiers={}, title="Another"))

        def meanwhile(_studies: object) -> Table:
            with store.snapshot() as new:
                read_table(new, tables.ARMS)
            return whole

        old.carried.get(old, tables.ARMS, meanwhile)
    asked.clear()
    with store.snapshot() as new:
        read_table(new, tables.ARMS)

    assert asked == []


def test_no_more_is_carried_than_fits(own: Engine, store: Store) -> None:
    write(own, factories.study(identifiers={}))
    with store.snapshot() as snapshot:
        table = read_table(snapshot, tables.ARMS)
        bounded = Carried(weigh(table))
        for source in SOURCES:
            bounded.get(snapshot, source, lambda _: table)

        assert list(bounded._tables) == [tables.ARMS]
