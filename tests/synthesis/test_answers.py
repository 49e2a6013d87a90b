"""What synthesis refuses, what it says of nothing, and what stands behind its numbers."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.curation.loader import load
from tests import factories

TOPICS = ("evidence-map", "safety", "outcomes", "ladder", "protocols", "brief", "studies")
BAD = [
    ("evidence-map?rows=colour", "unknown-value", "rows"),
    ("evidence-map?rows=design&cols=design", "twin-dimension", "cols"),
    ("evidence-map?source_depth=9&indication_depth=9", "too-many-cells", "rows"),
    ("evidence-map?source_depth=21", "out-of-range", "source_depth"),
    ("evidence-map?cell=colour", "unknown-value", "cell"),
    ("evidence-map?rows=source,design", "one-value", "rows"),
    ("evidence-map?page=2", "unknown-parameter", "page"),
    ("evidence-map?indicaton=alopecia", "unknown-parameter", "indicaton"),
    ("evidence-map?indication=alopezia", "unknown-slug", "indication"),
    ("safety?by=year", "unknown-value", "by"),
    ("safety?compare=human", "compare-two", "compare"),
    ("safety?compare=human,human", "compare-two", "compare"),
    ("safety?compare=human,plant,animal", "too-many-values", "compare"),
    ("safety?compare=human,martian", "unknown-value", "compare"),
    ("safety?by=source&compare=human-msc,nothing", "unknown-slug", "compare"),
    ("safety?by=source&compare=human-msc,human-adipose-msc", "wrong-depth", "compare"),
    ("safety?by=", "empty-value", "by"),
    ("safety?by=evidence_level&compare=2,9", "unknown-value", "compare"),
    ("safety?by=product&compare=ExoFlo,Nothing", "unknown-value", "compare"),
    ("safety?by=source&compare=human,plant", "wrong-depth", "compare"),
    ("safety?by=route&source_depth=4", "no-effect", "source_depth"),
    ("evidence-map?rows=year&cols=design&indication_depth=1", "no-effect", "indication_depth"),
    ("studies?in=design:cohort&source_depth=1", "no-effect", "source_depth"),
    ("studies?in=evidence_level:9", "unknown-value", "in"),
    ("studies?in=adverse_event_term:nothing", "unknown-slug", "in"),
    ("outcomes?measures=0", "out-of-range", "measures"),
    ("outcomes?measures=201", "out-of-range", "measures"),
    ("ladder?pathway=none", "unknown-slug", "pathway"),
    ("ladder?rows=level", "unknown-parameter", "rows"),
    ("studies?in=design", "unknown-value", "in"),
    ("studies?in=colour:red", "unknown-value", "in"),
    ("studies?in=design:cohort&in=design:case_report", "twin-dimension", "in"),
    ("studies?in=year:soon", "not-an-integer", "in"),
    ("studies?after=1", "malformed-identifier", "after"),
]


@pytest.mark.parametrize(("address", "code", "parameter"), BAD, ids=[address for address, *_ in BAD])
def test_bad_questions_are_told_where_they_are_wrong(
    client: TestClient, address: str, code: str, parameter: str
) -> None:
    answer = client.get(f"/v1/synthesis/{address}")

    assert answer.status_code == 422
    fault = answer.json()["errors"][0]
    assert (fault["code"], fault["parameter"]) == (code, parameter)


def test_faults_of_options_and_filters_are_told_together(client: TestClient) -> None:
    answer = client.get("/v1/synthesis/safety?by=year&colour=red&year=soon")

    assert [fault["code"] for fault in answer.json()["errors"]] == [
        "unknown-parameter",
        "unknown-value",
        "not-an-integer",
    ]


@pytest.mark.parametrize("topic", TOPICS)
def test_nothing_selected_is_answered_with_zeros(client: TestClient, topic: str) -> None:
    answer = client.get(f"/v1/synthesis/{topic}?year=1950")

    assert answer.status_code == 200
    assert answer.json()["data"]["selection"]["evidence"]["studies"] == 0


def test_an_empty_map_is_all_gaps(client: TestClient) -> None:
    found = client.get("/v1/synthesis/evidence-map?rows=level&cols=source_origin&year=1950").json()["data"]

    assert (found["cells"], len(found["gaps"])) == ([], 4 * 8)


def test_a_third_dimension_splits_the_cells(client: TestClient) -> None:
    flat = client.get("/v1/synthesis/evidence-map?rows=design&cols=safety_assessment").json()["data"]
    deep = client.get("/v1/synthesis/evidence-map?rows=design&cols=safety_assessment&layer=year").json()["data"]

    split = sum(cell["evidence"]["studies"] for cell in deep["cells"])
    assert split == sum(cell["evidence"]["studies"] for cell in flat["cells"]) == 381


def test_two_groups_are_compared_with_what_cannot_be_concluded(client: TestClient) -> None:
    found = client.get("/v1/synthesis/safety?compare=human,plant").json()["data"]["comparison"]

    assert (found["harm_reported"]["one"]["count"], found["harm_reported"]["one"]["of"]) == (8, 12)
    assert "neither can be called safer" in found["conclusion"]
    assert any(each.startswith("Randomised:") for each in found["imbalances"])


def test_groups_without_a_denominator_cannot_be_compared(client: TestClient) -> None:
    found = client.get("/v1/synthesis/safety?compare=algal,fungal").json()["data"]["comparison"]

    assert found["harm_reported"]["risk_difference"] is None
    assert "cannot be compared" in found["conclusion"]


def test_an_event_with_and_without_vesicles_is_compared_in_its_study(client: TestClient) -> None:
    (found,) = client.get("/v1/synthesis/safety").json()["data"]["controlled"]

    assert found["studies"][0]["study"] == "EXS000073"
    assert found["studies"][0]["contrast"]["one"]["count"] == 1
    assert found["pooled"] is None


def controlled(accession: str, one: int, other: int) -> dict[str, Any]:
    arms = [factories.arm(), factories.arm(key="control", role="comparator", source=None, comparator_type="placebo")]
    counted = [
        factories.outcome(measure="cured", unit="patients of 20", value=one, compared_with="control"),
        factories.outcome(measure="cured", unit="patients of 20", value=other, arm="control", compared_with=None),
    ]
    events = [
        factories.adverse_event(n_affected=one, n_at_risk=20),
        factories.adverse_event(arm="control", n_affected=other, n_at_risk=20),
    ]
    safety = {"assessment": "reported", "scope": None, "serious": None, "note": None}
    known = {"arms": arms, "outcomes": counted, "adverse_events": events, "safety": safety, "levels": ["human"]}
    return factories.study(accession, identifiers={}, **known)


def test_counts_in_two_arms_of_several_studies_are_pooled(session: Session, client: TestClient) -> None:
    load(session, factories.corpus(controlled("EXS000001", 12, 4), controlled("EXS000002", 15, 9)))

    outcomes = client.get("/v1/synthesis/outcomes").json()["data"]["measures"][0]
    safety = client.get("/v1/synthesis/safety").json()["data"]["controlled"][0]

    assert outcomes["not_pooled"] is None
    (pooling,) = outcomes["pooling"]
    assert (pooling["counted"], pooling["accessions"]) == ("patients", ["EXS000001", "EXS000002"])
    assert pooling["pooled"] == safety["pooled"]
    assert (safety["pooled"]["studies"], safety["pooled"]["df"]) == (2, 1)
    assert 0.3 < safety["pooled"]["effect"] < 0.4


def test_people_and_animals_are_pooled_apart(session: Session, client: TestClient) -> None:
    mice = {"levels": ["animal"], "design": "animal_study"}
    people = {"levels": ["human"], "design": "randomized_controlled_trial"}
    studies = [controlled("EXS000001", 12, 4) | people, controlled("EXS000002", 4, 12) | mice]
    load(session, factories.corpus(*studies))

    measure = client.get("/v1/synthesis/outcomes").json()["data"]["measures"][0]

    assert [(each["in_people"], each["pooled"], each["accessions"]) for each in measure["pooling"]] == [
        (False, None, ["EXS000002"]),
        (True, None, ["EXS000001"]),
    ]
    assert measure["not_pooled"] is not None


def test_findings_that_do_not_agree_stand_side_by_side(client: TestClient) -> None:
    found = client.get("/v1/synthesis/outcomes?indication=diabetic-wound").json()["data"]

    first = next(each for each in found["contradictions"] if each["measure"] == "wound healing")
    assert [each["id"] for each in first["opposing"]] == ["EXS000320-O1"]
    assert len(first["supporting"]) == 6
    assert any(each.startswith("route:") for each in first["differences"])


def test_the_ladder_of_a_pathway_says_how_far_it_reaches(client: TestClient) -> None:
    found = client.get("/v1/synthesis/ladder?pathway=wnt-beta-catenin-signaling").json()["data"]

    assert [rung["with_results"] for rung in found["rungs"]] == [13, 5, 10, 1]
    assert (found["highest"], found["breaks_off_before"]) == ("human", None)


def test_a_ladder_that_ends_in_animals_says_so(session: Session, client: TestClient) -> None:
    load(session, factories.corpus(factories.study(levels=["animal"], design="animal_study", identifiers={})))

    found = client.get("/v1/synthesis/ladder").json()["data"]

    assert (found["highest"], found["breaks_off_before"], found["gaps"]) == ("animal", "human", ["in_vitro"])
    assert "no result in people" in found["statement"]
