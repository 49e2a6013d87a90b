"""Say a question back as it was understood, so that nobody has to guess."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from app.core.fields import Operator
from app.core.query import ListQuery
from app.core.tree import Condition, Either, Every, Node, Not, Some

BARE = "any"


def echo(query: ListQuery, includes: Mapping[Condition, Mapping[str, Sequence[str]]]) -> dict[str, Any]:
    """Give filters, tree, order and roll-up of a question, ready for JSON."""
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
        "filters": filters,
        "where": write_tree(query.where),
        "sort": [str(order) for order in query.sort],
        "rollup": query.rollup,
    }


def write_tree(node: Node) -> dict[str, Any]:
    """Write a tree in the JSON form in which it can be asked."""
    match node:
        case Condition(field, operator, values):
            single = operator not in (Operator.EQ, Operator.CONTAINS)
            value = _plain(values[0]) if single else list(map(_plain, values))
            return {"field": field.name, "op": operator.value or BARE, "value": value}
        case Every(parts):
            return {"and": [write_tree(part) for part in parts]}
        case Either(parts):
            return {"or": [write_tree(part) for part in parts]}
        case Not(part):
            return {"not": write_tree(part)}
        case Some(_, Condition() as part):
            return write_tree(part)
        case Some(scope, part):
            return {"any": {"of": scope.name, "where": write_tree(part)}}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else getattr(value, "value", value)
