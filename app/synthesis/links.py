"""Addresses of the studies behind a number."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from app.synthesis.dimensions import DIMENSIONS, Depths
from app.synthesis.question import Question

NULL = "null"
ADDRESS = "/v1/synthesis/studies"
HIERARCHIES = [each.name for each in DIMENSIONS.values() if each.is_hierarchy]


def depths_of(question: Question) -> Depths:
    """Give the depths that a question asks for."""
    return Depths(question["source_depth"], question["indication_depth"])


def behind_links(question: Question, names: Sequence[str]) -> Callable[[Sequence[Any]], str]:
    """Give what gives the address of the studies in a cell from the values of some dimensions."""
    depths = [f"{name}_depth" for name in HIERARCHIES if name in names and f"{name}_depth" in question.options]
    tail = "".join(f"&{part}" for part in (*(f"{depth}={question[depth]}" for depth in depths), question.tail) if part)
    return lambda values: f"{ADDRESS}?{'&'.join(map(_in, names, values))}{tail}"


def behind_link(question: Question, values: dict[str, Any]) -> str:
    """Give the address of the studies in a cell."""
    return behind_links(question, list(values))(list(values.values()))


@lru_cache(maxsize=4096, typed=True)
def _in(name: str, value: Any) -> str:
    return urlencode([("in", f"{name}:{NULL if value is None else value}")])
