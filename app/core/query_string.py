"""Read the question to a list from its query string, with every fault told at once."""

from collections import defaultdict
from collections.abc import Iterable

from app.core.controls import CONTROLS, controls_of
from app.core.errors import Fault, InvalidRequestError, nearest
from app.core.fields import Resource
from app.core.forms import from_texts
from app.core.query import ListQuery, complete, new_query
from app.core.tree import Condition, together
from app.core.values import ValueFaultError, read_values


def read_query(resource: Resource, items: Iterable[tuple[str, str]]) -> ListQuery:
    """Read the query string of a list, or raise one error that tells all that is wrong."""
    texts: dict[str, list[str]] = defaultdict(list)
    for name, value in items:
        texts[name].append(value)
    faults: list[Fault] = []
    query = new_query(resource)
    for name, values in texts.items():
        try:
            _read_parameter(query, name, values)
        except ValueFaultError as error:
            faults.append(error.fault)
    query.where = together(query.asked)
    query.given = list(texts)
    faults += complete(query)
    if faults:
        raise InvalidRequestError.of(faults)
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
        raise ValueFaultError(Fault("unknown-parameter", message, name[:100], None, nearest(name, known)))
