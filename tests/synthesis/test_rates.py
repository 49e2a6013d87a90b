"""Rates by system organ class of the seed data, recomputed in plain Python from the documents."""

from collections import defaultdict
from typing import Any

from fastapi.testclient import TestClient

from app.document import AdverseEvent, Study
from app.vocab import Relatedness
from tests.synthesis.plain import Plain, ask, vesicle_arms

# Studies with the position and the row of an event.
Rows = list[tuple[Study, int, AdverseEvent]]
ALL = "all"


def test_rates_by_class_are_the_sum_of_the_documents(client: TestClient, plain: Plain) -> None:
    found = ask(client, "safety")

    groups = [(group, rows_by_class(plain, group["value"])) for group in found["groups"]]
    assert sum(bool(rows) for _, rows in groups) > 1
    for group, rows in [*groups, (found["overall"], rows_by_class(plain, ALL))]:
        expected = {soc: sum_up(plain, of_class) for soc, of_class in rows.items()}
        order = sorted(expected, key=lambda soc: (-expected[soc]["studies"], soc))
        assert [each["soc"] for each in group["classes"]] == order, group["name"]
        for each in group["classes"]:
            rate = each["rate"] and (each["rate"]["count"], each["rate"]["of"])
            told = {name: each[name] for name in expected[each["soc"]]} | {"rate": rate}
            assert told == expected[each["soc"]], (group["name"], each["soc"])
    assert any(len(each["events"]) == 10 for each in found["overall"]["classes"])


def rows_by_class(plain: Plain, origin: str | None) -> dict[str, Rows]:
    """Give the rows of events in arms with vesicles of an origin, in the order of their public keys."""
    found: dict[str, Rows] = defaultdict(list)
    for study in sorted(plain.studies, key=lambda study: study.accession):
        arms = {arm.key for arm in vesicle_arms(study) if origin in (ALL, plain.origins[str(arm.source)])}
        for position, event in enumerate(study.adverse_events, 1):
            if event.arm in arms:
                found[plain.classes[event.term].value].append((study, position, event))
    return found


def sum_up(plain: Plain, rows: Rows) -> dict[str, Any]:
    """Give what is told of a class; of the rows of an arm only that with most affected is in its rate."""
    arms: dict[tuple[str, str | None], list[AdverseEvent]] = defaultdict(list)
    for study, _, event in rows:
        arms[study.accession, event.arm].append(event)
    people = {study.accession for study, *_ in rows if plain.in_people(study)}
    of_people = [events for (study, _), events in arms.items() if study in people]
    stated = [max(both) for events in of_people if (both := list(filter(None, map(share, events))))]
    befell = {study.accession for study, _, event in rows if event.n_affected != 0}
    studies = {study.accession for study, *_ in rows}
    return {
        "rate": (sum(k for k, _ in stated), sum(n for _, n in stated)) if stated else None,
        "arms_with_rate": len(stated),
        "arms_without_rate": len(of_people) - len(stated),
        "arms_not_in_people": len(arms) - len(of_people),
        "studies": len(studies),
        "studies_in_people": len(people),
        "studies_unaffected": len(studies - befell),
        "studies_in_people_unaffected": len(people - befell),
        "serious": sum(any(each.serious and each.n_affected != 0 for each in events) for events in arms.values()),
        "unrelated": sum(any(is_unrelated(each) for each in events) for events in arms.values()),
        "events": [f"{study.accession}-E{position}" for study, position, _ in rows[:10]],
    }


def share(event: AdverseEvent) -> tuple[int, int] | None:
    """Give affected and at risk where the text states both."""
    return (event.n_affected, event.n_at_risk) if event.n_affected is not None and event.n_at_risk else None


def is_unrelated(event: AdverseEvent) -> bool:
    return event.n_affected != 0 and event.relatedness == Relatedness.UNRELATED
