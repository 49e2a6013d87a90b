"""What an aggregate was asked: its dimensions and metrics beside the filters of the list, all faults told at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from app.core.controls import CONTROLS
from app.core.errors import Fault, InvalidRequestError, nearest
from app.core.fields import Resource
from app.core.forms import WORDS, from_texts
from app.core.openapi import OF_ROWS
from app.core.query import ListQuery
from app.core.query_string import read_query
from app.core.values import ValueFaultError, read_each
from app.reads.dimensions import Dimension, read_dimensions
from app.reads.grouping import metrics_of
from app.reads.reading import Reading

MAX_DIMENSIONS = 3


def read_aggregate(reading: Reading, resource: Resource) -> tuple[ListQuery, list[Dimension], list[str]]:
    """Read the question of an aggregate; once for a request."""
    if "aggregate" not in reading.scope:
        reading.scope["aggregate"] = _read(resource, reading.items)
    asked: tuple[ListQuery, list[Dimension], list[str]] = reading.scope["aggregate"]
    return asked


def _read(resource: Resource, items: Sequence[tuple[str, str]]) -> tuple[ListQuery, list[Dimension], list[str]]:
    own: dict[str, list[str]] = defaultdict(list)
    for name, text in items:
        if name in ("by", "metric"):
            own[name].append(text)
    rest = [(name, text) for name, text in items if name not in own]
    faults: list[Fault] = []
    dimensions: list[Dimension] = []
    metrics = metrics_of(resource)[:1]
    query = ListQuery(resource)
    try:
        dimensions = read_dimensions(resource, "by", _parts(own, "by"), MAX_DIMENSIONS)
    except ValueFaultError as error:
        faults += error.faults
    try:
        metrics = _metrics(resource, _parts(own, "metric")) if "metric" in own else metrics
    except ValueFaultError as error:
        faults += error.faults
    # How rows are shown is nothing that groups have.
    faults += [_unknown(name, resource) for name in dict(rest) if name in CONTROLS and name not in OF_ROWS]
    try:
        kept = [(name, text) for name, text in rest if name not in CONTROLS or name in OF_ROWS]
        query = read_query(resource, kept)
    except InvalidRequestError as error:
        faults += error.faults
    if faults:
        raise InvalidRequestError.of(faults)
    return query, dimensions, metrics


def _parts(own: Mapping[str, list[str]], name: str) -> list[str]:
    if name not in own:
        message = "by is missing; name one to three fields to group by, with commas between them."
        raise ValueFaultError(Fault("missing-parameter", message, name))
    parts: list[str] = from_texts(WORDS, name, own[name])
    return parts


def _metrics(resource: Resource, texts: list[str]) -> list[str]:
    found = read_each(lambda text: _metric(resource, text), texts)
    if len(set(found)) < len(found):
        raise ValueFaultError(Fault("twin-field", "metric names one twice; name it once.", "metric"))
    return found


def _metric(resource: Resource, text: str) -> str:
    allowed = metrics_of(resource)
    if text not in allowed:
        message = f"metric has no {text[:100]!r} for {resource.name}."
        raise ValueFaultError(Fault("unknown-value", message, "metric", allowed, nearest(text, allowed)))
    return text


def _unknown(name: str, resource: Resource) -> Fault:
    message = f"{name} says how rows are shown; an aggregate shows groups. Ask /{resource.name} for rows."
    return Fault("unknown-parameter", message, name)
