"""What rows are grouped by: fields with values that can be listed, at a level of their hierarchy or in steps."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.errors import Fault, nearest
from app.core.fields import Field, Kind, Resource
from app.core.plain import whole
from app.core.values import ValueFaultError, read_each
from app.reads.slugs import included
from app.reads.snapshot import Snapshot

MAX_STEP = 10_000
MAX_DEPTH = 20


@dataclass(frozen=True)
class Dimension:
    """One field to group by."""

    # As asked, which is also its name in the answer.
    text: str
    field: Field
    # Depth in the hierarchy for slugs, width of the steps for whole numbers.
    number: int | None = None

    @property
    def is_level(self) -> bool:
        """Whether slugs are rolled up."""
        return self.number is not None and self.field.kind == Kind.SLUG

    @property
    def is_step(self) -> bool:
        """Whether whole numbers are put together in steps."""
        return self.number is not None and self.field.kind == Kind.INTEGER

    @property
    def is_multi_valued(self) -> bool:
        """Whether one row can stand in several groups."""
        return self.field.scope is not None and self.field.scope.many

    def holder(self, resource: Resource) -> Field:
        """Give the field that holds the value, or the key by which it is looked up."""
        lookup = self.field.lookup
        return next((each for each in resource.fields if lookup and each.column is lookup[0]), self.field)

    def place(self, snapshot: Snapshot) -> Callable[[Any], Any]:
        """Give the function from a value as coded to the value of its group."""
        if self.is_level:
            return levels(snapshot, self).__getitem__
        if self.is_step:
            width = self.number or 1
            return lambda value: value - value % width
        return lambda value: value


def levels(snapshot: Snapshot, dimension: Dimension) -> Mapping[str, str]:
    """Give for each slug the one that it counts at: its ancestor at the depth, or itself where it is coded higher."""
    vocabulary, wanted = dimension.field.vocabulary, dimension.number
    assert vocabulary is not None  # noqa: S101 - only slugs have levels

    def make() -> Mapping[str, str]:
        below = included(snapshot, vocabulary)
        depth = Counter(slug for slugs in below.values() for slug in slugs)
        found = {slug: slug for slug in below}
        for slug, slugs in below.items():
            if depth[slug] - 1 == wanted:
                found.update(dict.fromkeys(slugs, slug))
        return found

    return snapshot.memory.get(("levels", vocabulary.name, wanted), make)


def names(snapshot: Snapshot, dimension: Dimension) -> Mapping[str, str] | None:
    """Give the names of the slugs of a dimension, or nothing where its values are no slugs."""
    vocabulary = dimension.field.vocabulary
    if vocabulary is None:
        return None
    table = vocabulary.slug.class_.__tablename__
    # The name of our own table, never text of a request.
    return snapshot.memory.get(
        ("names", vocabulary.name),
        lambda: dict(snapshot.rows(f"SELECT slug, name FROM {table}")),  # noqa: S608
    )


def plain(value: Any) -> Any:
    """Write a value as it stands in JSON."""
    return value.isoformat() if isinstance(value, dt.date) else whole(getattr(value, "value", value))


def read_dimensions(resource: Resource, parameter: str, texts: Sequence[str], most: int) -> list[Dimension]:
    """Read the fields to group by, or say which there are."""
    if len(texts) > most:
        raise ValueFaultError(Fault("too-many-values", f"{parameter} takes at most {most} fields.", parameter))
    found = read_each(lambda text: _read(resource, parameter, text), texts)
    if len({each.field.name for each in found}) < len(found):
        raise ValueFaultError(Fault("twin-field", f"{parameter} names a field twice; name it once.", parameter))
    return found


def _read(resource: Resource, parameter: str, text: str) -> Dimension:
    name, colon, number = text.partition(":")
    fields = resource.groupable
    if name not in fields:
        message = f"{parameter} has no field {name[:100]!r} to group {resource.name} by."
        raise ValueFaultError(Fault("unknown-field", message, parameter, list(fields), nearest(name, fields)))
    field = fields[name]
    if not colon:
        return Dimension(text, field)
    least = 0 if field.vocabulary and field.vocabulary.ancestor is not None else 1
    if least and field.kind != Kind.INTEGER:
        message = f"{parameter}: {name} has neither levels nor steps; write {name} alone."
        raise ValueFaultError(Fault("no-levels", message, parameter))
    most = MAX_STEP if least else MAX_DEPTH
    if not (number.isascii() and number.isdigit() and len(number) <= 5 and least <= int(number) <= most):  # noqa: PLR2004
        what = "a depth of the hierarchy from 0" if least == 0 else "the width of a step from 1"
        message = f"{parameter} is {text[:100]!r}; after the colon stands {what}, at most {most}."
        raise ValueFaultError(Fault("out-of-range", message, parameter))
    return Dimension(f"{name}:{int(number)}", field, int(number))
