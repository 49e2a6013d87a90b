"""What says how to answer, not what is asked: each control in one line, for query strings, bodies and OpenAPI alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.core.errors import Fault
from app.core.fields import Resource
from app.core.forms import COUNT, TEXT, WORDS, YES_OR_NO, Form
from app.core.query import DEFAULT_PAGE_SIZE, MAX_OFFSET_ROWS, MAX_PAGE_SIZE, ListQuery, read_sort
from app.core.values import MAX_CURSOR, MAX_INT, ValueFaultError

Schema = dict[str, Any]


@dataclass(frozen=True)
class Control:
    """One control: how its value is written, what it does to a question, and what a client is told of it."""

    form: Form
    read: Callable[[ListQuery, Any], None]
    meaning: str
    # The JSON Schema of its value, and an example where one makes sense.
    schema: Callable[[Resource], Schema]
    example: Callable[[Resource], Any] | None = None

    def described(self, resource: Resource) -> Schema:
        """Give the JSON Schema of its value with an example."""
        return self.schema(resource) | ({"examples": [self.example(resource)]} if self.example else {})


def _sort(query: ListQuery, value: list[str]) -> None:
    query.sort = read_sort(query.resource, value)


def _page_size(query: ListQuery, value: object) -> None:
    query.page_size = _bounded("page_size", value, MAX_PAGE_SIZE)


def _page(query: ListQuery, value: object) -> None:
    query.page = _bounded("page", value, None)


def _cursor(query: ListQuery, value: str) -> None:
    query.cursor = value


def _rollup(query: ListQuery, value: bool) -> None:  # noqa: FBT001 - all controls are read alike
    query.rollup = value


def _sort_schema(resource: Resource) -> Schema:
    return {
        "type": "array",
        "items": {"type": "string", "enum": resource.sort_values},
        "minItems": 1,
        "uniqueItems": True,
    }


SIZE_SCHEMA = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": DEFAULT_PAGE_SIZE}
PAGE_SCHEMA = {"type": "integer", "minimum": 1, "maximum": MAX_OFFSET_ROWS}
CURSOR_SCHEMA = {"type": "string", "pattern": "^[A-Za-z0-9_-]+$", "maxLength": MAX_CURSOR}
ORDER = "Order: one or several keys, each with a minus in front for descending."
SIZE = f"Rows on a page, at most {MAX_PAGE_SIZE}."
PAGE = f"Number of the page, from 1; reaches the first {MAX_OFFSET_ROWS} rows. Not together with `cursor`."
CURSOR = "Continue where a page ended: `meta.next_cursor` or `meta.prev_cursor` of that page. Not together with `page`."
ROLLUP = "Whether a slug includes its descendants in the hierarchy."
CONTROLS = {
    "sort": Control(WORDS, _sort, ORDER, _sort_schema, lambda resource: [resource.sort_values[-1]]),
    "page_size": Control(COUNT, _page_size, SIZE, lambda _: SIZE_SCHEMA, lambda _: 25),
    "page": Control(COUNT, _page, PAGE, lambda _: PAGE_SCHEMA, lambda _: 2),
    "cursor": Control(TEXT, _cursor, CURSOR, lambda _: CURSOR_SCHEMA),
    "rollup": Control(YES_OR_NO, _rollup, ROLLUP, lambda _: {"type": "boolean", "default": True}, lambda _: False),
}


def _bounded(name: str, value: object, maximum: int | None) -> int:
    if not isinstance(value, int) or value < 1 or value > (maximum or MAX_INT):
        limit = f"between 1 and {maximum}" if maximum else f"of at least 1, up to row {MAX_OFFSET_ROWS}"
        hint = "" if maximum else "; go deeper with meta.next_cursor"
        shown = str(value)[:40]
        raise ValueFaultError(Fault("out-of-range", f"{name} is {shown!r}; it is a number {limit}{hint}.", name))
    return value
