"""Behind every number stand as many studies as it says."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.curation.loader import load
from tests import factories

# Filters, a fraction of the groups that they leave, and how events are grouped.
QUESTIONS = (
    ("by=source_origin", ""),
    ("by=source&source_depth=2", "indication=diabetic-wound"),
    ("by=indication&indication_depth=1", "level=human&design__not=case_report"),
    ("by=product", "q=topical"),
    ("by=evidence_level", "year__gte=2020&source_origin=human,plant"),
)


def numbers_of(answer: Any) -> Iterator[tuple[str, int]]:
    """Give each address of studies of an answer with the number that it stands behind."""
    if isinstance(answer, list):
        for each in answer:
            yield from numbers_of(each)
    elif isinstance(answer, dict):
        if "studies_link" in answer:
            counted = answer.get("evidence", {}).get("studies", answer.get("studies_total", answer.get("studies")))
            # How many studies have a serious event is not told; how many rows is.
            if isinstance(counted, int):
                yield answer["studies_link"], counted
        for vote, link in answer.get("studies_links", {}).items():
            yield link, answer["directions"][vote]
        for each in answer.values():
            yield from numbers_of(each)


@pytest.mark.parametrize("topic", ["safety", "outcomes", "brief", "ladder"])
@pytest.mark.parametrize(("by", "filters"), QUESTIONS)
def test_behind_each_number_stand_as_many_studies(client: TestClient, topic: str, by: str, filters: str) -> None:
    asked = f"{by}&{filters}" if topic == "safety" else filters
    found = client.get(f"/v1/synthesis/{topic}?{asked}").json()["data"]

    numbers = dict(numbers_of(found))
    assert numbers
    for link, studies in list(numbers.items())[:: 1 + len(numbers) // 60]:
        behind = client.get(link)
        assert behind.status_code == 200, behind.text
        assert behind.json()["data"]["total"] == studies, link


def test_behind_serious_events_stand_the_studies_that_call_them_so(client: TestClient) -> None:
    serious = client.get("/v1/synthesis/safety").json()["data"]["overall"]["serious"]
    listed = client.get("/v1/adverse-events?serious=true&source__isnull=false&page_size=200").json()["data"]

    behind = client.get(serious["studies_link"]).json()["data"]
    assert {study["accession"] for study in behind["studies"]} <= {row["study_ref"]["accession"] for row in listed}
    assert 0 < behind["total"] <= serious["serious"]


@pytest.mark.parametrize("query", ["rows=source&cols=indication", "rows=source_origin&cols=route&source_origin=plant"])
def test_behind_each_cell_stand_as_many_studies_as_it_says(client: TestClient, query: str) -> None:
    cells = client.get(f"/v1/synthesis/evidence-map?{query}").json()["data"]["cells"]

    for cell in cells[::7]:
        behind = client.get(cell["studies_link"]).json()["data"]
        assert behind["total"] == len(behind["studies"]) == cell["evidence"]["studies"], cell


def test_behind_each_share_of_a_protocol_stand_its_studies(client: TestClient) -> None:
    found = client.get("/v1/synthesis/protocols?indication=hair-loss").json()["data"]

    shares = [
        (share["studies_link"], share["studies"]) for part in found["distributions"] for share in part["values"][:2]
    ]
    parts = [(part["studies_link"], part["reported"]["count"]) for part in found["reporting"]]
    for link, studies in shares + parts:
        assert client.get(link).json()["data"]["total"] == studies, link


def test_behind_the_numbers_of_a_brief_stand_studies(client: TestClient) -> None:
    found = client.get("/v1/synthesis/brief?indication=hair-loss").json()["data"]

    for each in found["designs"] + found["origins"] + found["mechanisms"]:
        assert client.get(each["studies_link"]).json()["data"]["total"] == each["studies"], each


def test_the_studies_behind_a_number_come_in_parts(client: TestClient) -> None:
    first = client.get("/v1/synthesis/studies").json()["data"]
    rest = client.get(first["next"]).json()["data"]

    names = [study["accession"] for part in (first, rest) for study in part["studies"]]
    assert len(set(names)) == first["total"] == rest["total"] == 381
    assert rest["next"] is None


def test_what_was_found_is_found_in_the_arm_that_was_asked_for(session: Session, client: TestClient) -> None:
    arms = [factories.arm(), factories.arm(key="oral", route="oral")]
    event = factories.adverse_event(arm="oral")
    safety = {"assessment": "reported", "scope": None, "serious": None, "note": None}
    study = factories.study(arms=arms, adverse_events=[event], safety=safety, identifiers={})
    load(session, factories.corpus(study))

    def total(*cell: str) -> int:
        asked = "&".join(f"in={each}" for each in cell)
        return int(client.get(f"/v1/synthesis/studies?{asked}").json()["data"]["total"])

    term, route = f"adverse_event_term:{event['term']}", factories.arm()["route"]
    assert total(term) == total(term, "route:oral") == total(f"route:{route}") == 1
    assert total(term, f"route:{route}") == total("comparator_event:" + event["term"]) == 0


def test_a_vote_is_that_of_the_arms_and_the_measure_of_its_cell(session: Session, client: TestClient) -> None:
    arms = [factories.arm(), factories.arm(key="oral", route="oral")]
    outcomes = [
        factories.outcome(),
        factories.outcome(arm="oral", direction="worsened"),
        factories.outcome(measure="itch", direction="descriptive"),
    ]
    review = factories.study("EXS000002", design="narrative_review", outcomes=[factories.outcome()], identifiers={})
    load(session, factories.corpus(factories.study(arms=arms, outcomes=outcomes, identifiers={}), review))

    def voted(vote: str, *cell: str) -> int:
        asked = "&".join(f"in={each}" for each in (f"vote:{vote}", *cell))
        return int(client.get(f"/v1/synthesis/studies?{asked}").json()["data"]["total"])

    assert (voted("mixed"), voted("improved"), voted("worsened")) == (1, 0, 0)
    assert (voted("improved", "route:topical"), voted("worsened", "route:oral")) == (1, 1)
    assert (voted("mixed", "outcome_measure:density"), voted("mixed", "outcome_measure:itch")) == (1, 0)
    assert voted("descriptive") == 0
