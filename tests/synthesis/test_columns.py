"""Columns hold what the tables hold, on both databases, and are read anew after a write and only then."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from app.core.settings import Settings
from app.curation.loader import load
from app.main import create_app
from app.models import AdverseEvent, Mechanism, Outcome, Study, StudyArm, StudyLevel
from app.reads import columns
from app.reads.columns import Column, Columns, Table, distinct, least, narrow
from app.reads.snapshot import Snapshot
from app.synthesis.columns import cells, tables
from app.synthesis.columns.study_values import of_studies
from tests import factories
from tests.conftest import StoreOfTest
from tests.databases import own_database

ADDRESSES = [
    "/v1/synthesis/evidence-map",
    "/v1/synthesis/safety",
    "/v1/synthesis/outcomes",
    "/v1/synthesis/ladder",
    "/v1/synthesis/protocols",
    "/v1/synthesis/brief",
]


@pytest.fixture
def snapshot(session: Session) -> Iterator[Snapshot]:
    store = StoreOfTest(session)
    with store.snapshot() as snapshot:
        yield snapshot
    store.close()


def plain(value: Any) -> Any:
    return getattr(value, "value", value)


def rows(table: Table, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Write a table out again."""
    everywhere = np.arange(table["study"].size)
    columns = [table.coded[name].at(everywhere) if name in table.coded else table[name].tolist() for name in names]
    return list(zip(*columns, strict=True))


def stored(session: Session, *names: Any) -> list[tuple[Any, ...]]:
    """Read the same from the database."""
    found = session.execute(select(*names).order_by(*names[:2])).all()
    return [tuple(plain(value) for value in row) for row in found]


def test_arms_are_those_of_the_database(session: Session, snapshot: Snapshot) -> None:
    names = ("source", "route", "isolation", "product", "dose", "sessions", "interval_weeks", "delivery_adjunct", "n")
    found = rows(tables.arms_of(snapshot), ("study", "position", "key", *names))

    keys = (StudyArm.study_id, StudyArm.position, StudyArm.key)
    assert found == stored(session, *keys, *(getattr(StudyArm, name) for name in names))


@pytest.mark.parametrize(
    ("read", "entity", "names"),
    [
        (tables.outcomes_of, Outcome, ("measure_key", "measure", "direction", "timepoint_weeks", "compared_with")),
        (tables.events_of, AdverseEvent, ("term",)),
        (tables.mechanisms_of, Mechanism, ("pathway", "effect")),
    ],
)
def test_findings_are_those_of_the_database_and_know_their_arms(
    session: Session, snapshot: Snapshot, read: Any, entity: Any, names: tuple[str, ...]
) -> None:
    table, arms = read(snapshot), tables.arms_of(snapshot)
    keys = arms.coded["key"].at(table["arm"])

    assert (arms["study"][table["arm"]] == table["study"]).all()
    found = [
        (*row[:2], key, *row[2:]) for row, key in zip(rows(table, ("study", "position", *names)), keys, strict=True)
    ]
    columns = (entity.study_id, entity.position, entity.arm, *(getattr(entity, name) for name in names))
    assert found == stored(session, *columns)


def test_figures_of_events_are_those_of_the_database(session: Session, snapshot: Snapshot) -> None:
    found = rows(tables.events_of(snapshot), ("study", "position", "affected", "at_risk", "serious"))

    figures = (AdverseEvent.n_affected, AdverseEvent.n_at_risk, AdverseEvent.serious)
    for row, (*keys, affected, at_risk, serious) in zip(
        found, stored(session, AdverseEvent.study_id, AdverseEvent.position, *figures), strict=True
    ):
        both = (affected, at_risk) if affected is not None and at_risk is not None else (-1, -1)
        assert row == (*keys, *both, -1 if serious is None else int(serious))


def test_levels_stand_in_the_order_of_the_document(session: Session, snapshot: Snapshot) -> None:
    found = rows(tables.levels_of(snapshot), ("study", "position", "level"))

    assert found == stored(session, StudyLevel.study_id, StudyLevel.position, StudyLevel.level)


@pytest.mark.parametrize(
    "name",
    ["evidence_level", "design", "year", "country", "n_participants", "follow_up_weeks", "completeness_score"],
)
def test_columns_of_studies_count_as_the_database_does(session: Session, snapshot: Snapshot, name: str) -> None:
    column = of_studies(snapshot, name)
    numbers = np.array(session.scalars(select(Study.id)).all())

    counted = session.execute(select(getattr(Study, name), func.count()).group_by(getattr(Study, name)))
    assert Counter(column.at(numbers)) == {plain(value): count for value, count in counted}


@pytest.fixture
def own(database: str, tmp_path: Path) -> Iterator[Engine]:
    with own_database(database, tmp_path, "columns") as engine:
        write(engine, "improved")
        yield engine


def write(engine: Engine, direction: str) -> None:
    study = factories.study(outcomes=[factories.outcome(direction=direction)], levels=["human"])
    with Session(engine) as session:
        load(session, factories.corpus(study))
        session.commit()


@pytest.fixture
def cold(own: Engine) -> Iterator[TestClient]:
    """Ask a service that keeps no answers."""
    app = create_app(Settings(cache_mb=0), own)
    with TestClient(app) as client:
        yield client
    app.state.store.close()


def test_columns_are_read_once_for_a_revision(cold: TestClient, own: Engine, asked: list[str]) -> None:
    first = [cold.get(address).json()["data"] for address in ADDRESSES]
    tables_read = len(asked)
    again = [cold.get(address).json()["data"] for address in ADDRESSES]

    assert again == first
    assert len(asked) == tables_read == len(set(asked))

    write(own, "worsened")
    changed = cold.get("/v1/synthesis/outcomes").json()["data"]["all_measures"]["directions"]

    assert (changed["improved"], changed["worsened"]) == (0, 1)
    assert len(asked) > tables_read


def test_columns_are_bounded(monkeypatch: pytest.MonkeyPatch, store: StoreOfTest) -> None:
    monkeypatch.setattr(columns, "MAX_BYTES", 1000)
    with store.snapshot() as snapshot:
        remembered = Columns(snapshot)
        made = [remembered.get(key, lambda: np.zeros(400, dtype=np.uint8)).size for key in ("one", "two", "three")]

        assert made == [400, 400, 400]
        assert remembered.get("one", lambda: np.zeros(1)).size == 1


@pytest.mark.parametrize("keys", [[3, 1, 3, 0], [3_000_000_000, 1, 3_000_000_000, 0], []])
def test_different_numbers_are_told_with_their_places(keys: list[int]) -> None:
    found, places = distinct(np.array(keys, dtype=np.int64))

    assert found.tolist() == sorted(set(keys))
    assert found[places].tolist() == keys


@pytest.mark.parametrize(("most", "places"), [(2, [1, 3]), (3, [1, 3, 0]), (9, [1, 3, 0, 2])])
def test_the_least_come_first_and_equal_ones_as_they_stand(most: int, places: list[int]) -> None:
    assert least(np.array([5, 1, 5, 1]), most).tolist() == places


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [([], "uint8"), ([0, 255], "uint8"), ([256], "uint16"), ([-1, 200], "int16"), ([70_000], "uint32")],
)
def test_numbers_are_kept_in_few_bytes(numbers: list[int], kind: str) -> None:
    narrowed = narrow(np.array(numbers, dtype=np.int64))

    assert (narrowed.dtype.name, narrowed.tolist()) == (kind, numbers)


def test_a_column_can_mean_something_else() -> None:
    column = Column([None, "a", "b", "c"], np.array([0, 1, 2, 3]))

    assert column.recoded({"a": "z", "b": "y", "c": "z"}).at(np.arange(4)) == [None, "z", "y", "z"]


@pytest.mark.parametrize(
    "address",
    [
        "evidence-map?rows=dose&cols=product",
        "ladder",
        "protocols",
        "safety?compare=human,plant",
        "brief?source_origin=plant",
    ],
)
def test_more_cells_than_can_be_counted_one_by_one_are_counted_alike(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    expected = client.get(f"/v1/synthesis/{address}").json()["data"]
    monkeypatch.setattr(cells, "MOST", 1)

    assert client.get(f"/v1/synthesis/{address}").json()["data"] == expected
