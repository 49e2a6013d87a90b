"""Every aggregate of the seed data, recomputed in plain Python from the documents."""

from collections import Counter
from itertools import pairwise, product
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.document import AdverseEvent, Arm, Study
from app.vocab import ComparedWith, ReportingPart
from tests.synthesis.plain import REVIEWS, Plain, ask, assessments, vesicle_arms


def arm_value(plain: Plain, name: str, arm: Arm) -> Any:
    if name == "source":
        return plain.at_depth(str(arm.source), 1)
    return plain.origins[str(arm.source)].value if name == "source_origin" else arm.route


def study_values(plain: Plain, name: str, study: Study) -> list[Any]:
    values: dict[str, list[Any]] = {
        "indication": [plain.at_depth(slug, 0) for slug in study.indications],
        "indication_category": [plain.categories[slug].value for slug in study.indications],
        "level": [level.value for level in study.levels],
        "design": [study.design],
        "evidence_level": [plain.level[study.accession]],
        "year": [study.year],
        "country": [study.country],
    }
    return list(dict.fromkeys(values[name])) or [None]


ARM = ("source", "source_origin", "route")
MAPS = [
    ("source", "indication"),
    ("source_origin", "indication_category"),
    ("design", "level"),
    ("year", "evidence_level"),
    ("source_origin", "route"),
    ("country", "source_origin"),
]


@pytest.mark.parametrize(("rows", "cols"), MAPS, ids=str)
def test_the_map_is_the_sum_of_the_documents(client: TestClient, plain: Plain, rows: str, cols: str) -> None:
    found = ask(client, f"evidence-map?rows={rows}&cols={cols}")

    expected: dict[tuple[Any, Any], list[tuple[Study, str | None]]] = {}
    for study in plain.studies:
        for cell, vote in cells_of(plain, study, rows, cols).items():
            expected.setdefault(cell, []).append((study, vote))
    got = {(cell["row"], cell["col"]): cell for cell in found["cells"]}
    assert set(got) == set(expected)
    for key, members in expected.items():
        studies = [study for study, _ in members]
        assert got[key]["evidence"] == plain.evidence(studies), key
        assert got[key]["directions"] == plain.directions(vote for _, vote in members), key
        assert got[key]["assessments"] == assessments(studies), key
    sides = [[item["value"] for item in found[side]["values"]] for side in ("rows", "cols")]
    assert len(found["gaps"]) + len(got) == len(sides[0]) * len(sides[1])
    for side, place in (("rows", 0), ("cols", 1)):
        for item in found[side]["values"]:
            margin = {s.accession: s for key, m in expected.items() if key[place] == item["value"] for s, _ in m}
            assert item["evidence"] == plain.evidence(margin.values()), item
    assert found["selection"]["evidence"] == plain.evidence(plain.studies)
    assert set(found["selection"]["linked"]["accessions"]) == plain.linked


def cells_of(plain: Plain, study: Study, rows: str, cols: str) -> dict[tuple[Any, Any], str | None]:
    """Give the cells of a study, with its vote in each."""
    of_arms = [name for name in (rows, cols) if name in ARM]
    found: dict[tuple[Any, Any], str | None] = {}
    arms = vesicle_arms(study) if of_arms else []
    combinations = {tuple(arm_value(plain, name, arm) for name in of_arms) for arm in arms} or {(None,) * len(of_arms)}
    for combination in combinations:
        known = dict(zip(of_arms, combination, strict=True))

        def fits(arm: Arm, known: dict[str, Any] = known) -> bool:
            return all(arm_value(plain, name, arm) == value for name, value in known.items())

        vote = plain.vote(study, fits)
        sides = [[known[name]] if name in known else study_values(plain, name, study) for name in (rows, cols)]
        found |= dict.fromkeys(product(*sides), vote)
    return found


@pytest.mark.parametrize("by", ["source_origin", "design"])
def test_safety_is_the_sum_of_the_documents(client: TestClient, plain: Plain, by: str) -> None:
    found = ask(client, f"safety?by={by}")

    groups = {group["value"]: group for group in found["groups"]}
    for value, group in groups.items():
        members = [study for study in plain.studies if value in group_values(plain, by, study)]
        assert group["evidence"] == plain.evidence(members)
        for answer in group["assessments"]:
            said = [study for study in members if study.safety.assessment == answer["assessment"]]
            assert answer["evidence"] == plain.evidence(said)
            for scope in answer["scopes"]:
                assert scope["evidence"] == plain.evidence(s for s in said if s.safety.scope == scope["scope"])
        arms = [(s, a) for s in members for a in vesicle_arms(s) if in_group(plain, by, a, value)]
        check_events(plain, group, arms)
        check_unharmed(plain, group, members, arms)
    everywhere = [(study, arm) for study in plain.studies for arm in vesicle_arms(study)]
    check_events(plain, found["overall"], everywhere)
    check_unharmed(plain, found["overall"], plain.studies, everywhere)
    without = [(study, arm) for study in plain.studies for arm in study.arms if arm.source is None]
    assert {each["term"] for each in found["comparators"]} == set(events_of(without))


def group_values(plain: Plain, by: str, study: Study) -> set[Any]:
    if by == "design":
        return {study.design}
    return {arm_value(plain, by, arm) for arm in vesicle_arms(study)} or {None}


def in_group(plain: Plain, by: str, arm: Arm, value: Any) -> bool:
    return by == "design" or arm_value(plain, by, arm) == value


def events_of(arms: list[tuple[Study, Arm]]) -> dict[str, list[tuple[Study, AdverseEvent]]]:
    """Give the events of arms by their terms."""
    found: dict[str, list[tuple[Study, AdverseEvent]]] = {}
    for study, arm in arms:
        for event in study.adverse_events:
            if event.arm == arm.key:
                found.setdefault(event.term, []).append((study, event))
    return found


def check_events(plain: Plain, group: Any, arms: list[tuple[Study, Arm]]) -> None:
    expected = events_of(arms)
    assert {each["term"] for each in group["events"]} == set(expected)
    for each in group["events"]:
        rows = expected[each["term"]]
        people = [event for study, event in rows if plain.in_people(study)]
        stated = [(e.n_affected, e.n_at_risk) for e in people if e.n_affected is not None and e.n_at_risk is not None]
        rate = each["rate"] and (each["rate"]["count"], each["rate"]["of"])
        assert rate == ((sum(k for k, _ in stated), sum(n for _, n in stated)) if stated else None)
        assert each["arms_without_rate"] == len(people) - len(stated)
        assert each["arms_not_in_people"] == len(rows) - len(people)
        assert each["studies"] == len({study.accession for study, _ in rows})
        assert each["studies_in_people"] == len({s.accession for s, _ in rows if plain.in_people(s)})
    serious = [event.serious for study, arm in arms for event in study.adverse_events if event.arm == arm.key]
    told = group["serious"]
    assert (told["serious"], told["not_serious"]) == (serious.count(True), serious.count(False))


def check_unharmed(plain: Plain, group: Any, members: list[Study], arms: list[tuple[Study, Arm]]) -> None:
    """Count the people given vesicles in studies that saw no event of any kind."""
    stated, silent = 0, 0
    for study in members:
        if not plain.in_people(study) or study.safety.scope != "any":
            continue
        mine = [arm for of, arm in arms if of is study]
        numbers = [arm.n for arm in mine if arm.n is not None]
        whole = study.n_participants
        if mine and len(mine) == len(study.arms) and whole is not None:
            stated += whole
        elif mine and len(numbers) == len(mine):
            stated += min(sum(numbers), whole or sum(numbers))
        else:
            silent += 1
    bound = group["no_harm_of_any_kind"]
    assert (bound["of"] if bound else 0, group["no_harm_not_stated"]) == (stated, silent)


def test_outcomes_are_the_sum_of_the_documents(client: TestClient, plain: Plain) -> None:
    found = ask(client, "outcomes?measures=200")

    primary = [study for study in plain.studies if study.design not in REVIEWS]
    votes = {study.accession: plain.vote(study) for study in primary}
    cast = {name: list(votes.values()).count(name) for name in ("improved", "no_difference", "worsened", "mixed")}
    none = len(plain.studies) - sum(cast.values())
    assert found["all_measures"]["directions"] == cast | {"none": none}
    for level in found["by_evidence_level"]:
        members = [study for study in primary if plain.level[study.accession] == level["value"]]
        assert level["directions"] == plain.directions(vote for s in members if (vote := votes[s.accession]))
    for each in found["by_comparator"]:
        votes_so = [plain.vote(study, compared_with=each["value"]) for study in primary]
        assert each["directions"] == plain.directions(vote for vote in votes_so if vote)
    assert [each["value"] for each in found["by_comparator"]] == ComparedWith.values()
    measures = {
        item.measure.casefold()
        for study in primary
        for item in study.outcomes
        if item.direction != "descriptive" and item.arm in {arm.key for arm in vesicle_arms(study)}
    }
    assert found["measures_total"] == len(measures)
    for measure in found["measures"]:
        per_study = {s.accession: plain.vote(s, measure=measure["measure"]) for s in primary}
        voters = {name: vote for name, vote in per_study.items() if vote}
        assert measure["votes"]["directions"] == plain.directions(voters.values()), measure["measure"]
        assert measure["accessions"] == sorted(voters)
    reviews = sum(len(study.outcomes) for study in plain.studies if study.design in REVIEWS)
    assert found["left_out"]["of_reviews"] == reviews


def test_the_ladder_is_the_sum_of_the_documents(client: TestClient, plain: Plain) -> None:
    found = ask(client, "ladder")

    for rung in found["rungs"]:
        members = [study for study in plain.studies if rung["level"] in study.levels]
        assert rung["evidence"] == plain.evidence(members)
        with_results = [study for study in members if plain.level[study.accession] and study.design not in REVIEWS]
        if rung["level"] == "human":
            with_results = [study for study in with_results if plain.in_people(study)]
        assert rung["with_results"] == len(with_results)
        assert rung["reviews"] == sum(study.design in REVIEWS for study in members)
        assert rung["with_results"] + rung["reviews"] + rung["others"] == len(members)
        assert rung["first_year"] == min(study.year for study in members if study.year is not None)
        assert rung["directions"] == plain.directions(plain.vote(study) for study in members)
    assert found["without_level"] == sum(not study.levels for study in plain.studies)


def test_protocols_are_the_sum_of_the_documents(client: TestClient, plain: Plain) -> None:
    found = ask(client, "protocols")

    own = [study for study in plain.studies if plain.has_own_results(study)]
    assert found["studies"] == len(own)
    arms = [(study, arm) for study in own for arm in vesicle_arms(study)]
    for part in found["distributions"]:
        stated = [(study.accession, getattr(arm, part["part"])) for study, arm in arms]
        values = [value for _, value in stated if value is not None]
        assert (part["arms"], part["stated"], part["different"]) == (len(arms), len(values), len(set(values)))
        for share in part["values"]:
            members = [name for name, value in stated if value == share["value"]]
            assert (share["arms"], share["studies"]) == (len(members), len(set(members)))
    people = [study for study in plain.studies if plain.in_people(study)]
    weeks = sorted((s.follow_up_weeks for s in people if s.follow_up_weeks is not None), reverse=True)
    assert [item["weeks"] for item in found["follow_up"]["longest"]] == weeks[:10]
    bounds = [float("inf"), 104, 52, 26, 12, 4, 0]
    assert [band["studies"] for band in found["follow_up"]["bands"]] == [
        sum(low <= week < high for week in weeks) for high, low in pairwise(bounds)
    ]
    for each in found["reporting"]:
        part = next(part for part in ReportingPart if part == each["part"])
        asked = [parts[part] for study in own if part in (parts := plain.parts[study.accession])]
        assert (each["reported"]["count"], each["reported"]["of"]) == (sum(asked), len(asked))
    for row in found["completeness"]:
        voting = [study for study in own if (plain.vote(study) or "none") == row["direction"]]
        known = [score for study in voting if (score := plain.score[study.accession]) is not None]
        assert row["mean_completeness"] == (round(sum(known) / len(known), 2) if known else None)
        thirds = Counter(third(plain.parts[study.accession]) for study in voting if plain.parts[study.accession])
        assert (row["studies"], row["low"], row["middle"], row["high"]) == (
            len(known),
            *map(thirds.get, range(3), [0] * 3),
        )


def third(parts: dict[ReportingPart, bool]) -> int:
    """Tell in which third the share of the parts reported is, without rounding it."""
    return min(3 * sum(parts.values()) // len(parts), 2)
