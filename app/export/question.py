"""What an export was asked for: the filters and the order of the list, without its pages."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from app.core.conditions import clause
from app.core.controls import CONTROLS
from app.core.errors import Fault, InvalidRequestError
from app.core.fields import Resource
from app.core.openapi import list_parameters
from app.core.query import ListQuery, read_order
from app.core.query_string import read_query
from app.core.values import ValueFaultError, read_boolean
from app.reads.pages import order_parts
from app.reads.slugs import understand
from app.reads.snapshot import Snapshot

# Of what says how a list is answered, only this has a meaning for a file that holds all rows.
KEPT = ("sort", "rollup", "q")
PAGES = tuple(name for name in CONTROLS if name not in KEPT)
BOM = "bom"
BOM_PARAMETER: dict[str, Any] = {
    "name": BOM,
    "in": "query",
    "required": False,
    "description": "CSV only: whether the file begins with a byte order mark, by which Excel knows UTF-8.",
    "schema": {"type": "boolean", "default": False, "examples": [True]},
}

Items = Sequence[tuple[str, str]]


def read_question(resource: Resource, items: Items, file_format: str) -> tuple[ListQuery, bool]:
    """Read the query string of an export, and whether a byte order mark is wanted."""
    faults = [
        Fault("unknown-parameter", f"An export holds all rows whole and takes no {name}; leave it out.", name)
        for name in PAGES
        if name in dict(items)
    ]
    own = [(name, value) for name, value in items if name not in (*PAGES, BOM)]
    query, bom = None, False
    try:
        query = read_query(resource, own)
        faults += _order_faults(query)
    except InvalidRequestError as error:
        faults += error.faults
    try:
        bom = _read_bom([value for name, value in items if name == BOM], file_format)
    except ValueFaultError as error:
        faults.append(error.fault)
    if faults or query is None:
        raise InvalidRequestError.of(faults)
    return query, bom


def _order_faults(query: ListQuery) -> list[Fault]:
    """Put what a text found into the usual order; a file has no order by relevance, which belongs to pages."""
    resource = query.resource
    if query.text is not None and "sort" not in query.given:
        query.sort = [read_order(resource, resource.default_sort)]
    if not any(order.key in resource.text_sorts for order in query.sort):
        return []
    message = "A file has no order by relevance; leave sort out or take another."
    return [Fault("unknown-sort", message, "sort", resource.sort_values)]


def _read_bom(values: list[str], file_format: str) -> bool:
    if not values:
        return False
    if file_format != "csv":
        message = f"Only CSV has a byte order mark, not {file_format}; leave bom out."
        raise ValueFaultError(Fault("unknown-parameter", message, BOM))
    if len(values) > 1:
        raise ValueFaultError(Fault("one-value", f"bom is given {len(values)} times; give it once.", BOM))
    return read_boolean(BOM, values[0])


def question_parameters(resource: Resource) -> list[dict[str, Any]]:
    """Describe the query parameters of an export."""
    listed = list_parameters(resource)["parameters"]
    kept = [each for each in listed if each["name"] not in PAGES]
    return [*(_sort_parameter(resource, each) if each["name"] == "sort" else each for each in kept), BOM_PARAMETER]


def _sort_parameter(resource: Resource, listed: dict[str, Any]) -> dict[str, Any]:
    """Describe the order, without that of a text question."""
    items = listed["schema"]["items"] | {"enum": resource.sort_values}
    return listed | {"schema": listed["schema"] | {"items": items, "examples": [[resource.sort_values[-1]]]}}


class Selection:
    """The rows that a question selects, in its order."""

    def __init__(self, snapshot: Snapshot, query: ListQuery) -> None:
        self._session = snapshot.session
        self._where = clause(understand(snapshot, query).where)
        self._entity = query.resource.entity
        self._order = [
            part.expression.desc() if part.descending else part.expression.asc() for part in order_parts(query)
        ]

    def of(self, statement: Select[Any]) -> Select[Any]:
        """Keep the selected rows of a statement, in order."""
        return statement.where(self._where).order_by(*self._order)

    def count(self) -> int:
        """Count the selected rows."""
        return self._session.scalar(select(func.count()).select_from(self._entity).where(self._where)) or 0
