"""The values along the sides of a map: all that exist, so that what has no evidence shows as a gap."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.reads.dimensions import Dimension as Grouped
from app.reads.dimensions import names
from app.reads.snapshot import Snapshot
from app.synthesis.asking.dimensions import Depths, Dimension
from app.synthesis.columns.study_values import field_named
from app.vocab import EvidenceLevel

NOT_STATED = "not stated"
# Where no value means more than that.
NULL_NAMES = {
    "source": "no arm given vesicles",
    "source_origin": "no arm given vesicles",
    "evidence_level": "ungraded",
    "design": "design not seen",
}


def known_values(snapshot: Snapshot, dimension: Dimension, depths: Depths) -> list[Any] | None:
    """Give all values that a dimension can have; none where it is open."""
    if dimension.closed is EvidenceLevel:
        return [int(value) for value in EvidenceLevel.values()]
    if dimension.closed:
        return list(dimension.closed.values())
    ancestors = dimension.ancestors(snapshot, depths)
    return None if ancestors is None else sorted(set(ancestors.values()))


def all_values(known: list[Any] | None, seen: Iterable[Any], dimension: Dimension) -> list[Any]:
    """Give the values of an axis in order; years without a study stand between those with one."""
    found = set(seen)
    stated = sorted(found - {None}) if known is None else known
    if dimension.name == "year" and stated:
        stated = list(range(stated[0], stated[-1] + 1))
    return [*stated, *([None] if None in found else [])]


def names_of(snapshot: Snapshot, dimension: Dimension) -> Mapping[Any, str]:
    """Give the names of slugs, of levels, and of no value; other values are their own names."""
    none: dict[Any, str] = {None: NULL_NAMES.get(dimension.name, NOT_STATED)}
    if dimension.closed is EvidenceLevel:
        return none | {int(value): f"level {value}" for value in EvidenceLevel.values()}
    return none | dict(names(snapshot, Grouped(dimension.name, field_named(dimension.name))) or {})


def name_of(value: Any, names: Mapping[Any, str]) -> str:
    """Name a value."""
    return names.get(value, str(value).replace("_", " "))
