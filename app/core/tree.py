"""The one form of a question: query strings and JSON bodies are read into this tree, sets and SQL are made from it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from dataclasses import field as member
from typing import Any, TypeAlias

from pyroaring import BitMap

from app.core.fields import Field, Scope
from app.core.operators import Operator

# Name of the operator that has no suffix in a query string.
BARE = "any"


@dataclass(frozen=True)
class Condition:
    """One comparison of a field of the row itself, or of the row of the scope that it stands in."""

    field: Field
    operator: Operator
    values: tuple[Any, ...]
    # Where in a body each value stands; of no weight for what is asked.
    pointers: tuple[str, ...] = member(default=(), compare=False)


@dataclass(frozen=True)
class Every:
    """All parts hold; without parts, always."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Either:
    """At least one part holds; without parts, never."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold; what is not known does not hold."""

    part: "Node"


@dataclass(frozen=True)
class Some:
    """There is one row of a scope for which the part holds."""

    scope: Scope
    part: "Node"


@dataclass(frozen=True)
class Within:
    """The row is one of those whose numbers are given, whatever they were found by."""

    column: Any
    numbers: BitMap


Node: TypeAlias = Condition | Every | Either | Not | Some | Within


def single(asked: Field, operator: Operator, values: tuple[Any, ...], *, inside: bool = False) -> Node:
    """Spell out one comparison: `not` as a complement, `all` as one row for each value, unless inside a row."""
    if operator == Operator.NOT:
        return Not(single(asked, Operator.EQ, values, inside=inside))
    if operator == Operator.ALL:
        return Every(tuple(single(asked, Operator.EQ, (value,), inside=inside) for value in values))
    condition = Condition(asked, operator, values)
    return condition if inside or asked.scope is None else Some(asked.scope, condition)


def together(asked: list[Condition]) -> Node:
    """Join the conditions of a query string: those of one scope must hold for one and the same row of it."""
    parts: list[Node] = []
    scopes: dict[str, tuple[Scope, list[Node]]] = {}
    for item in asked:
        scope = item.field.scope
        if scope is None or item.operator in (Operator.NOT, Operator.ALL):
            parts.append(single(item.field, item.operator, item.values))
        else:
            scopes.setdefault(scope.name, (scope, []))[1].append(item)
    parts += [Some(scope, every(conditions)) for scope, conditions in scopes.values()]
    return every(parts)


def every(parts: list[Node]) -> Node:
    """Join parts that must all hold."""
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def rewrite(node: Node, change: Callable[[Condition], Condition]) -> Node:
    """Give the same tree with each condition changed."""
    match node:
        case Condition():
            return change(node)
        case Within():
            return node
        case Every(parts) | Either(parts):
            return type(node)(tuple(rewrite(part, change) for part in parts))
        case Not(part):
            return Not(rewrite(part, change))
        case Some(_, part):
            return replace(node, part=rewrite(part, change))
