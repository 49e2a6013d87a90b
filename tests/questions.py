"""Questions made up at random, as query strings and as trees."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

from hypothesis import strategies as st

from app.core.fields import Field, Kind, Resource
from app.core.operators import ORDERED, Operator
from app.core.tree import BARE

Values = Callable[[Field], st.SearchStrategy[Any]]
Trees = st.SearchStrategy[dict[str, Any]]
WORDS = st.sampled_from(["exo", "É", "%", "_", "\\", "'", "β", "hair density", "10", "MSC", "ß", "a%b"])
PIECES = st.sampled_from(["hair", "dens", "AGA", "-mouse", "OR", '"hair loss"', "β-catenin", "((", "miR*", "EXS000009"])
TEXTS = st.lists(PIECES, min_size=1, max_size=4).map(" ".join)
NUMBERS = st.integers(-3, 400)
BY_KIND: dict[Kind, st.SearchStrategy[object]] = {
    Kind.INTEGER: NUMBERS | st.integers(2018, 2026) | st.just(2_147_483_647),
    Kind.NUMBER: NUMBERS | st.sampled_from([0.3, 0.5, 12.5, -9]),
    Kind.BOOLEAN: st.booleans(),
    Kind.DATE: st.dates(min_value=dt.date(1900, 1, 1)).map(lambda day: f"{day:%Y-%m-%d}") | st.just("2026-11-22"),
    Kind.TEXT: WORDS,
    Kind.IDENTIFIER: st.sampled_from(["baseline", "exo", "é"]),
}


def of_kind(field: Field) -> st.SearchStrategy[Any]:
    """Values that a field could have."""
    if field.closed:
        return st.sampled_from(field.closed.values())
    return st.just(field.example) if field.kind == Kind.SLUG or field.scheme else BY_KIND[field.kind]


@st.composite
def query_strings(draw: st.DrawFn, resource: Resource) -> dict[str, str]:
    """Make the query string of a list."""
    names = draw(st.lists(st.sampled_from(list(resource.parameters)), max_size=3, unique=True))
    asked = {}
    for name in names:
        field, operator = resource.parameters[name]
        value = draw(st.booleans() if operator == Operator.ISNULL else of_kind(field))
        asked[name] = str(value).lower() if isinstance(value, bool) else str(value)
    sorts = resource.sort_values
    if resource.search and draw(st.booleans()):
        asked["q"] = draw(TEXTS)
        sorts = resource.all_sort_values
    sort = draw(st.lists(st.sampled_from(sorts), min_size=1, max_size=2, unique_by=lambda key: key.strip("-")))
    return asked | {"sort": ",".join(sort), "page_size": str(draw(st.integers(1, 40)))}


@st.composite
def comparisons(draw: st.DrawFn, fields: list[Field], values: Values) -> dict[str, Any]:
    """Make one comparison of one of the fields."""
    field = draw(st.sampled_from(fields))
    operator = draw(st.sampled_from(field.operators))
    value: Any
    if operator == Operator.ISNULL:
        value = draw(st.booleans())
    elif operator in ORDERED:
        value = draw(values(field))
    else:
        value = draw(values(field) | st.lists(values(field), min_size=1, max_size=3))
    return {"field": field.name, "op": operator.value or BARE, "value": value}


def joined(parts: Trees) -> Trees:
    """Join trees to larger ones."""
    several = st.lists(parts, min_size=1, max_size=3)
    return (
        several.map(lambda found: {"and": found})
        | several.map(lambda found: {"or": found})
        | parts.map(lambda found: {"not": found})
    )


def same_rows(fields: list[Field], values: Values) -> Trees:
    """Make trees that must hold for one and the same row."""
    by_scope: dict[str, list[Field]] = {}
    for field in fields:
        if field.scope:
            by_scope.setdefault(field.scope.name, []).append(field)
    found = []
    for scope, own in by_scope.items():
        inner = st.recursive(comparisons(own, values), joined, max_leaves=4)
        found.append(st.builds(lambda where, scope: {"any": {"of": scope, "where": where}}, inner, st.just(scope)))
    return st.one_of(found)


def trees(resource: Resource, names: Collection[str] | None = None, values: Values = of_kind) -> Trees:
    """Make trees over all fields of a resource, or over some."""
    fields = [field for field in resource.fields if names is None or field.name in names]
    leaves = comparisons(fields, values) | same_rows(fields, values)
    return st.recursive(leaves, joined, max_leaves=6).filter(lambda tree: depth_of(tree) <= 10)


def depth_of(tree: dict[str, Any]) -> int:
    """Count the levels of a tree."""
    match tree:
        case {"and": parts} | {"or": parts}:
            return 1 + max(map(depth_of, parts))
        case {"not": part} | {"any": {"where": part}}:
            return 1 + depth_of(part)
        case _:
            return 1
