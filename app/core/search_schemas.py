"""The body of a search for OpenAPI: a recursive tree over exactly the fields and operators of a resource."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from app.core.body import WHERE
from app.core.controls import CONTROLS
from app.core.echo import write_tree
from app.core.fields import Field, Resource
from app.core.openapi import value_schema
from app.core.operators import MEANINGS, ORDERED, Operator
from app.core.tree import BARE, Either, Not, single
from app.core.tree_reader import SINGLE
from app.core.values import MAX_VALUES

Schema = dict[str, Any]
REF = "#/components/schemas/"
KINDS = (
    (Operator.EQ, Operator.ALL, Operator.NOT, Operator.CONTAINS),
    ORDERED,
    (Operator.ISNULL,),
)


def search_body(resource: Resource) -> Schema:
    """Describe the body of a search in its operation."""
    schema = {"$ref": f"{REF}{_name(resource)}Search"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def search_schemas(resource: Resource) -> dict[str, Schema]:
    """Give the components that describe searches of a resource."""
    name, scopes = _name(resource), _scopes(resource)
    found = {f"{name}Search": _search(resource), f"{name}Where": _where(name, scopes)}
    for scope, fields in scopes.items():
        row = _row_name(name, scope)
        told = f"of one of its {scope}" if scope else "of the row itself"
        found[f"{row}Comparison"] = _one_of(f"A comparison {told}.", _comparisons(fields))
        if scope:
            parts = [*_groups(f"{row}Where"), {"$ref": f"{REF}{row}Comparison"}]
            found[f"{row}Where"] = _one_of(f"What must hold for one and the same row of {scope}.", parts)
    return found


def _search(resource: Resource) -> Schema:
    controls = {
        name: control.described(resource) | {"description": control.meaning} for name, control in CONTROLS.items()
    }
    tree = {"$ref": f"{REF}{_name(resource)}Where"}
    where = {"anyOf": [tree, {"type": "null"}], "description": "What must hold; without it, all rows are found."}
    return {
        "type": "object",
        "description": f"A question to {resource.name}.",
        "properties": {WHERE: where, **controls},
        "additionalProperties": False,
        "examples": [{WHERE: _example(resource), "page_size": 25}],
    }


def _example(resource: Resource) -> Schema:
    """Give a tree of two comparisons that finds something: what has the first value, or has not the second."""
    first, second = [each for each in resource.fields if Operator.NOT in each.operators][:2]
    denied = Not(single(second, Operator.EQ, (second.example,)))
    return write_tree(Either((single(first, Operator.EQ, (first.example,)), denied)))


def _where(name: str, scopes: dict[str, list[Field]]) -> Schema:
    same_row = [_same_row(scope, _row_name(name, scope)) for scope in scopes if scope]
    comparisons = [{"$ref": f"{REF}{_row_name(name, scope)}Comparison"} for scope in scopes]
    return _one_of("A tree of conditions.", [*_groups(f"{name}Where"), *same_row, *comparisons])


def _groups(where: str) -> list[Schema]:
    node = {"$ref": REF + where}
    return [
        _object({"and": {"type": "array", "items": node, "minItems": 1, "description": "All of these hold."}}),
        _object({"or": {"type": "array", "items": node, "minItems": 1, "description": "At least one of these holds."}}),
        _object({"not": node | {"description": "This does not hold; what is not known does not hold."}}),
    ]


def _same_row(scope: str, row: str) -> Schema:
    of = {"type": "string", "enum": [scope], "description": "Rows that belong to the row."}
    where = {"$ref": f"{REF}{row}Where", "description": "What must hold for one and the same of these rows."}
    return _object({"any": _object({"of": of, "where": where}) | {"description": f"There is one such row of {scope}."}})


def _comparisons(fields: Iterable[Field]) -> list[Schema]:
    """Describe comparisons; fields that take the same operators and values stand together."""
    alike: dict[tuple[tuple[str, ...], bytes], list[str]] = {}
    for field in fields:
        for kind in KINDS:
            if known := tuple(each.value or BARE for each in field.operators if each in kind):
                value = {"type": "boolean"} if kind == (Operator.ISNULL,) else value_schema(field)
                alike.setdefault((known, orjson.dumps(value)), []).append(field.name)
    return [_comparison(names, known, orjson.loads(value)) for (known, value), names in alike.items()]


def _comparison(names: Sequence[str], operators: Sequence[str], value: Schema) -> Schema:
    told = " ".join(f"`{name}`: {MEANINGS[Operator('' if name == BARE else name)]}" for name in operators)
    is_single = operators[0] in SINGLE
    several = {"type": "array", "items": value, "minItems": 1, "maxItems": MAX_VALUES}
    values = value if is_single else {"anyOf": [value, several]}
    return _object(
        {
            "field": {"type": "string", "enum": list(names), "description": "Field compared."},
            "op": {"type": "string", "enum": list(operators), "description": told},
            "value": values | {"description": "Value." if is_single else "Value, or a list of values."},
        }
    )


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(description: str, parts: Sequence[Schema]) -> Schema:
    return {"description": description, "anyOf": list(parts)}


def _scopes(resource: Resource) -> dict[str, list[Field]]:
    scopes: dict[str, list[Field]] = {"": []}
    for field in resource.fields:
        scopes.setdefault(field.scope.name if field.scope else "", []).append(field)
    return scopes


def _name(resource: Resource) -> str:
    return "".join(word.capitalize() for word in resource.name.split("-"))


def _row_name(name: str, scope: str) -> str:
    return name + "".join(word.capitalize() for word in scope.split("_"))
