"""What a list was asked: conditions, order and page, however the question was put."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel

from app.core.errors import Fault, nearest
from app.core.fields import Resource, SortKey
from app.core.operators import Operator
from app.core.projection import Projection, read_projection
from app.core.tree import Condition, Every, Node, every, single
from app.core.values import ValueFaultError, read_each

DEFAULT_PAGE_SIZE = 25
MAX_PAGE_SIZE = 200
MAX_OFFSET_ROWS = 10_000
MAX_IDS = 200
# Best matches first, the newest of those that match alike.
TEXT_ORDER = ("-relevance", "-year")
# What goes together with `ids`.
ALONE = ("ids", "fields", "view")
ANYTHING = Every(())


@dataclass(frozen=True)
class Order:
    """One key of an order and its direction."""

    key: SortKey
    descending: bool

    def __str__(self) -> str:
        """Write the order as in `sort`."""
        return f"-{self.key.name}" if self.descending else self.key.name


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
    # The text searched for, as it was typed.
    text: str | None = None
    facets: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    view: str = "summary"
    # Paths of the projection, which can only be read once the view is known.
    fields: list[str] = field(default_factory=list)
    projection: Projection | None = None
    # Names of everything that was given, for what excludes each other.
    given: list[str] = field(default_factory=list)

    @property
    def schema(self) -> type[BaseModel]:
        """The schema of the rows of the answer."""
        return self.resource.views[self.view]


def new_query(resource: Resource) -> ListQuery:
    """Start a question with the order that holds where none is asked for."""
    return ListQuery(resource, sort=[read_order(resource, resource.default_sort)])


def complete(query: ListQuery) -> list[Fault]:
    """Read what needs the whole question, and tell what does not go together in it."""
    faults = page_faults(query)
    if query.text is not None and "sort" not in query.given:
        query.sort = read_sort(query.resource, TEXT_ORDER)
    if query.text is None and any(order.key in query.resource.text_sorts for order in query.sort):
        faults.append(Fault("sort-without-text", "sort by relevance needs a text; give q or another order.", "sort"))
    if query.ids:
        others = [name for name in query.given if name not in ALONE]
        faults += [Fault("ids-alone", f"ids names records and their order; leave out {name}.", name) for name in others]
    if query.fields:
        try:
            query.projection = read_projection(query.schema, query.fields)
        except ValueFaultError as error:
            faults += error.faults
    hide_unasked(query)
    return faults


def hide_unasked(query: ListQuery) -> None:
    """Leave out rows that are hidden unless asked for; the echo of the question tells it as any other filter."""
    named = {item.field.name for item in query.asked}
    for name, value in query.resource.hidden.items():
        if name not in named and not query.ids:
            asked = next(each for each in query.resource.fields if each.name == name)
            query.asked = [*query.asked, Condition(asked, Operator.NOT, (value,))]
            others = query.where.parts if isinstance(query.where, Every) else (query.where,)
            query.where = every([*others, single(asked, Operator.NOT, (value,))])


def page_faults(query: ListQuery) -> list[Fault]:
    """Tell what is wrong with a page that cannot be reached by its number."""
    faults = []
    if query.page is not None and query.cursor is not None:
        faults.append(Fault("page-and-cursor", "page and cursor exclude each other; leave one out.", "cursor"))
    if query.page is not None and (query.page * query.page_size) > MAX_OFFSET_ROWS:
        message = f"page reaches the first {MAX_OFFSET_ROWS} rows; go on with meta.next_cursor beyond them."
        faults.append(Fault("page-too-deep", message, "page"))
    return faults


def read_sort(resource: Resource, texts: Sequence[str]) -> list[Order]:
    """Read the keys of an order."""
    orders = read_each(lambda text: read_order(resource, text), texts)
    if len({order.key.name for order in orders}) < len(orders):
        raise ValueFaultError(Fault("twin-sort", "sort names a key twice; name it once.", "sort"))
    return orders


def read_order(resource: Resource, text: str) -> Order:
    """Read one key of an order."""
    keys = {key.name: key for key in (*resource.sorts, *resource.text_sorts)}
    name = text.removeprefix("-")
    if name not in keys:
        allowed = resource.all_sort_values
        message = f"sort has no key {text[:100]!r}."
        raise ValueFaultError(Fault("unknown-sort", message, "sort", allowed, nearest(text, allowed)))
    return Order(keys[name], descending=text.startswith("-"))
