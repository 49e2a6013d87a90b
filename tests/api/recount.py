"""Count the seed again in plain Python, straight from the documents, without any code of the aggregates."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from app.core.settings import ROOT

Document = dict[str, Any]
# A study; or a row with its arm and its study.
Unit = tuple[Document, Document | None, Document | None]
Values = tuple[Any, ...]


def read(name: str) -> list[Document]:
    return [json.loads(line) for line in (ROOT / "seed" / name).read_text("utf-8").splitlines()]


STUDIES = read("studies.jsonl")
SOURCES = {entry["slug"]: entry for entry in read("sources.jsonl")}
INDICATIONS = {entry["slug"]: entry for entry in read("indications.jsonl")}
TERMS = {entry["slug"]: entry for entry in read("adverse_event_terms.jsonl")}
CHILDREN = {"outcomes": "outcomes", "adverse-events": "adverse_events", "mechanisms": "mechanisms"}


def units(resource: str) -> Iterable[Unit]:
    """Give every study, or every row with its arm."""
    for study in STUDIES:
        if resource == "studies":
            yield study, None, None
            continue
        arms = {arm["key"]: arm for arm in study["arms"]}
        for row in study[CHILDREN[resource]]:
            yield study, arms[row["arm"]], row


def lineage(entries: dict[str, Document], slug: str) -> list[str]:
    """Give the way from the top of a hierarchy down to a slug."""
    parent = entries[slug]["parent"]
    return [*(lineage(entries, parent) if parent else []), slug]


def at_depth(entries: dict[str, Document], slug: str | None, depth: int) -> str | None:
    """Give the ancestor at a depth; a slug that stands higher counts itself."""
    return None if slug is None else lineage(entries, slug)[: depth + 1][-1]


def origin(arm: Document) -> str | None:
    """Give the origin of what an arm was given."""
    return None if arm["source"] is None else str(SOURCES[arm["source"]]["origin"])


def treats(study: Document, top: str) -> bool:
    """Tell whether a study treated an indication or one below it."""
    return any(top in lineage(INDICATIONS, slug) for slug in study["indications"])


def recount(resource: str, place: Callable[[Unit], Iterable[Values]]) -> dict[Values, dict[str, int | None]]:
    """Give all figures of each group; `place` says to which groups a unit belongs."""
    groups: dict[Values, list[Unit]] = defaultdict(list)
    for unit in units(resource):
        for values in set(place(unit)):
            groups[values].append(unit)
    return {values: _figures(members) for values, members in groups.items()}


def _figures(members: list[Unit]) -> dict[str, int | None]:
    studies = {study["accession"]: study["n_participants"] for study, _, _ in members}
    stated = [number for number in studies.values() if number is not None]
    numbers = [(row.get("n_affected"), row.get("n_at_risk")) for _, _, row in members if row is not None]
    both = [(affected, at_risk) for affected, at_risk in numbers if affected is not None and at_risk is not None]
    return {
        "studies": len(studies),
        "participants": sum(stated) if stated else None,
        "studies_with_participants": len(stated),
        "rows": len(members),
        "events": sum(affected for affected, _ in both) if both else None,
        "at_risk": sum(at_risk for _, at_risk in both) if both else None,
        "rows_with_both": len(both),
    }
