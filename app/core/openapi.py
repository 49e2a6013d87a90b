"""The parameters of lists for OpenAPI, made from the same fields that read them."""

from typing import Any

from app.core.fields import MEANINGS, ORDERED, Field, Kind, Operator, Resource
from app.core.query import DEFAULT_PAGE_SIZE, MAX_IDS, MAX_PAGE_SIZE, controls_of
from app.core.values import MAX_INT, MAX_LENGTH, MAX_VALUES


def list_parameters(resource: Resource) -> dict[str, Any]:
    """Describe all query parameters of a list."""
    named = resource.parameters.items()
    filters = [_parameter(name, asked, operator) for name, (asked, operator) in named]
    return {"parameters": [*filters, *_controls(resource)]}


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
    Kind.NUMBER: {"type": "number", "minimum": -1_000_000, "maximum": 1_000_000},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.SLUG: {"type": "string", "pattern": "^[a-z0-9-]+$", "maxLength": 60},
    Kind.IDENTIFIER: {"type": "string", "pattern": r"^[^\s,\x00-\x1f\x7f]+$", "maxLength": MAX_LENGTH},
    Kind.TEXT: {"type": "string", "pattern": r"^[^\s\x00-\x1f\x7f]", "maxLength": MAX_LENGTH},
}


def value_schema(asked: Field) -> dict[str, Any]:
    """Describe one value of a field as JSON Schema."""
    return {"type": "string", "enum": asked.closed.values()} if asked.closed else SCHEMAS[asked.kind]


def _controls(resource: Resource) -> list[dict[str, Any]]:
    schemas: dict[str, dict[str, Any]] = {
        "sort": {"type": "array", "items": {"type": "string", "enum": resource.sort_values}, "minItems": 1},
        "page_size": {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": DEFAULT_PAGE_SIZE},
        "page": {"type": "integer", "minimum": 1},
        "cursor": {"type": "string"},
        "rollup": {"type": "boolean", "default": True},
        "ids": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MAX_IDS},
        "fields": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "view": {"type": "string", "enum": list(resource.views), "default": next(iter(resource.views))},
    }
    examples: dict[str, Any] = {
        "sort": [resource.sort_values[-1]],
        "page_size": 25,
        "page": 2,
        "rollup": False,
        "ids": [resource.example_key],
        "fields": list(next(iter(resource.views.values())).model_fields)[:2],
        "view": list(resource.views)[-1],
    }
    described = []
    for name, meaning in controls_of(resource).items():
        schema = schemas[name] | ({"examples": [examples[name]]} if name in examples else {})
        one: dict[str, Any] = {"name": name, "in": "query", "required": False, "description": meaning, "schema": schema}
        described.append(one | ({"style": "form", "explode": False} if schema["type"] == "array" else {}))
    return described
