"""The parameters of lists for OpenAPI, made from the same fields that read them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from app.core.controls import CONTROLS, controls_of, grouped_by
from app.core.fields import Field, Kind, Resource
from app.core.operators import MEANINGS, ORDERED, Operator
from app.core.values import MAX_INT, MAX_LENGTH, MAX_NUMBER, MAX_VALUES
from app.identifiers import PATTERNS

# Controls that say which rows are meant; all others say how rows are shown.
OF_ROWS = ("rollup", "q")


def list_parameters(resource: Resource) -> dict[str, Any]:
    """Describe all query parameters of a list."""
    named = resource.parameters.items()
    filters = [_parameter(name, asked, operator) for name, (asked, operator) in named]
    return {"parameters": [*filters, *_controls(resource)]}


def aggregate_parameters(resource: Resource, metrics: Sequence[str]) -> dict[str, Any]:
    """Describe all query parameters of an aggregate: the filters of the list, and what to group by and to count."""
    kept = [
        each
        for each in list_parameters(resource)["parameters"]
        if each["name"] not in CONTROLS or each["name"] in OF_ROWS
    ]
    form = {"in": "query", "style": "form", "explode": False}
    example = next(each.name for each in resource.fields if each.closed)
    by = {
        "name": "by",
        "required": True,
        "description": "Fields to group by, one to three. `source:0` counts at the top of the hierarchy, `source` as "
        f"coded; `year:10` counts in steps of ten. Example: `by={example}`.",
        "schema": {
            "type": "array",
            "items": grouped_by(resource),
            "minItems": 1,
            "maxItems": 3,
            "examples": [[example]],
        },
    }
    metric = {
        "name": "metric",
        "required": False,
        "description": f"What to count, the first deciding on the order. Example: `metric={','.join(metrics)}`.",
        "schema": {
            "type": "array",
            "items": {"type": "string", "enum": list(metrics)},
            "uniqueItems": True,
            "minItems": 1,
            "default": [metrics[0]],
            "examples": [list(metrics)],
        },
    }
    return {"parameters": [by | form, metric | form, *kept]}


def _parameter(name: str, asked: Field, operator: Operator) -> dict[str, Any]:
    unit = f" Unit: {asked.unit}." if asked.unit else ""
    example = False if operator == Operator.ISNULL else asked.example
    told = str(example).lower() if isinstance(example, bool) else example
    one = {"type": "boolean"} if operator == Operator.ISNULL else value_schema(asked)
    # Examples stand in the schema: the docs would send those of parameters all at once.
    described = {
        "name": name,
        "in": "query",
        "required": False,
        "description": f"{asked.meaning}{unit} {MEANINGS[operator]} Example: `{name}={told}`.",
        "schema": one | {"examples": [example]},
    }
    if operator == Operator.ISNULL or operator in ORDERED:
        return described
    items = {"type": "array", "items": one, "minItems": 1, "maxItems": MAX_VALUES, "examples": [[example]]}
    commas = asked.closed is not None and any("," in value for value in asked.closed.values())
    explode = operator == Operator.CONTAINS or commas
    return described | {"schema": items, "style": "form", "explode": explode}


SCHEMAS: dict[Kind, dict[str, Any]] = {
    Kind.INTEGER: {"type": "integer", "minimum": -MAX_INT, "maximum": MAX_INT},
    Kind.NUMBER: {"type": "number", "exclusiveMinimum": -MAX_NUMBER, "exclusiveMaximum": MAX_NUMBER},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.SLUG: {"type": "string", "pattern": "^[a-z0-9-]+$", "maxLength": 60},
    Kind.IDENTIFIER: {"type": "string", "pattern": r"^[^\s,\x00-\x1f\x7f]+$", "maxLength": MAX_LENGTH},
    Kind.TEXT: {"type": "string", "pattern": r"^[^\s\x00-\x1f\x7f]", "maxLength": MAX_LENGTH},
}


def value_schema(asked: Field) -> dict[str, Any]:
    """Describe one value of a field as JSON Schema."""
    if asked.closed:
        return {"type": "string", "enum": asked.closed.values()}
    described = SCHEMAS[asked.kind]
    return described | {"pattern": PATTERNS[asked.scheme]} if asked.scheme else described


def _controls(resource: Resource) -> list[dict[str, Any]]:
    described = []
    for name, control in controls_of(resource).items():
        schema = control.described(resource)
        told = {"name": name, "in": "query", "required": False, "description": control.meaning, "schema": schema}
        described.append(told | ({"style": "form", "explode": False} if schema["type"] == "array" else {}))
    return described


def share_parameters(document: dict[str, Any]) -> None:
    """Write parameters that several addresses take once, among the components."""
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    every = [orjson.dumps(each) for operation in operations for each in operation.get("parameters", [])]
    names: dict[bytes, str] = {}
    for written, times in Counter(every).items():
        if times > 1:
            name = str(orjson.loads(written)["name"])
            twins = sum(each.rpartition(".")[0] == name or each == name for each in names.values())
            names[written] = f"{name}.{twins + 1}" if twins else name
    document["components"]["parameters"] = {name: orjson.loads(written) for written, name in names.items()}
    for operation in operations:
        operation["parameters"] = [
            {"$ref": f"#/components/parameters/{names[written]}"} if (written := orjson.dumps(each)) in names else each
            for each in operation.get("parameters", [])
        ]
