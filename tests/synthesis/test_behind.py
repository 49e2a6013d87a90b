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
    ("by=source_origin&compare=human,unspecified", ""),
    ("by=source&source_depth=2", "indication=diabetic-wound"),
    ("by=indication&indication_depth=1", "level=human&design__not=case_report"),
    ("by=product", "q=topical"),
    ("by=evidence_level", "year__gte=2020&source_origin=human,plant"),
)


# Addresses of other names, and the numbers that they stand behind.
ADDRESSED = {
    "without_level_link": "without_level",
    "with_results_link": "with_results",
    "mechanism_studies_link": "mechanism_studies",
    "no_harm_link": "no_harm_studies",
    "stated_link": "stated_by_studies",
    "reported_without_event_link": "reported_without_event",
}


def counted_in(answer: dict[str, Any]) -> int | None:
    """Give the number of studies of a part of an answer; of serious events only that of rows is told."""
    if "reported" in answer and "part" in answer:
        return int(answer["reported"]["count"])
    if "directions" in answer and "evidence" not in answer and "studies" not in answer:
        return int(sum(number for vote, number in answer["directions"].items() if vote != "none"))
    counted = answer.get("evidence", {}).get("studies", answer.get("studies_total", answer.get("studies")))
    return counted if isinstance(counted, int) else None


def numbers_in(part: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Give each address of studies of a part of an answer with the number that it stands behind."""
    if "studies_link" in part and (counted := counted_in(part)) is not None:
        yield part["studies_link"], counted
    for name, link in part.get("studies_links", {}).items():
        yield link, part.get("directions", {}).get(name, part.get(name))
    for name, number in ADDRESSED.items():
        if name in part:
            yield part[name], part[number]


def numbers_of(answer: Any) -> Iterator[tuple[str, int]]:
    """Give the same of a whole answer."""
    if isinstance(answer, dict):
        yield from numbers_in(answer)
        answer = list(answer.values())
    if isinstance(answer, list):
        for each in answer:
            yield from numbers_of(each)


@pytest.mark.parametrize("topic", ["safety", "outcomes", "brief", "ladder", "protocols"])
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
    # The review votes nowhere.
    assert voted("none") == 1
    assert client.get("/v1/synthesis/studies?in=vote:descriptive").status_code == 422


def test_values_of_one_event_hold_for_one_row(session: Session, client: TestClient) -> None:
    events = [factories.adverse_event(serious=False), factories.adverse_event(term="pruritus", serious=True)]
    safety = {"assessment": "reported", "scope": None, "serious": True, "note": None}
    study = factories.study(adverse_events=events, safety=safety, identifiers={})
    load(session, factories.corpus(study, terms=[factories.term(), factories.term("pruritus")]))

    def total(*cell: str) -> int:
        asked = "&".join(f"in={each}" for each in cell)
        return int(client.get(f"/v1/synthesis/studies?{asked}").json()["data"]["total"])

    first, serious = f"adverse_event_term:{events[0]['term']}", "adverse_event_serious:true"
    assert first != "adverse_event_term:pruritus"
    assert total(first) == total("adverse_event_term:pruritus", serious) == total("reported_without_event:false") == 1
    assert total(first, serious) == total("reported_without_event:true") == 0


def test_what_is_not_wanted_is_left_out_value_by_value(client: TestClient) -> None:
    def total(query: str) -> int:
        return int(client.get(f"/v1/synthesis/studies?{query}").json()["data"]["total"])

    everything, human, plant = total(""), total("in=source_origin:human"), total("in=source_origin:plant")
    both = human + plant - (everything - total("not_in=source_origin:human&not_in=source_origin:plant"))
    assert total("not_in=source_origin:human") == everything - human
    assert total("in=source_origin:human&not_in=source_origin:plant") == human - both
    assert 0 < human < everything
    first = client.get("/v1/synthesis/studies?not_in=results:in_people&in=vote:none").json()["data"]
    assert first["total"] == total("in=vote:none") - total("in=vote:none&in=results:in_people")


def test_the_kinds_of_studies_part_them(client: TestClient) -> None:
    def total(query: str) -> int:
        return int(client.get(f"/v1/synthesis/studies?{query}").json()["data"]["total"])

    for kind in ("results", "harm", "vote"):
        known = client.get(f"/v1/synthesis/studies?in={kind}:nonsense").json()["errors"][0]["allowed"]
        assert sum(total(f"in={kind}:{value}") for value in known) == total(""), kind


@pytest.mark.parametrize(
    ("query", "code", "parameter"),
    [
        ("not_in=nonsense", "unknown-value", "not_in"),
        ("not_in=vote", "unknown-value", "not_in"),
        ("not_in=vote:null", "unknown-value", "not_in"),
        ("in=follow_up:ages", "unknown-value", "in"),
        ("in=reported_without_event:maybe", "not-a-boolean", "in"),
        ("in=design:cohort&in=design:null", "twin-dimension", "in"),
        ("not_in=design:cohort&indication_depth=1", "no-effect", "indication_depth"),
    ],
)
def test_what_cannot_be_meant_is_refused(client: TestClient, query: str, code: str, parameter: str) -> None:
    answer = client.get(f"/v1/synthesis/studies?{query}")

    assert answer.status_code == 422
    assert (answer.json()["errors"][0]["code"], answer.json()["errors"][0]["parameter"]) == (code, parameter)


def test_compared_events_lead_to_the_studies_of_each_side(session: Session, client: TestClient) -> None:
    arms = [factories.arm(), factories.arm(key="oral", route="oral")]
    events = [
        factories.adverse_event(n_affected=1, n_at_risk=9),
        factories.adverse_event(arm="oral", n_affected=2, n_at_risk=8),
    ]
    safety = {"assessment": "reported", "scope": None, "serious": None, "note": None}
    people: dict[str, Any] = {"design": "cohort", "levels": ["human"], "identifiers": {}, "safety": safety}
    alone = factories.study("EXS000002", arms=arms[:1], adverse_events=events[:1], **people)
    load(session, factories.corpus(factories.study(arms=arms, adverse_events=events, **people), alone))

    found = client.get("/v1/synthesis/safety?by=route&compare=topical,oral").json()["data"]["comparison"]
    (event,) = found["events"]
    behind = [client.get(event[name]).json()["data"]["total"] for name in ("one_link", "other_link")]
    assert (behind, found["shared"]) == ([2, 1], {"records": 1, "accessions": ["EXS000001"]})
    assert (event["contrast"]["one"]["of"], event["contrast"]["other"]["of"]) == (18, 8)


def test_studies_in_both_groups_enter_no_event_where_groups_are_of_studies(
    session: Session, client: TestClient
) -> None:
    event = factories.adverse_event(n_affected=1, n_at_risk=9)
    safety = {"assessment": "reported", "scope": None, "serious": None, "note": None}
    people: dict[str, Any] = {"design": "cohort", "levels": ["human"], "identifiers": {}, "safety": safety}
    studies = [
        factories.study(f"EXS00000{number}", indications=slugs, adverse_events=[event], **people)
        for number, slugs in enumerate((["alopecia", "scar"], ["alopecia"], ["scar"]), 1)
    ]
    indications = [factories.indication(), factories.indication("scar")]
    load(session, factories.corpus(*studies, indications=indications))

    found = client.get("/v1/synthesis/safety?by=indication&compare=alopecia,scar").json()["data"]["comparison"]
    (compared,) = found["events"]
    behind = [client.get(compared[name]).json()["data"]["studies"] for name in ("one_link", "other_link")]
    assert [[study["accession"] for study in each] for each in behind] == [["EXS000002"], ["EXS000003"]]
    assert (compared["contrast"]["one"]["of"], found["shared"]["accessions"]) == (9, ["EXS000001"])


def test_a_text_that_reads_null_is_not_what_is_not_stated(session: Session, client: TestClient) -> None:
    doses = ("null", '"null"', "1 mg", None)
    studies = [
        factories.study(f"EXS00000{number}", arms=[factories.arm(dose=dose)], design="cohort", identifiers={})
        for number, dose in enumerate(doses, 1)
    ]
    load(session, factories.corpus(*studies))

    (part,) = [
        each for each in client.get("/v1/synthesis/protocols").json()["data"]["distributions"] if each["part"] == "dose"
    ]
    links = {share["value"]: share["studies_link"] for share in part["values"]} | {None: part["not_stated_link"]}
    behind = {dose: client.get(link).json()["data"]["studies"] for dose, link in links.items()}
    assert {dose: [study["accession"] for study in each] for dose, each in behind.items()} == {
        dose: [f"EXS00000{number}"] for number, dose in enumerate(doses, 1)
    }
