"""Contradictions tell how many findings stand on each side, and in what all of them differ."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.curation.loader import load
from tests import factories

SIDES = ("supporting", "null", "opposing", "mixed")


def found(number: int, direction: str, **changes: Any) -> dict[str, Any]:
    arms = [factories.arm(dose=f"{number} mg")]
    known = {"arms": arms, "outcomes": [factories.outcome(direction=direction)], "identifiers": {}}
    return factories.study(f"EXS{number:06d}", **(known | changes))


def ask(client: TestClient) -> Any:
    return client.get("/v1/synthesis/outcomes").json()["data"]["contradictions"]


def test_all_findings_are_counted_and_the_first_shown(session: Session, client: TestClient) -> None:
    studies = [found(number, "improved") for number in range(1, 13)]
    studies += [found(13, "no_difference"), found(14, "mixed"), found(15, "worsened", design="narrative_review")]
    load(session, factories.corpus(*studies))

    (contradiction,) = ask(client)

    assert contradiction["findings"] == {"supporting": 12, "null": 1, "opposing": 0, "mixed": 1}
    assert [len(contradiction[side]) for side in SIDES] == [10, 1, 0, 1]
    assert [each["id"] for each in contradiction["supporting"]] == [f"EXS{number:06d}-O1" for number in range(1, 11)]
    behind = client.get(contradiction["studies_link"]).json()["data"]
    assert behind["total"] == contradiction["studies"] == 14
    # Equally frequent ones come in the order of their letters: "12 mg" before "2 mg".
    (dose,) = [each for each in contradiction["differences"] if each.startswith("dose:")]
    assert dose.endswith("5 mg and 4 more (for); 13 mg (against)")


def test_twenty_contradictions_are_shown_those_of_most_studies_first(session: Session, client: TestClient) -> None:
    measures = [f"measure {number:02d}" for number in range(25)]

    def on(number: int, direction: str, measures: list[str]) -> dict[str, Any]:
        outcomes = [factories.outcome(measure=measure, direction=direction) for measure in measures]
        return found(number, direction, outcomes=outcomes)

    studies = [on(1, "improved", measures), on(2, "worsened", measures), on(3, "improved", measures[-1:])]
    load(session, factories.corpus(*studies))

    shown = [(each["measure"], each["studies"]) for each in ask(client)]

    assert shown == [("measure 24", 3), *((measure, 2) for measure in measures[:19])]


def test_what_both_sides_share_is_no_difference(session: Session, client: TestClient) -> None:
    alike = {"arms": [factories.arm()], "levels": ["human", "animal"]}
    other = {"arms": [factories.arm()], "levels": ["animal"]}
    load(session, factories.corpus(found(1, "improved", **alike), found(2, "worsened", **other)))

    (contradiction,) = ask(client)

    assert [each.partition(":")[0] for each in contradiction["differences"]] == ["study", "levels"]
    assert "animal and human (for); animal (against)" in contradiction["differences"][1]


def test_what_findings_were_compared_with_is_told_by_what_it_was(session: Session, client: TestClient) -> None:
    def against(number: int, direction: str, **comparator: str) -> dict[str, Any]:
        arms = [factories.arm(), factories.arm(key="control", role="comparator", source=None, **comparator)]
        outcomes = [factories.outcome(direction=direction, compared_with="control")]
        return found(number, direction, arms=arms, outcomes=outcomes)

    minoxidil = {"comparator_type": "active", "comparator_name": "Minoxidil"}
    load(
        session,
        factories.corpus(against(1, "improved", comparator_type="placebo"), against(2, "worsened", **minoxidil)),
    )

    (contradiction,) = ask(client)

    assert "compared with: placebo (for); Minoxidil (against)" in contradiction["differences"]


def test_one_study_does_not_contradict_itself(session: Session, client: TestClient) -> None:
    outcomes = [factories.outcome(), factories.outcome(direction="no_difference", timepoint_weeks=12)]
    load(session, factories.corpus(found(1, "improved", outcomes=outcomes), found(2, "mixed")))

    answer = client.get("/v1/synthesis/outcomes").json()["data"]

    assert (answer["contradictions"], answer["contradictions_total"]) == ([], 0)
    assert answer["contradictions_within_studies"] == 1


def test_agreeing_findings_are_no_contradiction(session: Session, client: TestClient) -> None:
    load(session, factories.corpus(found(1, "improved"), found(2, "mixed"), found(3, "improved")))

    assert ask(client) == []


@pytest.mark.parametrize("levels", [2, 12, 24])
def test_behind_a_contradiction_deep_in_a_hierarchy_stand_its_studies(
    session: Session, client: TestClient, levels: int
) -> None:
    slugs = [f"i{level:02}" for level in range(levels)]
    indications = [factories.indication(slug, parent) for slug, parent in zip(slugs, [None, *slugs], strict=False)]
    studies = [
        factories.study(
            f"EXS00000{number}", indications=[slugs[-1]], outcomes=[factories.outcome(direction=way)], identifiers={}
        )
        for number, way in enumerate(("improved", "worsened"), 1)
    ]
    load(session, factories.corpus(*studies, indications=indications))

    (found,) = client.get("/v1/synthesis/outcomes").json()["data"]["contradictions"]
    assert client.get(found["studies_link"]).json()["data"]["total"] == found["studies"] == 2
