"""Read the question to a list from its query string, with every fault told at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from app.core.controls import CONTROLS, controls_of
from app.core.errors import Fault, Faults, nearest
from app.core.fields import Resource
from app.core.forms import from_texts
from app.core.query import ListQuery, complete, new_query
from app.core.tree import Condition, together
from app.core.values import ValueFaultError, read_values

# What other services call our controls.
FOREIGN = {
    "limit": ("page_size",),
    "per_page": ("page_size",),
    "offset": ("page", "cursor"),
    "select": ("fields",),
    "search": ("q",),
    "order_by": ("sort",),
    "ordering": ("sort",),
}


def read_query(resource: Resource, items: Iterable[tuple[str, str]]) -> ListQuery:
    """Read the query string of a list, or raise one error that tells all that is wrong."""
    texts: dict[str, list[str]] = defaultdict(list)
    for name, value in items:
        texts[name].append(value)
    faults = Faults()
    query = new_query(resource)
    for name, values in texts.items():
        try:
            _read_parameter(query, name, values)
        except ValueFaultError as error:
            faults.add_all(error.faults)
    query.where = together(query.asked)
    query.given = list(texts)
    faults.add_all(complete(query))
    faults.tell()
    return query


def _read_parameter(query: ListQuery, name: str, texts: list[str]) -> None:
    if name in query.resource.parameters:
        asked, operator = query.resource.parameters[name]
        query.asked.append(Condition(asked, operator, tuple(read_values(name, asked, operator, texts))))
    elif name in controls_of(query.resource):
        control = CONTROLS[name]
        control.read(query, from_texts(control.form, name, texts))
    else:
        known = [*query.resource.parameters, *controls_of(query.resource)]
        message = f"There is no parameter {name[:100]!r} here."
        raise ValueFaultError(Fault("unknown-parameter", message, name[:100], None, meant(name, known)))


def meant(name: str, known: Sequence[str]) -> list[str]:
    """Tell which known name may be meant: those of the same field, what others call so, or what looks alike."""
    field = name.partition("__")[0]
    own = [each for each in known if each.partition("__")[0] == field]
    foreign = [each for each in FOREIGN.get(name.lower(), ()) if each in known]
    return own or foreign or nearest(name, known)
