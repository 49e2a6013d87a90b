"""Read the question to a list from a JSON body into the very same form as from a query string."""

from typing import Any

from app.core.controls import controls_of
from app.core.errors import Fault, Faults
from app.core.fields import Resource
from app.core.forms import from_json
from app.core.query import ListQuery, complete, new_query
from app.core.query_string import meant
from app.core.strict_json import child, read_json
from app.core.tree_reader import TreeReader
from app.core.values import ValueFaultError

MAX_BODY_BYTES = 64 * 1024
WHERE = "where"


def read_body(resource: Resource, raw: bytes) -> ListQuery:
    """Read the body of a search, or raise one error that tells all that is wrong."""
    body = read_json(raw)
    query, faults = new_query(resource), Faults()
    if not isinstance(body, dict):
        faults.add(Fault("wrong-type", "The body is no object; send one such as {}, which finds all.", pointer=""))
        body = {}
    for name, value in body.items():
        if name == WHERE and value is not None:
            reader = TreeReader(resource, faults)
            query.where, query.asked = reader.read(value, f"/{WHERE}"), reader.asked
        elif name != WHERE:
            _read_control(query, name, value, faults)
    query.given = list(body)
    faults.add_all(complete(query))
    faults.tell()
    return query


def _read_control(query: ListQuery, name: str, value: Any, faults: Faults) -> None:
    control = controls_of(query.resource).get(name)
    if control is None:
        message = f"There is no {name[:100]!r} in a search."
        close = meant(name, [WHERE, *controls_of(query.resource)])
        faults.add(Fault("unknown-key", message, did_you_mean=close, pointer=child("", name)))
    else:
        try:
            control.read(query, from_json(control.form, name, value))
        except ValueFaultError as error:
            faults.add_all(error.faults)
