"""What an aggregate refuses, leaves out and says of it; what it reads to answer."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from app.curation.loader import load
from app.curation.writer import StudyWriter
from app.document import Study
from app.reads import group_show
from tests.factories import adverse_event, corpus, study

INCIDENCE = "/v1/adverse-events/aggregate?by=term,source_origin&metric=events,at_risk"
REPORTED = {"assessment": "reported", "scope": None, "serious": None, "note": None}
NOTICE = {"status": "retracted", "date": "2026-01-01", "url": "https://example.org/notice"}


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("", ["missing-parameter"]),
        ("by=", ["empty-value"]),
        ("by=title", ["unknown-field"]),
        ("by=accession", ["unknown-field"]),
        ("by=design&by=year", ["one-value"]),
        ("by=design,year,level,topic", ["too-many-values"]),
        ("by=source,source:1", ["twin-field"]),
        ("by=design:1", ["no-levels"]),
        ("by=indication:-1", ["out-of-range"]),
        ("by=design&metric=events", ["unknown-value"]),
        ("by=design&metric=studies,studies", ["twin-field"]),
        ("by=design&page_size=5&sort=year&cursor=x&facets=year", ["unknown-parameter"] * 4),
        ("by=x&metric=y&foo=1&year=z", ["unknown-field", "unknown-value", "unknown-parameter", "not-an-integer"]),
        ("by=design&indication=alopecai", ["unknown-slug"]),
    ],
)
def test_all_faults_are_told_at_once(client: TestClient, asked: str, codes: list[str]) -> None:
    answer = client.get(f"/v1/studies/aggregate?{asked}")

    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json()["errors"]] == codes


@pytest.mark.parametrize("path", ["studies/aggregate?by=indication", "outcomes/aggregate?by=indication"])
def test_too_many_groups_are_refused_with_their_number(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    number = client.get(f"/v1/{path}").json()["meta"]["groups_total"]
    monkeypatch.setattr(group_show, "MAX_GROUPS", number - 1)

    fault = client.get(f"/v1/{path}").json()["errors"][0]

    assert fault["code"] == "too-many-groups"
    assert f"There are {number} groups" in fault["message"]


def test_where_nothing_is_stated_a_sum_is_null_and_zero_is_zero(client: TestClient, session: Session) -> None:
    events = [
        adverse_event(n_affected=0, n_at_risk=5),
        adverse_event(n_affected=3),
        adverse_event(n_at_risk=9, severity="mild"),
    ]
    load(session, corpus(study(adverse_events=events, n_participants=None, safety=REPORTED)))

    groups = client.get("/v1/adverse-events/aggregate?by=severity&metric=rows,events,at_risk,participants").json()
    mild, unstated = sorted(groups["data"], key=lambda group: group["values"]["severity"] is None)

    assert (mild["events"], mild["at_risk"], mild["rows_with_both"], mild["rows"]) == (None, None, 0, 1)
    assert (unstated["events"], unstated["at_risk"], unstated["rows_with_both"], unstated["rows"]) == (0, 5, 1, 2)
    assert mild["participants"] is None


def test_retracted_studies_count_only_where_they_are_asked_for(client: TestClient, session: Session) -> None:
    harm: dict[str, Any] = {"adverse_events": [adverse_event(n_affected=2, n_at_risk=10)], "safety": REPORTED}
    other = {"doi": None, "pmid": "1", "pmcid": None, "nct": None, "registry_id": None}
    load(session, corpus(study(**harm)))
    retracted = study("EXS000002", **harm, identifiers=other, retraction=NOTICE)
    writer = StudyWriter(session)
    writer.write([Study.model_validate_json(json.dumps(retracted))])
    writer.finish()

    for path in ("studies/aggregate?by=year", "adverse-events/aggregate?by=term&metric=rows,events,studies"):
        body = client.get(f"/v1/{path}").json()
        first = body["data"][0]
        assert (first["studies"], body["meta"]["total"]["studies"]) == (1, 1)
        assert body["meta"]["excluded"]["retracted"]["studies"] == 1
        assert client.get(first["link"]).json()["meta"]["total"] == 1

        asked = client.get(f"/v1/{path}&retraction_status=retracted").json()
        assert asked["data"][0]["studies"] == 1
        assert asked["meta"]["excluded"]["retracted"] is None

    by = client.get("/v1/studies/aggregate?by=retraction_status").json()
    assert {group["values"]["retraction_status"]: group["studies"] for group in by["data"]} == {None: 1, "retracted": 1}
    assert client.get(f"{INCIDENCE}&year__gte=1900").json()["data"][0]["events"] == 2


def test_a_standing_grouping_gives_what_a_count_gives(client: TestClient) -> None:
    for by in ("term", "soc", "source_origin", "term,source_origin", "source_origin,term", "soc,source_origin"):
        path = f"/v1/adverse-events/aggregate?by={by}&metric=rows,studies,participants,events,at_risk"
        kept, counted = client.get(path).json(), client.get(f"{path}&completeness_score__gte=0").json()

        figures = [{**group, "link": None} for group in kept["data"]]
        assert figures == [{**group, "link": None} for group in counted["data"]]
        for name in ("total", "excluded", "dimensions", "in_no_group", "groups_total"):
            assert kept["meta"][name] == counted["meta"][name]


@contextmanager
def statements(connection: Connection) -> Iterator[list[tuple[str, object]]]:
    seen: list[tuple[str, object]] = []

    def note(_c: object, _u: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    yield seen
    event.remove(connection, "before_cursor_execute", note)


def test_incidence_without_a_filter_is_a_look_up(client: TestClient, connection: Connection) -> None:
    with statements(connection) as seen:
        client.get(INCIDENCE)

    assert seen == []


OF_STUDIES = ["indication=alopecia", "year__gte=2000", "design=cohort&indication=covid-19"]


@pytest.mark.parametrize("asked", OF_STUDIES)
def test_incidence_by_filters_of_studies_asks_no_statement(
    client: TestClient, connection: Connection, asked: str
) -> None:
    with statements(connection) as seen:
        assert client.get(f"{INCIDENCE}&{asked}").status_code == 200

    assert seen == []


@pytest.mark.parametrize("asked", OF_STUDIES)
def test_incidence_by_columns_is_that_of_the_rows(client: TestClient, asked: str) -> None:
    for by in ("term,source_origin", "soc,source:0", "source", "soc"):
        address = f"/v1/adverse-events/aggregate?by={by}&{asked}&metric=rows,events,at_risk"
        # Whoever counts studies too is answered from the rows.
        columns, rows = client.get(address).json(), client.get(f"{address},studies").json()

        assert columns["meta"]["total"] == rows["meta"]["total"]
        for one, other in zip(columns["data"], rows["data"], strict=True):
            assert {name: other[name] for name in one} == one


@pytest.mark.parametrize("asked", OF_STUDIES)
def test_incidence_of_rows_reads_an_index_and_no_other_rows(
    client: TestClient, connection: Connection, asked: str
) -> None:
    with statements(connection) as seen:
        client.get(f"{INCIDENCE},studies&{asked}")
    grouped = [(text, values) for text, values in seen if "GROUP BY" in text]

    assert len(grouped) == 1
    assert "study_arm" not in grouped[0][0]
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {grouped[0][0]}", grouped[0][1]).all()  # type: ignore[arg-type]
        told = [row[3] for row in plan]
        assert any("adverse_event USING COVERING INDEX" in line for line in told), told
        assert not any(line in ("SCAN adverse_event", "SCAN study", "SCAN study_arm") for line in told), told


def test_studies_are_grouped_without_reading_one(client: TestClient, connection: Connection) -> None:
    with statements(connection) as seen:
        client.get("/v1/studies/aggregate?by=design,indication:0,year:10&metric=studies,participants&level=human")
        client.get("/v1/studies?facets=design,indication,source:0&level=human")

    assert seen == []
