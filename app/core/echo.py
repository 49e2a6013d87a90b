"""Say a question back as it was understood, so that nobody has to guess."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.core.operators import Operator
from app.core.query import ANYTHING, ListQuery
from app.core.tree import BARE, Condition, Either, Every, Node, Not, Some, Within, together
from app.core.values import MAX_VALUES


def echo(
    query: ListQuery, includes: Mapping[Condition, Mapping[str, Sequence[str]]], search: dict[str, Any] | None
) -> dict[str, Any]:
    """Give filters, tree, order and roll-up of a question, ready for JSON; no filters where they would say less."""
    filters = [
        {
            "parameter": item.field.parameter(item.operator),
            "field": item.field.name,
            "operator": item.operator.value or BARE,
            "values": list(map(_plain, item.values)),
            "includes": includes.get(item, {}),
        }
        for item in query.asked
    ]
    return {
        "filters": filters if _conjuncts(query.where) == _conjuncts(together(query.asked)) else None,
        "where": None if query.where == ANYTHING else write_tree(query.where),
        "includes": _included(includes),
        "search": search,
        "sort": [str(order) for order in query.sort],
        "rollup": query.rollup,
    }


def _included(includes: Mapping[Condition, Mapping[str, Sequence[str]]]) -> dict[str, dict[str, Sequence[str]]]:
    by_field: dict[str, dict[str, Sequence[str]]] = {}
    for item, slugs in includes.items():
        by_field.setdefault(item.field.name, {}).update(slugs)
    return by_field


def _conjuncts(node: Node) -> frozenset[Any]:
    """Give what must all hold, so that two conjunctions are equal whatever their order."""
    match node:
        case Every(parts):
            return frozenset().union(*map(_conjuncts, parts))
        case Some(scope, part):
            return frozenset({(scope.name, _conjuncts(part))})
        case _:
            return frozenset({node})


def write_tree(node: Node) -> dict[str, Any]:
    """Write a tree in the JSON form in which it can be asked; what has an operator of its own is written with it."""
    match node:
        case (Condition() as item) | Some(_, Condition() as item):
            return _comparison(item)
        case Not(part):
            denied = _bare(part)
            is_plain = denied is not None and denied.operator == Operator.EQ
            if denied is not None and is_plain and Operator.NOT in denied.field.operators:
                return _comparison(denied, Operator.NOT)
            return {"not": write_tree(part)}
        case Every(parts):
            joined = _all_of(parts)
            return {"and": [write_tree(part) for part in parts]} if joined is None else joined
        case Either(parts):
            return {"or": [write_tree(part) for part in parts]}
        case Within():
            raise TypeError("a question as it was asked names no rows")
        case Some(scope, part):
            return {"any": {"of": scope.name, "where": write_tree(part)}}


def _bare(node: Node) -> Condition | None:
    """Give the comparison of a node that is nothing else."""
    match node:
        case Condition() as item:
            return item
        case Some(_, Condition() as item):
            return item
        case _:
            return None


def _all_of(parts: Sequence[Node]) -> dict[str, Any] | None:
    """Write comparisons of one field, each with one value, as one that wants all of the values."""
    bare = [_bare(part) for part in parts]
    items = [item for item in bare if item is not None and item.operator == Operator.EQ and len(item.values) == 1]
    if not 0 < len(items) == len(parts) <= MAX_VALUES or len({item.field.name for item in items}) > 1:
        return None
    first = items[0]
    joined = replace(first, values=tuple(value for item in items for value in item.values))
    return _comparison(joined, Operator.ALL) if Operator.ALL in first.field.operators else None


def _comparison(item: Condition, operator: Operator | None = None) -> dict[str, Any]:
    asked = operator or item.operator
    is_list = asked in (Operator.EQ, Operator.ALL, Operator.NOT, Operator.CONTAINS)
    value = list(map(_plain, item.values)) if is_list else _plain(item.values[0])
    return {"field": item.field.name, "op": asked.value or BARE, "value": value}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else getattr(value, "value", value)
