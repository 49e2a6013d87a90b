"""Findings, statements and comparisons of the seed data, recomputed in plain Python from the documents."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.document import Study
from app.vocab import Direction, Relatedness, SafetyScope
from tests.synthesis.plain import REVIEWS, Plain, ask, vesicle_arms


def given(study: Study) -> set[str]:
    """Give the keys of the arms that were given vesicles."""
    return {arm.key for arm in vesicle_arms(study)}


def origins(plain: Plain, study: Study) -> set[str | None]:
    return {plain.origins[str(arm.source)].value for arm in vesicle_arms(study)} or {None}


def without_event(studies: Iterable[Study]) -> int:
    reported = [study for study in studies if study.safety.assessment == "reported"]
    return sum(not any(event.arm in given(study) for event in study.adverse_events) for study in reported)


def test_what_studies_say_of_harm_as_a_whole(client: TestClient, plain: Plain) -> None:
    found = ask(client, "safety")

    groups = [(group, [s for s in plain.studies if group["value"] in origins(plain, s)]) for group in found["groups"]]
    for group, studies in [*groups, (found["overall"], plain.studies)]:
        assert group["reported_without_event"] == without_event(studies), group["name"]
        assert group["serious"]["stated_by_studies"] == sum(study.safety.serious is True for study in studies)
        none = [
            study
            for study in studies
            if plain.in_people(study) and study.safety.scope == SafetyScope.ANY and vesicle_arms(study)
        ]
        assert group["no_harm_studies"] == len(none)
        assert {event["term"]: event["unrelated"] for event in group["events"]} == unrelated(plain, studies, group)


def unrelated(plain: Plain, studies: list[Study], group: Any) -> dict[str, int]:
    """Count the arms of a group in which an event is said not to be caused by the treatment, by term."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for study in studies:
        arms = {
            arm.key for arm in vesicle_arms(study) if group["value"] in (None, plain.origins[str(arm.source)].value)
        }
        for event in study.adverse_events:
            if event.arm in arms:
                so = {(study.accession, str(event.arm))} if event.relatedness == Relatedness.UNRELATED else set()
                found[event.term] |= so
    return {term: len(arms) for term, arms in found.items()}


@pytest.mark.parametrize(("one", "other"), [("human", "plant"), ("human", "unspecified"), ("engineered", "animal")])
def test_comparisons_count_the_studies_of_one_group_alone(
    client: TestClient, plain: Plain, one: str, other: str
) -> None:
    found = ask(client, f"safety?compare={one},{other}")["comparison"]

    people = [study for study in plain.studies if plain.in_people(study)]
    sides = {name: [study for study in people if name in origins(plain, study)] for name in (one, other)}
    shared = {study.accession for study in sides[one]} & {study.accession for study in sides[other]}
    assert found["shared"]["records"] == len(shared)
    for name, told in ((one, found["told_by_one"]), (other, found["told_by_other"])):
        alone = [study for study in sides[name] if study.accession not in shared]
        said = Counter((study.safety.assessment.value, study.safety.scope) for study in alone)
        none = sum(number for (answer, _), number in said.items() if answer == "none_observed")
        assert {name: number for name, number in told.items() if isinstance(number, int)} == {
            "studies": len(alone),
            "reported": said["reported", None],
            "none_of_any_kind": said["none_observed", SafetyScope.ANY],
            "none_of_some": none - said["none_observed", SafetyScope.ANY],
            "silent": said["not_reported", None],
        }


def test_contradictions_are_those_of_the_documents(client: TestClient, plain: Plain) -> None:
    found = ask(client, "outcomes")

    topics: dict[tuple[Any, str], dict[str, set[Direction]]] = defaultdict(lambda: defaultdict(set))
    findings: dict[tuple[Any, str], Counter[Direction]] = defaultdict(Counter)
    for study in plain.studies:
        for item in study.outcomes if study.design not in REVIEWS else ():
            if item.direction != Direction.DESCRIPTIVE and item.arm in given(study):
                for indication in study.indications or (None,):
                    topics[indication, item.measure.casefold()][study.accession].add(item.direction)
                    findings[indication, item.measure.casefold()][item.direction] += 1
    against = {Direction.NO_DIFFERENCE, Direction.WORSENED}
    between, within = [], 0
    for topic, studies in topics.items():
        for_, not_for = ([s for s, told in studies.items() if told & side] for side in ({Direction.IMPROVED}, against))
        if for_ and not_for:
            between += [topic] if len({*for_, *not_for}) > 1 else []
            within += len({*for_, *not_for}) == 1
    assert (found["contradictions_total"], found["contradictions_within_studies"]) == (len(between), within)
    assert found["contradictions"]
    for each in found["contradictions"]:
        topic = (each["indication"], each["measure"].casefold())
        assert topic in between
        assert each["studies"] == len(topics[topic])
        assert each["findings"] == {
            "supporting": findings[topic][Direction.IMPROVED],
            "null": findings[topic][Direction.NO_DIFFERENCE],
            "opposing": findings[topic][Direction.WORSENED],
            "mixed": findings[topic][Direction.MIXED],
        }


def test_mechanisms_and_designs_of_the_brief(client: TestClient, plain: Plain) -> None:
    found = ask(client, "brief")

    pathways: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    stating = set()
    for study in plain.studies:
        for item in study.mechanisms:
            if item.arm in given(study):
                stating.add(study.accession)
                if item.pathway:
                    pathways[item.pathway][study.accession].add(item.effect.value)
    assert (found["mechanism_studies"], found["mechanism_pathways"]) == (len(stating), len(pathways))
    for each in found["mechanisms"]:
        effects = pathways[each["pathway_ref"]["slug"]].values()
        assert each["studies"] == len(effects)
        for effect in ("activates", "inhibits", "modulates"):
            assert each[effect] == sum(effect in told for told in effects), each
    designs = Counter(study.design and study.design.value for study in plain.studies)
    graded = Counter(study.design and study.design.value for study in plain.studies if plain.level[study.accession])
    assert {each["value"]: (each["studies"], each["with_results"]) for each in found["designs"]} == {
        design: (number, graded[design]) for design, number in designs.items()
    }
