"""What says how to answer, not what is asked: each control in one line, for query strings, bodies and OpenAPI alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.core.errors import Fault
from app.core.fields import Resource
from app.core.forms import COUNT, FREE_TEXT, TEXT, WORDS, YES_OR_NO, Form
from app.core.query import DEFAULT_PAGE_SIZE, MAX_IDS, MAX_OFFSET_ROWS, MAX_PAGE_SIZE, ListQuery, read_sort
from app.core.values import MAX_CURSOR, MAX_INT, MAX_LENGTH, ValueFaultError

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


def _ids(query: ListQuery, value: list[str]) -> None:
    if len(value) > MAX_IDS:
        raise ValueFaultError(Fault("too-many-values", f"ids takes at most {MAX_IDS} keys, not {len(value)}.", "ids"))
    query.ids = value


def _view(query: ListQuery, value: str) -> None:
    if value not in query.resource.views:
        allowed = list(query.resource.views)
        raise ValueFaultError(Fault("unknown-value", f"view has no value {value[:100]!r}.", "view", allowed))
    query.view = value


def _fields(query: ListQuery, value: list[str]) -> None:
    query.fields = value


def _text(query: ListQuery, value: str) -> None:
    if len(value) > MAX_LENGTH:
        message = f"q has {len(value)} characters; at most {MAX_LENGTH} are taken."
        raise ValueFaultError(Fault("too-long", message, "q"))
    query.text = value


def _facets(query: ListQuery, value: list[str]) -> None:
    query.facets = value


def grouped_by(resource: Resource) -> Schema:
    """Describe a field to group by, with the level of its hierarchy or the width of its steps behind a colon."""
    names = "|".join(resource.groupable)
    return {"type": "string", "pattern": f"^({names})(:[0-9]{{1,4}})?$"}


def _facets_schema(resource: Resource) -> Schema:
    return {"type": "array", "items": grouped_by(resource), "minItems": 1, "maxItems": 10}


def _some_facets(resource: Resource) -> list[str]:
    return list(resource.groupable)[:2]


def _sort_schema(resource: Resource) -> Schema:
    items = {"type": "string", "enum": resource.all_sort_values}
    return {"type": "array", "items": items, "minItems": 1, "uniqueItems": True}


def _view_schema(resource: Resource) -> Schema:
    return {"type": "string", "enum": list(resource.views), "default": next(iter(resource.views))}


def _some_fields(resource: Resource) -> list[str]:
    return list(next(iter(resource.views.values())).model_fields)[:2]


SIZE_SCHEMA = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": DEFAULT_PAGE_SIZE}
PAGE_SCHEMA = {"type": "integer", "minimum": 1, "maximum": MAX_OFFSET_ROWS}
CURSOR_SCHEMA = {"type": "string", "pattern": "^[A-Za-z0-9_-]+$", "maxLength": MAX_CURSOR}
ORDER = "Order: one or several keys, each with a minus in front for descending."
SIZE = f"Rows on a page, at most {MAX_PAGE_SIZE}."
PAGE = f"Number of the page, from 1; reaches the first {MAX_OFFSET_ROWS} rows. Not together with `cursor`."
CURSOR = "Continue where a page ended: `meta.next_cursor` or `meta.prev_cursor` of that page. Not together with `page`."
ROLLUP = "Whether a slug includes its descendants in the hierarchy."
IDS = f"Up to {MAX_IDS} records by their public keys, in this order. Not together with filters, order or pages."
FIELDS = "A projection: of each row only these fields, by dotted path, such as `title` or `arms.source`."
VIEW = "Rows as a summary, or whole as in the address of one record."
WORDS_SCHEMA = {"type": "array", "items": {"type": "string"}, "minItems": 1}
IDS_SCHEMA = WORDS_SCHEMA | {"maxItems": MAX_IDS}
FACETS = "Fields to count beside the list, each as if its own filter were off; `source:1` counts at a level."
Q = (
    'Text to search for: words, "phrases", -without, OR, beginnings*; never an error. Synonyms and identifiers are '
    "understood. Best matches first unless `sort` says otherwise."
)
CONTROLS = {
    "q": Control(FREE_TEXT, _text, Q, lambda _: {"type": "string", "maxLength": MAX_LENGTH}, lambda _: "hair density"),
    "sort": Control(WORDS, _sort, ORDER, _sort_schema, lambda resource: [resource.sort_values[-1]]),
    "page_size": Control(COUNT, _page_size, SIZE, lambda _: SIZE_SCHEMA, lambda _: 25),
    "page": Control(COUNT, _page, PAGE, lambda _: PAGE_SCHEMA, lambda _: 2),
    "cursor": Control(TEXT, _cursor, CURSOR, lambda _: CURSOR_SCHEMA),
    "facets": Control(WORDS, _facets, FACETS, _facets_schema, _some_facets),
    "ids": Control(WORDS, _ids, IDS, lambda _: IDS_SCHEMA, lambda resource: [resource.example_key]),
    "fields": Control(WORDS, _fields, FIELDS, lambda _: WORDS_SCHEMA, _some_fields),
    "view": Control(TEXT, _view, VIEW, _view_schema, lambda resource: [*resource.views][-1]),
    "rollup": Control(YES_OR_NO, _rollup, ROLLUP, lambda _: {"type": "boolean", "default": True}, lambda _: False),
}


def controls_of(resource: Resource) -> dict[str, Control]:
    """Give the controls of a list."""
    without = {"view"} if len(resource.views) == 1 else set()
    if resource.search is None:
        without.add("q")
    return {name: control for name, control in CONTROLS.items() if name not in without}


def _bounded(name: str, value: object, maximum: int | None) -> int:
    if not isinstance(value, int) or value < 1 or value > (maximum or MAX_INT):
        limit = f"between 1 and {maximum}" if maximum else f"of at least 1, up to row {MAX_OFFSET_ROWS}"
        hint = "" if maximum else "; go deeper with meta.next_cursor"
        shown = str(value)[:40]
        raise ValueFaultError(Fault("out-of-range", f"{name} is {shown!r}; it is a number {limit}{hint}.", name))
    return value
