"""Put groups in the order in which they are shown, say of what they are a part, and refuse too many."""

from collections.abc import Mapping
from typing import Any

from app.core.errors import Fault, InvalidRequestError
from app.reads.grouping import COUNTED, MAX_GROUPS, Denominators, Grouping, Groups

ORDER = "{} descending, null last; then the values ascending, null last"


def complete(groups: Groups, grouping: Grouping) -> Groups:
    """Put groups in order; that of the rows without any value is always there, if only with zero."""
    missing = (None,) * len(grouping.dimensions)
    if not groups.values or groups.values[-1] != missing:
        groups = Groups([*groups.values, missing], {name: [*column, 0] for name, column in groups.figures.items()})
    keys = [(number is None, -(number or 0)) for number in groups.figure(grouping.metrics[0])]
    places = sorted(range(len(groups)), key=keys.__getitem__)
    figures = {name: [column[place] for place in places] for name, column in groups.figures.items()}
    return Groups([groups.values[place] for place in places], figures)


def refuse_too_many(number: int, parameter: str) -> None:
    """Refuse more groups than are shown, with their number."""
    if number > MAX_GROUPS:
        told = f"more than {COUNTED}" if number > COUNTED else str(number)
        message = f"There are {told} groups and at most {MAX_GROUPS} are given; ask by fewer fields or filter more."
        raise InvalidRequestError.of([Fault("too-many-groups", message, parameter)])


def describe(grouping: Grouping, asked: Mapping[str, Any], denominators: Denominators, number: int) -> dict[str, Any]:
    """Say what was asked and how much there is in all."""
    counted = grouping.counted
    total = denominators.total[counted]
    dimensions = [
        {
            "name": each.text,
            "field": each.field.name,
            "level": each.number if each.is_level else None,
            "step": each.number if each.is_step else None,
            "multi_valued": each.is_multi_valued,
            "with_value": denominators.with_value[each.text],
            "without_value": total - denominators.with_value[each.text],
        }
        for each in grouping.dimensions
    ]
    units = ("studies",) if counted == "studies" else ("studies", "rows")
    withdrawn = denominators.retracted
    return {
        "query": {name: asked[name] for name in ("filters", "where", "search", "rollup")},
        "metrics": list(grouping.metrics),
        "order": ORDER.format(grouping.metrics[0]),
        "counts": counted,
        "total": {name: denominators.total[name] for name in units},
        "in_no_group": denominators.in_no_group,
        "excluded": {"retracted": None if withdrawn is None else {name: withdrawn[name] for name in units}},
        "dimensions": dimensions,
        "multi_valued": [each.text for each in grouping.dimensions if each.is_multi_valued],
        "groups_total": number,
    }
