"""Group studies by joining sets: no row is read, whatever the filter."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias

from pyroaring import BitMap

from app.core.conditions import COMPARISONS
from app.core.fields import Field, Resource
from app.core.operators import Operator
from app.core.tree import Condition, Node
from app.reads.dimensions import Dimension, plain
from app.reads.grouping import COUNTED, Grouping, Groups, conjunction, field_named, in_order
from app.reads.sets import Sets, weight
from app.reads.snapshot import Snapshot

Buckets: TypeAlias = Sequence[tuple[Any, BitMap]]
PARTICIPANTS = "n_participants"


def can_be_grouped_by_sets(grouping: Grouping) -> bool:
    """Tell whether sets know enough: not where several things are asked of one and the same arm, outcome or event."""
    if grouping.resource.name != "studies":
        return False
    scopes = [each.field.scope.name for each in grouping.dimensions if each.field.scope is not None]
    return len(set(scopes)) == len(scopes) and all(
        _own_conditions(each, grouping.inner(each)) is not None for each in grouping.dimensions
    )


def _own_conditions(dimension: Dimension, inner: Node | None) -> list[Condition] | None:
    """Give conditions that speak of the field of the dimension alone, or nothing where others stand beside them."""
    found: list[Condition] = []
    for part in [] if inner is None else conjunction(inner):
        if not isinstance(part, Condition) or part.field.name != dimension.field.name:
            return None
        found.append(part)
    return found


def group_by_sets(snapshot: Snapshot, grouping: Grouping, found: BitMap) -> Groups:
    """Give all groups of a set of studies; the walk ends where there are too many to count."""
    sets = Sets(snapshot)
    buckets = [buckets_of(snapshot, sets, grouping, dimension) for dimension in grouping.dimensions]
    measure = _measure(snapshot, sets, grouping)
    walk = islice(_walk(found, buckets, ()), COUNTED + 1)
    return in_order(grouping, ((values, measure(members)) for values, members in walk))


def _walk(
    found: BitMap, buckets: Sequence[Buckets], before: tuple[Any, ...]
) -> Iterator[tuple[tuple[Any, ...], BitMap]]:
    for value, members in buckets[0]:
        if found.intersect(members):
            inner = found & members
            if len(buckets) == 1:
                yield (*before, value), inner
            else:
                yield from _walk(inner, buckets[1:], (*before, value))


def buckets_of(snapshot: Snapshot, sets: Sets, grouping: Grouping, dimension: Dimension) -> Buckets:
    """Give each value of a dimension with its studies, null last."""
    inner = grouping.inner(dimension)
    own = _own_conditions(dimension, inner) if inner is not None else None

    def make() -> Buckets:
        place = dimension.place(snapshot)
        found: dict[Any, BitMap] = {}
        for value, members in sets.each(dimension.field):
            if value is not None and _is_allowed(value, own):
                key = plain(place(value))
                found[key] = found[key] | members if key in found else members
        missing = _missing(sets, grouping.resource, dimension) if own is None else _unknown(sets, dimension, own)
        return [*found.items(), (None, missing)]

    if own is not None:
        return make()
    return snapshot.memory.get(("buckets", dimension.text), make, lambda made: sum(weight(each) for _, each in made))


def _is_allowed(value: Any, own: Sequence[Condition] | None) -> bool:
    return own is None or all(_holds(value, item) for item in own)


def _holds(value: Any, item: Condition) -> bool:
    asked = [plain(one) for one in item.values]
    if item.operator == Operator.EQ:
        return plain(value) in asked
    return bool(not asked[0] if item.operator == Operator.ISNULL else COMPARISONS[item.operator](value, asked[0]))


def _unknown(sets: Sets, dimension: Dimension, own: Sequence[Condition]) -> BitMap:
    """Give the studies with a row without a value, where the question asks for such rows."""
    asked = all(item.operator == Operator.ISNULL and item.values[0] for item in own)
    return sets.with_value(dimension.field, None) if asked else BitMap()


def _missing(sets: Sets, resource: Resource, dimension: Dimension) -> BitMap:
    """Give the studies with a row without a value; where every row has one, those without a row."""
    holder = dimension.holder(resource)
    return sets.with_value(holder, None) if holder.nullable else sets.everything() - sets.known(dimension.field)


def _measure(snapshot: Snapshot, sets: Sets, grouping: Grouping) -> Callable[[BitMap], Mapping[str, int]]:
    if "participants" not in grouping.metrics:
        return lambda members: {"studies": len(members)}
    field = field_named(grouping.resource, PARTICIPANTS)
    slices = _slices(snapshot, sets, field)
    stated = sets.known(field)

    def measure(members: BitMap) -> Mapping[str, int]:
        return {
            "studies": len(members),
            "participants": sum(members.intersection_cardinality(part) << bit for bit, part in enumerate(slices)),
            "studies_with_participants": members.intersection_cardinality(stated),
        }

    return measure


def _slices(snapshot: Snapshot, sets: Sets, field: Field) -> Sequence[BitMap]:
    """Give, for each binary digit of a whole number, the studies in whose number it is set."""

    def make() -> Sequence[BitMap]:
        known = [(value, members) for value, members in sets.each(field) if value is not None]
        width = max((value.bit_length() for value, _ in known), default=0)
        return [
            BitMap.union(BitMap(), *(members for value, members in known if value >> bit & 1)) for bit in range(width)
        ]

    return snapshot.memory.get(("slices", field.name), make, lambda made: sum(map(weight, made)))
