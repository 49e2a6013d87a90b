"""Show groups in one order with names, links and denominators; refuse more than can be shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from app.core.errors import Fault, InvalidRequestError
from app.reads.dimensions import names
from app.reads.group_links import GroupLinks
from app.reads.grouping import COUNTED, MAX_GROUPS, METRICS, SUMS, Denominators, Figures, Group, Grouping
from app.reads.snapshot import Snapshot

ORDER = "{} descending, null last; then the values ascending, null last"
EMPTY = "No row is in this group."


def complete(groups: Sequence[Group], grouping: Grouping) -> list[Group]:
    """Put groups in order; that of the rows without any value is always there, if only with zero."""
    missing = (None,) * len(grouping.dimensions)
    found = list(groups)
    if all(group.values != missing for group in groups):
        found.append(Group(missing, {}))
    return sorted(found, key=lambda group: _place(group, grouping.metrics[0]))


def _place(group: Group, metric: str) -> tuple[Any, ...]:
    figure = _figure(group.figures, metric)
    values = [(value is None, 0 if value is None else value) for value in group.values]
    return figure is None, -(figure or 0), values


def _figure(figures: Figures, name: str) -> int | None:
    if name in SUMS and not figures.get(SUMS[name]):
        return None
    return figures.get(name, 0)


def refuse_too_many(number: int, parameter: str) -> None:
    """Refuse more groups than are shown, with their number."""
    if number > MAX_GROUPS:
        told = f"more than {COUNTED}" if number > COUNTED else str(number)
        message = f"There are {told} groups and at most {MAX_GROUPS} are given; ask by fewer fields or filter more."
        raise InvalidRequestError.of([Fault("too-many-groups", message, parameter)])


def shown_figures(metrics: Iterable[str]) -> list[str]:
    """Name the figures of metrics, each once."""
    return list(dict.fromkeys(figure for metric in metrics for figure in METRICS[metric]))


def show(snapshot: Snapshot, grouping: Grouping, groups: Sequence[Group], links: GroupLinks) -> bytes:
    """Show groups as JSON."""
    figures = shown_figures(grouping.metrics)
    counted = "studies" if grouping.resource.name == "studies" else "rows"
    texts = [each.text for each in grouping.dimensions]
    found = [names(snapshot, each) for each in grouping.dimensions]
    named = [
        (place, text, known) for place, (text, known) in enumerate(zip(texts, found, strict=True)) if known is not None
    ]
    shown = []
    for group in groups:
        link, reason = links.link(group.values) if group.figures.get(counted) else (None, EMPTY)
        row: dict[str, Any] = {
            "values": dict(zip(texts, group.values, strict=True)),
            "names": {text: known.get(group.values[place]) for place, text, known in named},
        }
        row |= {name: _figure(group.figures, name) for name in figures}
        shown.append(row | {"link": link, "link_missing_because": reason})
    return orjson.dumps(shown)


def describe(grouping: Grouping, asked: Mapping[str, Any], denominators: Denominators, number: int) -> dict[str, Any]:
    """Say what was asked and how much there is in all."""
    counted = "studies" if grouping.resource.name == "studies" else "rows"
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
