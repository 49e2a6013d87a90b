"""Addresses of the studies behind a number."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from app.core.errors import Fault, InvalidRequestError
from app.synthesis.asking.dimensions import DIMENSIONS, Depths, Dimension
from app.synthesis.asking.question import Question

NULL = "null"
ADDRESS = "/v1/synthesis/studies"
HIERARCHIES = [each.name for each in DIMENSIONS.values() if each.is_hierarchy]


def depths_of(question: Question, dimensions: Iterable[Dimension]) -> Depths:
    """Give the depths that a question asks for, or refuse those of hierarchies that are no dimension of it."""
    used = {each.name for each in dimensions}
    idle = [name for name in HIERARCHIES if f"{name}_depth" in question.given and name not in used]
    if idle:
        raise InvalidRequestError.of(
            [
                Fault("no-effect", f"{name}_depth has no effect: no dimension is {name}.", f"{name}_depth")
                for name in idle
            ]
        )
    return Depths(question["source_depth"], question["indication_depth"])


def behind_links(
    question: Question, names: Sequence[str], without: Sequence[tuple[str, Any]] = ()
) -> Callable[[Sequence[Any]], str]:
    """Give what gives the address of the studies in a cell, `without` those in others, from its values."""
    depths = [f"{name}_depth" for name in HIERARCHIES if name in names and f"{name}_depth" in question.options]
    left_out = [_named("not_in", *each) for each in without]
    tail = [part for part in (*left_out, *(f"{depth}={question[depth]}" for depth in depths), question.tail) if part]

    def link(values: Sequence[Any]) -> str:
        parts = [*(_named("in", name, value) for name, value in zip(names, values, strict=True)), *tail]
        return f"{ADDRESS}?{'&'.join(parts)}" if parts else ADDRESS

    return link


def behind_link(question: Question, values: dict[str, Any], without: Sequence[tuple[str, Any]] = ()) -> str:
    """Give the address of the studies in a cell, `without` those in others."""
    return behind_links(question, list(values), without)(list(values.values()))


@lru_cache(maxsize=4096, typed=True)
def _named(parameter: str, name: str, value: Any) -> str:
    return urlencode([(parameter, f"{name}:{write_value(value)}")])


def write_value(value: Any) -> str:
    """Write the value of a cell; a text that reads `null` itself is quoted."""
    told = NULL if value is None else str(value)
    return f'"{told}"' if isinstance(value, str) and value.strip('"') == NULL else told


def read_literal(text: str) -> str | None:
    """Read what `write_value` wrote: nothing for `null`, and without its quotes what was quoted."""
    if text == NULL:
        return None
    return text[1:-1] if text.strip('"') == NULL and text[0] == text[-1] == '"' else text
