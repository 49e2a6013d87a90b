"""Whom rates, bounds and comparisons of harm speak of."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.curation.loader import load
from tests import factories

CONTROL = {"key": "control", "role": "comparator", "source": None, "comparator_type": "placebo"}


def study(number: int, design: str = "cohort", level: str = "human", **changes: Any) -> dict[str, Any]:
    known = {"design": design, "levels": [level], "identifiers": {}, "publication_type": "journal_article"}
    return factories.study(f"EXS{number:06d}", **(known | changes))


def harmed(affected: int, at_risk: int, arm: str = "exo") -> dict[str, Any]:
    event = factories.adverse_event(arm=arm, n_affected=affected, n_at_risk=at_risk)
    safety = {"assessment": "reported", "scope": None, "serious": None, "note": None}
    return {"adverse_events": [event], "safety": safety}


def unharmed(*arms: dict[str, Any], participants: int | None) -> dict[str, Any]:
    safety = {"assessment": "none_observed", "scope": "any", "serious": None, "note": None}
    return {"arms": list(arms), "safety": safety, "n_participants": participants}


def ask(client: TestClient, query: str = "") -> Any:
    return client.get(f"/v1/synthesis/safety{query}").json()["data"]


def test_rates_are_of_people_and_count_no_one_twice(session: Session, client: TestClient) -> None:
    animals = study(2, "animal_study", "animal", **harmed(8, 10))
    review = study(3, "systematic_review", **harmed(5, 20))
    load(session, factories.corpus(study(1, **harmed(0, 20)), animals, review))

    (event,) = ask(client)["overall"]["events"]

    assert (event["rate"]["count"], event["rate"]["of"]) == (0, 20)
    assert (event["arms_with_rate"], event["arms_without_rate"], event["arms_not_in_people"]) == (1, 0, 2)
    assert (event["studies"], event["studies_in_people"]) == (3, 1)


def test_a_rate_is_that_of_one_row_of_an_arm(session: Session, client: TestClient) -> None:
    events = [
        factories.adverse_event(n_affected=3, n_at_risk=10),
        factories.adverse_event(n_affected=1, n_at_risk=20, reported_as="flush"),
    ]
    load(session, factories.corpus(study(1, **(harmed(3, 10) | {"adverse_events": events}))))

    (event,) = ask(client)["overall"]["events"]

    assert (event["rate"]["count"], event["rate"]["of"], event["arms_with_rate"]) == (3, 10, 1)


def test_an_arm_counts_once_in_a_class_with_what_befell_most(session: Session, client: TestClient) -> None:
    numbers = {"erythema": (1, 20), "pruritus": (4, 20), "scar": (2, 40)}
    events = [factories.adverse_event(term=term, n_affected=k, n_at_risk=n) for term, (k, n) in numbers.items()]
    load(
        session,
        factories.corpus(
            study(1, **(harmed(1, 20) | {"adverse_events": events})),
            study(2, **harmed(0, 10)),
            terms=list(map(factories.term, numbers)),
        ),
    )

    found = ask(client)

    for group in (found["overall"], next(group for group in found["groups"] if group["value"] == "human")):
        (of_class,) = group["classes"]
        assert (of_class["rate"]["count"], of_class["rate"]["of"], of_class["arms_with_rate"]) == (4, 30, 2)
        assert (of_class["studies"], of_class["studies_in_people_unaffected"]) == (2, 1)


def test_only_people_are_set_against_people_without_vesicles(session: Session, client: TestClient) -> None:
    events = [
        factories.adverse_event(n_affected=1, n_at_risk=20),
        factories.adverse_event(arm="control", n_affected=2, n_at_risk=10),
    ]
    both = harmed(1, 20) | {"adverse_events": events, "arms": [factories.arm(), factories.arm(**CONTROL)]}
    animals = study(2, "animal_study", "animal", **both)
    review = study(3, "systematic_review", **both)
    load(session, factories.corpus(study(1, **both), animals, review))

    (event,) = ask(client)["controlled"]

    assert (event["studies_total"], event["pooled"]) == (1, None)
    assert [each["study"] for each in event["studies"]] == ["EXS000001"]
    behind = client.get(event["studies_link"]).json()["data"]["studies"]
    assert [each["accession"] for each in behind] == ["EXS000001"]


@pytest.mark.parametrize(
    ("arms", "participants", "expected"),
    [
        # All were given vesicles, whether the arm tells their number or not.
        ([factories.arm()], 30, (30, 0)),
        # Those on placebo bound nothing.
        ([factories.arm(n=10), factories.arm(**CONTROL, n=290)], 300, (10, 0)),
        ([factories.arm(), factories.arm(**CONTROL)], 300, (0, 1)),
        # One and the same person in two arms.
        ([factories.arm(n=20), factories.arm(key="other", n=20), factories.arm(**CONTROL, n=20)], 20, (20, 0)),
        ([factories.arm()], None, (0, 1)),
    ],
)
def test_only_people_given_vesicles_bound_the_rate_of_harm(
    session: Session,
    client: TestClient,
    arms: list[dict[str, Any]],
    participants: int | None,
    expected: tuple[int, int],
) -> None:
    load(session, factories.corpus(study(1, **unharmed(*arms, participants=participants))))

    found = ask(client)

    for group in (found["overall"], next(group for group in found["groups"] if group["value"] == "human")):
        bound = group["no_harm_of_any_kind"]
        assert (bound["of"] if bound else 0, group["no_harm_not_stated"]) == expected


def test_studies_on_both_groups_are_left_out_of_their_comparison(session: Session, client: TestClient) -> None:
    both = [factories.arm(), factories.arm(key="plant", source="plant-juice")]
    plant = [factories.arm(source="plant-juice")]
    studies = [
        study(1, **harmed(1, 20)),
        study(2, **(harmed(1, 20) | {"arms": both})),
        study(3, **unharmed(*plant, participants=9)),
    ]
    juice = factories.source("plant-juice") | {"origin": "plant"}
    load(session, factories.corpus(*studies, sources=[factories.source(), juice]))

    found = ask(client, "?compare=human,plant")["comparison"]

    assert found["shared"]["records"] == 1
    assert (found["told_by_one"]["studies"], found["told_by_other"]["studies"]) == (1, 1)
    assert (found["harm_reported"]["one"]["of"], found["harm_reported"]["other"]["of"]) == (1, 1)
    assert "1 study in people in both groups left out" in found["conclusion"]


def test_groups_are_compared_where_there_is_no_trial(session: Session, client: TestClient) -> None:
    load(session, factories.corpus(study(1, "case_report", **harmed(1, 1))))

    found = ask(client, "?compare=human,plant")["comparison"]

    assert "1 study in people, of which 1 enters: 1 with harm" in found["conclusion"]


def test_the_brief_names_harm_without_a_denominator(session: Session, client: TestClient) -> None:
    event = factories.adverse_event(serious=True)
    safety = {"assessment": "reported", "scope": None, "serious": None, "note": None}
    load(session, factories.corpus(study(1, adverse_events=[event], safety=safety)))

    sections = client.get("/v1/synthesis/brief").json()["data"]["sections"]

    (told,) = [section["sentences"] for section in sections if section["key"] == "safety"]
    assert "Reported in people, without both numbers: erythema (1 study)." in told
    assert "1 event row in arms given vesicles is called serious in the texts: erythema (1 arm)." in told


def brief_on_harm(client: TestClient) -> str:
    sections = client.get("/v1/synthesis/brief").json()["data"]["sections"]
    return " ".join(next(section["sentences"] for section in sections if section["key"] == "safety"))


def test_what_befell_nobody_is_no_harm(session: Session, client: TestClient) -> None:
    event = factories.adverse_event(n_affected=0, serious=True)
    nothing = factories.adverse_event(n_affected=0, n_at_risk=0, reported_as="flush")
    load(
        session,
        factories.corpus(study(1, **(harmed(0, 0) | {"adverse_events": [event, nothing]}))),
    )

    found = ask(client)["overall"]
    (rate,) = found["events"]

    assert (rate["rate"], rate["studies_in_people"], rate["studies_in_people_unaffected"]) == (None, 1, 1)
    assert (rate["serious"], found["serious"]["serious"]) == (0, 0)
    told = brief_on_harm(client)
    assert "erythema" not in told
    assert "Of those that report harm, 1 describes no event" in told


def test_harm_of_animals_is_told_where_people_were_spared(session: Session, client: TestClient) -> None:
    nobody = harmed(0, 0) | {"adverse_events": [factories.adverse_event(n_affected=0)]}
    animals = [study(number, "animal_study", "animal", **harmed(*rate)) for number, rate in ((2, (4, 10)), (3, (0, 9)))]
    load(session, factories.corpus(study(1, **nobody), *animals))

    told = brief_on_harm(client)

    assert (
        "In arms given vesicles only in other records (animals, cells, reviews, notices): erythema (1 study)." in told
    )
    assert "in people, without both numbers" not in told


def test_harm_that_is_told_in_words_only_is_counted(session: Session, client: TestClient) -> None:
    safety = {"assessment": "reported", "scope": None, "serious": True, "note": None}
    load(session, factories.corpus(study(1, safety=safety), study(2, **harmed(1, 20))))

    found = ask(client)["overall"]
    told = brief_on_harm(client)

    assert (found["reported_without_event"], found["serious"]["stated_by_studies"]) == (1, 1)
    assert client.get(found["serious"]["stated_link"]).json()["data"]["total"] == 1
    assert "Of those that report harm, 1 describes no event in an arm given vesicles." in told
    assert "1 study says as a whole that serious events occurred, described or not." in told


def test_every_rate_is_told(session: Session, client: TestClient) -> None:
    terms = [factories.term(f"term-{number}") for number in range(5)]
    events = [factories.adverse_event(term=term["slug"], n_affected=1, n_at_risk=20) for term in terms]
    load(session, factories.corpus(study(1, **(harmed(1, 20) | {"adverse_events": events})), terms=terms))

    assert "Further rates in people: term-3 1 of 20, term-4 1 of 20." in brief_on_harm(client)


def test_a_study_in_both_groups_is_not_compared_with_itself(session: Session, client: TestClient) -> None:
    known = harmed(5, 20) | {"indications": ["alopecia", "wound"], "n_participants": 1000}
    both = study(1, **known)
    one = study(2, indications=["alopecia"], n_participants=400)
    other = study(3, indications=["wound"], n_participants=10)
    indications = [factories.indication(), factories.indication("wound")]
    load(session, factories.corpus(both, one, other, indications=indications))

    found = ask(client, "?by=indication&compare=alopecia,wound")["comparison"]

    assert (found["shared"]["records"], found["events"]) == (1, [])
    assert "Participants: 400 for alopecia (stated by 1 of 1), 10 for wound (stated by 1 of 1)." in found["imbalances"]


def test_what_is_not_stated_is_no_imbalance(session: Session, client: TestClient) -> None:
    one = study(1, indications=["alopecia"], n_participants=None, follow_up_weeks=4)
    other = study(2, indications=["wound"], n_participants=10, follow_up_weeks=None)
    indications = [factories.indication(), factories.indication("wound")]
    load(session, factories.corpus(one, other, indications=indications))

    assert ask(client, "?by=indication&compare=alopecia,wound")["comparison"]["imbalances"] == []


def test_participants_that_nobody_states_are_not_none(session: Session, client: TestClient) -> None:
    load(session, factories.corpus(study(1, n_participants=None)))

    (cell,) = client.get("/v1/synthesis/evidence-map?rows=level&cols=design&cell=participants").json()["data"]["cells"]

    assert cell["value"] is None
    assert cell["evidence"]["participants_not_stated"] == 1


@pytest.mark.parametrize(("participants", "expected"), [(20, (5, 20)), (39, (5, 20)), (40, (8, 40)), (None, (8, 40))])
def test_people_in_several_arms_are_counted_once(
    session: Session, client: TestClient, participants: int | None, expected: tuple[int, int]
) -> None:
    arms = [factories.arm(key="left"), factories.arm(key="right")]
    sides = harmed(3, 20, "left")
    sides["adverse_events"] += harmed(5, 20, "right")["adverse_events"]
    load(session, factories.corpus(study(1, arms=arms, n_participants=participants, **sides)))

    found = ask(client)["overall"]
    for (event,) in (found["events"], found["classes"]):
        assert (event["rate"]["count"], event["rate"]["of"]) == expected
        assert (event["arms_with_rate"], event["studies"]) == (2, 1)


def test_a_serious_event_is_cleared_only_by_what_is_said_of_it(session: Session, client: TestClient) -> None:
    arms = [factories.arm(), factories.arm(key="other")]
    harm = harmed(1, 20)
    harm["adverse_events"][0] |= {"serious": True, "relatedness": None}
    harm["adverse_events"] += [
        factories.adverse_event(arm="other", n_affected=1, n_at_risk=20, serious=False, relatedness="unrelated")
    ]
    load(session, factories.corpus(study(1, arms=arms, n_participants=40, **harm)))

    (event,) = ask(client)["overall"]["events"]
    assert (event["serious"], event["serious_unrelated"], event["unrelated"]) == (1, 0, 1)
    brief = client.get("/v1/synthesis/brief.md").text
    assert "is called serious in the texts: erythema (1 arm)." in brief


def test_a_study_without_an_arm_given_vesicles_bounds_nothing(session: Session, client: TestClient) -> None:
    told = [unharmed(factories.arm(), participants=30), unharmed(factories.arm(**CONTROL), participants=300)]
    load(session, factories.corpus(*(study(number, **each) for number, each in enumerate(told, 1))))

    found = ask(client)
    for group in (found["overall"], *found["groups"]):
        behind = client.get(group["no_harm_link"]).json()["data"]
        assert (
            behind["total"]
            == group["no_harm_studies"]
            == (1 if group["value"] in (None, "human") else 0) - (group["name"] == "no arm given vesicles")
        )
