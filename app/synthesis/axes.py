"""The values along the sides of a map: all that exist, so that what has no evidence shows as a gap."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ExosomeSource, Indication, IndicationClosure, SourceClosure
from app.synthesis.dimensions import Depths, Dimension, bucket
from app.vocab import EvidenceLevel

HIERARCHIES: dict[str, tuple[Any, Any]] = {
    "source": (ExosomeSource, SourceClosure),
    "indication": (Indication, IndicationClosure),
}
NOT_STATED = "not stated"


def depth_of(dimension: Dimension, depths: Depths) -> int | None:
    """Give the depth at which a dimension is told apart."""
    return None if dimension.hierarchy is None else int(getattr(depths, dimension.hierarchy))


def known_values(session: Session, dimension: Dimension, depths: Depths) -> list[Any] | None:
    """Give all values that a dimension can have; none where it is open."""
    if dimension.closed is EvidenceLevel:
        return [int(value) for value in EvidenceLevel.values()]
    if dimension.closed:
        return list(dimension.closed.values())
    depth = depth_of(dimension, depths)
    if depth is not None:
        _, closure = HIERARCHIES[str(dimension.hierarchy)]
        values = bucket(closure, depth)
        return sorted(session.scalars(select(values.c.value).distinct()))
    return None


def all_values(known: list[Any] | None, seen: Iterable[Any], dimension: Dimension) -> list[Any]:
    """Give the values of an axis in order; years without a study stand between those with one."""
    found = set(seen)
    stated = sorted(found - {None}) if known is None else known
    if dimension.name == "year" and stated:
        stated = list(range(stated[0], stated[-1] + 1))
    return [*stated, *([None] if None in found else [])]


def names_of(session: Session, dimension: Dimension) -> dict[Any, str]:
    """Give the names of slugs; other values are their own names."""
    if dimension.hierarchy is None:
        return {}
    table, _ = HIERARCHIES[dimension.hierarchy]
    return dict(session.execute(select(table.slug, table.name)).all())


def name_of(value: Any, names: dict[Any, str]) -> str:
    """Name a value."""
    return NOT_STATED if value is None else names.get(value, str(value).replace("_", " "))
