"""What a list was asked: conditions, order and page, read from the query string with every fault told at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import BaseModel

from app.core.errors import Fault, InvalidRequestError, nearest
from app.core.fields import Operator, Resource, SortKey
from app.core.projection import Projection, read_projection
from app.core.tree import Condition, Every, Node, together
from app.core.values import ValueFaultError, read_boolean, read_values, refuse_unreadable

DEFAULT_PAGE_SIZE = 25
MAX_PAGE_SIZE = 200
MAX_OFFSET_ROWS = 10_000
MAX_IDS = 200
CONTROLS = {
    "sort": "Order: one or several keys, each with a minus in front for descending.",
    "page_size": f"Rows on a page, at most {MAX_PAGE_SIZE}.",
    "page": f"Number of the page, from 1; reaches the first {MAX_OFFSET_ROWS} rows. Not together with `cursor`.",
    "cursor": "Continue where a page ended, as `links.next` and `links.prev` say. Not together with `page`.",
    "rollup": "Whether a slug includes its descendants in the hierarchy.",
    "ids": f"Up to {MAX_IDS} records by their public keys, in this order. Not together with filters, order or pages.",
    "fields": "A projection: of each row only these fields, by dotted path, such as `title,arms.source`.",
    "view": "Rows as a summary, or whole as in the address of one record.",
}


@dataclass(frozen=True)
class Order:
    """One key of an order and its direction."""

    key: SortKey
    descending: bool

    def __str__(self) -> str:
        """Write the order as in `sort`."""
        return f"-{self.key.name}" if self.descending else self.key.name


ANYTHING = Every(())


@dataclass
class ListQuery:
    """A question to a list."""

    resource: Resource
    # As asked, for the echo; what holds for an answer is `where`.
    asked: list[Condition] = field(default_factory=list)
    where: Node = ANYTHING
    sort: list[Order] = field(default_factory=list)
    page_size: int = DEFAULT_PAGE_SIZE
    page: int | None = None
    cursor: str | None = None
    rollup: bool = True
    ids: list[str] = field(default_factory=list)
    view: str = "summary"
    projection: Projection | None = None

    @property
    def schema(self) -> type[BaseModel]:
        """The schema of the rows of the answer."""
        return self.resource.views[self.view]


def read_query(resource: Resource, items: Iterable[tuple[str, str]]) -> ListQuery:
    """Read the query string of a list, or raise one error that tells all that is wrong."""
    texts: dict[str, list[str]] = defaultdict(list)
    for name, value in items:
        texts[name].append(value)
    faults: list[Fault] = []
    query = ListQuery(resource, sort=[read_order(resource, resource.default_sort)])
    # The projection is read last: which fields there are depends on the view.
    for name, values in sorted(texts.items(), key=lambda item: item[0] == "fields"):
        try:
            _read_parameter(query, name, values)
        except ValueFaultError as error:
            faults.append(error.fault)
    hide_unasked(query)
    query.where = together(query.asked)
    check_page(query, faults)
    check_ids(query, texts, faults)
    if faults:
        raise InvalidRequestError.of(faults)
    return query


def hide_unasked(query: ListQuery) -> None:
    """Leave out rows that are hidden unless asked for; the echo of the question tells it as any other filter."""
    named = {item.field.name for item in query.asked}
    for name, value in query.resource.hidden.items():
        if name not in named and not query.ids:
            asked = next(each for each in query.resource.fields if each.name == name)
            query.asked.append(Condition(asked, Operator.NOT, (value,)))


def check_page(query: ListQuery, faults: list[Fault]) -> None:
    """Refuse a page that cannot be reached by its number."""
    if query.page is not None and query.cursor is not None:
        faults.append(Fault("page-and-cursor", "page and cursor exclude each other; leave one out.", "cursor"))
    if query.page is not None and (query.page * query.page_size) > MAX_OFFSET_ROWS:
        message = f"page reaches the first {MAX_OFFSET_ROWS} rows; follow links.next and its cursor beyond them."
        faults.append(Fault("page-too-deep", message, "page"))


def check_ids(query: ListQuery, given: Iterable[str], faults: list[Fault]) -> None:
    """Refuse what would leave open which records are asked for, and in which order."""
    if query.ids:
        for name in given:
            if name not in ("ids", "fields", "view"):
                message = f"ids names the records and their order; leave out {name}."
                faults.append(Fault("ids-alone", message, name))


def _read_parameter(query: ListQuery, name: str, texts: list[str]) -> None:
    if name in query.resource.parameters:
        asked, operator = query.resource.parameters[name]
        query.asked.append(Condition(asked, operator, tuple(read_values(name, asked, operator, texts))))
    elif name in controls_of(query.resource):
        read_control(query, name, single_text(name, texts))
    else:
        known = [*query.resource.parameters, *controls_of(query.resource)]
        message = f"There is no parameter {name[:100]!r} here."
        raise ValueFaultError(Fault("unknown-parameter", message, name[:100], None, nearest(name, known)))


def controls_of(resource: Resource) -> dict[str, str]:
    """Give the parameters of a list that say how to answer, with their meanings."""
    return {name: meaning for name, meaning in CONTROLS.items() if name != "view" or len(resource.views) > 1}


def single_text(name: str, texts: list[str]) -> str:
    """Give the one value of a parameter that is given once."""
    if len(texts) > 1:
        raise ValueFaultError(Fault("one-value", f"{name} is given {len(texts)} times; give it once.", name))
    refuse_unreadable(name, texts[0])
    return texts[0]


def read_control(query: ListQuery, name: str, text: str) -> None:
    """Read one parameter that says how to answer, not what is asked."""
    match name:
        case "sort":
            query.sort = read_sort(query.resource, [part.strip() for part in text.split(",")])
        case "page_size":
            query.page_size = _bounded(name, text, MAX_PAGE_SIZE)
        case "page":
            query.page = _bounded(name, text, None)
        case "cursor":
            query.cursor = text
        case "ids":
            query.ids = _read_ids(text)
        case "view":
            query.view = _read_view(query.resource, text)
        case "fields":
            query.projection = read_projection(query.schema, [part.strip() for part in text.split(",")])
        case _:
            query.rollup = read_boolean(name, text)


def _read_ids(text: str) -> list[str]:
    ids = [part.strip() for part in text.split(",")]
    if len(ids) > MAX_IDS:
        raise ValueFaultError(Fault("too-many-values", f"ids takes at most {MAX_IDS} keys, not {len(ids)}.", "ids"))
    if "" in ids:
        raise ValueFaultError(Fault("empty-value", "ids has an empty key; remove the comma too many.", "ids"))
    return ids


def _read_view(resource: Resource, text: str) -> str:
    if text not in resource.views:
        allowed = list(resource.views)
        raise ValueFaultError(Fault("unknown-value", f"view has no value {text[:100]!r}.", "view", allowed))
    return text


def read_sort(resource: Resource, texts: list[str]) -> list[Order]:
    """Read the keys of an order."""
    orders = [read_order(resource, text) for text in texts]
    if len({order.key.name for order in orders}) < len(orders):
        raise ValueFaultError(Fault("twin-sort", "sort names a key twice; name it once.", "sort"))
    return orders


def _bounded(name: str, text: str, maximum: int | None) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004
    if number < 1 or (maximum is not None and number > maximum):
        limit = f"between 1 and {maximum}" if maximum else f"of at least 1, up to row {MAX_OFFSET_ROWS}"
        hint = "" if maximum else "; follow links.next and its cursor to go deeper"
        raise ValueFaultError(Fault("out-of-range", f"{name} is {text[:40]!r}; it is a number {limit}{hint}.", name))
    return number


def read_order(resource: Resource, text: str) -> Order:
    """Read one key of an order."""
    keys = {key.name: key for key in resource.sorts}
    name = text.removeprefix("-")
    if name not in keys:
        allowed = resource.sort_values
        message = f"sort has no key {text[:100]!r}."
        raise ValueFaultError(Fault("unknown-sort", message, "sort", allowed, nearest(text, allowed)))
    return Order(keys[name], descending=text.startswith("-"))
