"""What is asked of an aggregate, and what is found: groups with their figures, and the denominators."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.fields import Field, Resource
from app.core.operators import Operator
from app.core.tree import Condition, Either, Every, Node, Not, Some, Within, single
from app.reads.dimensions import Dimension
from app.vocab import RetractionStatus

MAX_GROUPS = 5_000
# Beyond as many, groups are no longer counted.
COUNTED = 10_000
RETRACTION = "retraction_status"
# The figures of each metric; the first is the metric itself.
METRICS: Mapping[str, tuple[str, ...]] = {
    "studies": ("studies",),
    "participants": ("participants", "studies_with_participants"),
    "rows": ("rows",),
    "events": ("events", "rows_with_both"),
    "at_risk": ("at_risk", "rows_with_both"),
}
# Sums of what may not be stated; nothing stated is null, not zero.
SUMS = {"participants": "studies_with_participants", "events": "rows_with_both", "at_risk": "rows_with_both"}
OF_STUDIES = ("studies", "participants")

Figures = Mapping[str, int]


@dataclass(frozen=True)
class Groups:
    """Rows with the same values, in the order of these, null last; the figures of all groups stand name by name."""

    values: Sequence[tuple[Any, ...]]
    # At least those of the metrics asked for, and how much is in a group.
    figures: Mapping[str, Sequence[int]]

    def __len__(self) -> int:
        """Count the groups."""
        return len(self.values)

    def with_value(self, dimensions: Sequence[Dimension]) -> dict[str, int]:
        """Count the rows with a value of each dimension, where each row stands in one group."""
        counted = list(zip(self.values, self.figures["rows"], strict=True))
        return {
            each.text: sum(number for values, number in counted if values[place] is not None)
            for place, each in enumerate(dimensions)
        }

    def figure(self, name: str) -> Sequence[int | None]:
        """Give one figure of each group; of what nobody stated, nothing."""
        numbers = self.figures[name]
        stated = self.figures[SUMS[name]] if name in SUMS else None
        return numbers if stated is None else [number if n else None for number, n in zip(numbers, stated, strict=True)]


@dataclass(frozen=True)
class Grouping:
    """Rows for which a question holds, by the values of some fields."""

    resource: Resource
    where: Node
    dimensions: Sequence[Dimension]
    metrics: Sequence[str]

    @property
    def counted(self) -> str:
        """The figure that says how much is in a group."""
        return "studies" if self.resource.name == "studies" else "rows"

    @property
    def figures(self) -> list[str]:
        """The figures of the metrics, each once."""
        return list(dict.fromkeys(figure for metric in self.metrics for figure in METRICS[metric]))

    @property
    def needs_studies(self) -> bool:
        """Whether studies are counted, each once in a group."""
        return any(metric in OF_STUDIES for metric in self.metrics)

    def inner(self, dimension: Dimension) -> Node | None:
        """Give what the question asks of the very row that gives the value, where it asks something."""
        scope = dimension.field.scope
        if scope is None or not scope.many:
            return None
        found = [
            part.part for part in conjunction(self.where) if isinstance(part, Some) and part.scope.name == scope.name
        ]
        return found[0] if len(found) == 1 else None


def null_last(values: Sequence[Any]) -> list[tuple[bool, Any]]:
    """Give the key by which the values of groups are ordered."""
    return [(value is None, 0 if value is None else value) for value in values]


def in_order(grouping: Grouping, found: Iterable[tuple[tuple[Any, ...], Figures]]) -> Groups:
    """Put groups in order that were found one by one."""
    rows = sorted(found, key=lambda row: null_last(row[0]))
    names = rows[0][1] if rows else [grouping.counted, *grouping.figures]
    return Groups([values for values, _ in rows], {name: [figures[name] for _, figures in rows] for name in names})


@dataclass(frozen=True)
class Denominators:
    """How much there is in all, and what is in no figure."""

    total: Figures
    # By dimension: rows with at least one value.
    with_value: Mapping[str, int]
    # Nothing where the question itself is about retractions.
    retracted: Figures | None
    in_no_group: int = 0


def metrics_of(resource: Resource) -> list[str]:
    """Name the metrics of a resource."""
    own = {each.name for each in resource.fields}
    if resource.name == "studies":
        return ["studies", "participants"]
    counted = ["n_affected", "n_at_risk"]
    return ["rows", "studies", "participants", *(["events", "at_risk"] if own.issuperset(counted) else [])]


def conjunction(node: Node) -> list[Node]:
    """Give the parts that must all hold."""
    return [part for each in node.parts for part in conjunction(each)] if isinstance(node, Every) else [node]


def fields_of(node: Node) -> set[str]:
    """Name the fields that a question speaks of."""
    match node:
        case Condition(asked):
            return {asked.name}
        case Within():
            return set()
        case Every(parts) | Either(parts):
            return set[str]().union(*map(fields_of, parts))
        case Not(part) | Some(_, part):
            return fields_of(part)


def retracted(resource: Resource, operator: Operator = Operator.EQ) -> Node:
    """Say that the study was retracted."""
    return single(field_named(resource, RETRACTION), operator, (RetractionStatus.RETRACTED,))


def field_named(resource: Resource, name: str) -> Field:
    """Give the field of a name."""
    return next(each for each in resource.fields if each.name == name)
