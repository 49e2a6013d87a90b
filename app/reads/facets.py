"""Counts beside a list: for each field the rows with each value, as if the filter of that field were off."""

from collections.abc import Sequence
from typing import Any

from pyroaring import BitMap

from app.core.errors import InvalidRequestError
from app.core.query import ListQuery
from app.core.tree import Node, Some, every
from app.core.values import ValueFaultError
from app.reads.dimensions import Dimension, names, read_dimensions
from app.reads.group_rows import count_rows, group_rows
from app.reads.group_sets import buckets_of, can_be_grouped_by_sets
from app.reads.group_show import refuse_too_many
from app.reads.grouping import Grouping, conjunction, fields_of
from app.reads.sets import Sets, answered_by_sets
from app.reads.snapshot import Snapshot

MAX_FACETS = 10


def read_facets(query: ListQuery) -> list[Dimension]:
    """Read which fields to count."""
    try:
        return read_dimensions(query.resource, "facets", query.facets, MAX_FACETS)
    except ValueFaultError as error:
        raise InvalidRequestError.of(error.faults) from None


def facets_are_quick(query: ListQuery) -> bool:
    """Tell whether sets give all counts."""
    groupings = [_grouping(query, query.where, each) for each in read_facets(query)]
    return all(can_be_grouped_by_sets(each) and answered_by_sets(each.where) for each in groupings)


def facets_of(
    snapshot: Snapshot, query: ListQuery, where: Node, matching: BitMap | None = None
) -> dict[str, Any] | None:
    """Count the values of the fields that a list was asked for; nothing where it was asked for none.

    `matching` are the studies of the list, where they are known already.
    """
    if not query.facets:
        return None
    sets = Sets(snapshot)
    shown = {}
    for dimension in read_facets(query):
        grouping = _grouping(query, where, dimension)
        if can_be_grouped_by_sets(grouping):
            found = matching if grouping.where is where else None
            found = sets.matching(grouping.where) if found is None else found
            counts, total, missing = _by_sets(snapshot, sets, grouping, found)
        else:
            counts, total, missing = _by_rows(snapshot, grouping)
        shown[dimension.text] = _show(snapshot, dimension, counts, total, missing)
    return shown


def _grouping(query: ListQuery, where: Node, dimension: Dimension) -> Grouping:
    return Grouping(query.resource, without(where, dimension.field.name), [dimension], ["rows"])


def without(where: Node, name: str) -> Node:
    """Take out of a question what it asks of one field alone, wherever that must hold."""
    if name not in fields_of(where):
        return where
    parts: list[Node] = []
    for part in conjunction(where):
        if fields_of(part) == {name}:
            continue
        match part:
            case Some(scope, inner) if name in fields_of(inner):
                parts.append(Some(scope, without(inner, name)))
            case _:
                parts.append(part)
    return every(parts)


def _by_sets(
    snapshot: Snapshot, sets: Sets, grouping: Grouping, found: BitMap
) -> tuple[list[tuple[Any, int]], int, int]:
    counts = []
    missing = 0
    for value, members in buckets_of(snapshot, sets, grouping, grouping.dimensions[0]):
        number = found.intersection_cardinality(members)
        if value is None:
            missing = number
        elif number:
            counts.append((value, number))
    return counts, len(found), missing


def _by_rows(snapshot: Snapshot, grouping: Grouping) -> tuple[list[tuple[Any, int]], int, int]:
    found = group_rows(snapshot, grouping)
    groups = [(value, number) for (value,), number in zip(found.values, found.figures["rows"], strict=True)]
    missing = sum(number for value, number in groups if value is None)
    return [one for one in groups if one[0] is not None], count_rows(snapshot, grouping)["rows"], missing


def _show(
    snapshot: Snapshot, dimension: Dimension, counts: Sequence[tuple[Any, int]], total: int, missing: int
) -> dict[str, Any]:
    refuse_too_many(len(counts), "facets")
    named = names(snapshot, dimension)
    ordered = sorted(counts, key=lambda one: (-one[1], one[0]))
    buckets = [
        {"value": value, "count": number, "name": None if named is None else named.get(value)}
        for value, number in ordered
    ]
    return {
        "buckets": buckets,
        "missing": missing,
        "total": total,
        "multi_valued": dimension.is_multi_valued,
        "level": dimension.number if dimension.is_level else None,
        "step": dimension.number if dimension.is_step else None,
    }
