"""What is asked of an aggregate, and what is found: groups with their figures, and the denominators."""

from collections.abc import Mapping, Sequence
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
class Group:
    """Rows with the same values; `figures` has at least those of the metrics asked for."""

    values: tuple[Any, ...]
    figures: Figures


@dataclass(frozen=True)
class Grouping:
    """Rows for which a question holds, by the values of some fields."""

    resource: Resource
    where: Node
    dimensions: Sequence[Dimension]
    metrics: Sequence[str]

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
