"""Which question to a list gives the rows of a group: that of the aggregate with the values of the group added."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from app.core.fields import Field
from app.core.operators import Operator
from app.core.plain import whole
from app.core.query import ListQuery
from app.core.values import ValueFaultError, read_values
from app.reads.dimensions import Dimension, levels
from app.reads.grouping import RETRACTION, Grouping
from app.reads.slugs import Understood, included
from app.reads.snapshot import Snapshot
from app.vocab import RetractionStatus

UNSAYABLE = "No query string says this value: {}"
NO_ROW = "No query string asks for what has no value of an open list."
TOO_LONG = "More slugs would have to be named than a parameter takes."


@dataclass(frozen=True)
class Addition:
    """What a value of a group adds to a query string: where slugs include those below them, and where they do not."""

    rolled: str | None
    exact: str | None
    reason: str | None = None


@dataclass
class GroupLinks:
    """Makes the links of the groups of one aggregate."""

    snapshot: Snapshot
    query: ListQuery
    understood: Understood
    grouping: Grouping
    # Of the list.
    address: str
    # Parameters that are no filters by fields.
    others: Sequence[tuple[str, str]]

    def __post_init__(self) -> None:
        """Write what all links begin with, in both ways in which slugs are understood."""
        self.rolled = self._start(exact=False) if self.query.rollup else None
        self.exact = self._start(exact=True)

    def signature(self) -> Hashable | None:
        """Name what the additions depend on; nothing where something is asked of the fields that are grouped by."""
        fields = [each.field for each in self.grouping.dimensions]
        if any(item.field in fields for item in self.query.asked):
            return None
        return "pieces", self.grouping.resource.name, tuple(each.text for each in self.grouping.dimensions)

    def additions(self, values: Sequence[Any]) -> tuple[str | None, str | None, str]:
        """Write what the values of a group add to links of both kinds, and why it may have none."""
        added = [self._addition(each, value) for each, value in zip(self.grouping.dimensions, values, strict=True)]
        reason = next((each.reason for each in added if each.reason), TOO_LONG)
        return _joint([one.rolled for one in added]), _joint([one.exact for one in added]), reason

    def _start(self, *, exact: bool) -> str | None:
        """Write the question of the aggregate, with its slugs spelled out where none is to include others."""
        implied = {name for each in self.grouping.dimensions for name in self._implied(each)}
        items = list(self.others)
        for item in self.query.asked:
            name = item.field.parameter(item.operator)
            includes = self.understood.includes.get(item)
            texts = [_text(value) for value in item.values]
            if exact and includes is not None and self.query.rollup:
                if item.operator == Operator.ALL and any(len(below) > 1 for below in includes.values()):
                    return None
                texts = sorted({slug for below in includes.values() for slug in below})
            if name not in implied:
                if not _is_sayable(name, item.field, item.operator, texts, item.values if includes is None else None):
                    return None
                items += [(name, text) for text in _joined(item.field, item.operator, texts)]
        if RETRACTION not in {item.field.name for item in self.query.asked} | _names(self.grouping):
            items.append((f"{RETRACTION}__{Operator.NOT}", RetractionStatus.RETRACTED))
        return f"{self.address}?{urlencode([*items, *([('rollup', 'false')] if exact else [])])}"

    def _implied(self, dimension: Dimension) -> set[str]:
        """Name the parameters that say nothing more once the value of a dimension is asked for."""
        name = dimension.field.name
        if dimension.is_step:
            return {f"{name}__gte", f"{name}__lte"}
        return {
            name,
            f"{name}__{Operator.ISNULL}",
            f"{dimension.holder(self.grouping.resource).name}__{Operator.ISNULL}",
        }

    def _addition(self, dimension: Dimension, value: Any) -> Addition:
        if value is None:
            return self._null(dimension)
        if dimension.field.vocabulary is not None:
            return self._slugs(dimension, value)
        if dimension.is_step:
            return self._step(dimension, value)
        name, text = dimension.field.name, _text(value)
        if not _is_sayable(name, dimension.field, Operator.EQ, [text], [value]):
            return Addition(None, None, UNSAYABLE.format(text))
        both = urlencode({name: text})
        return Addition(both, both)

    def _slugs(self, dimension: Dimension, value: str) -> Addition:
        assert dimension.field.vocabulary is not None  # noqa: S101 - the caller says so
        name = dimension.field.name
        below = included(self.snapshot, dimension.field.vocabulary)
        if below[value] == [value]:
            return Addition(f"{name}={value}", f"{name}={value}")
        wanted = {value}
        if dimension.is_level:
            wanted = {slug for slug, level in levels(self.snapshot, dimension).items() if level == value}
        for item, includes in self.understood.includes.items():
            if item.field is dimension.field and item.operator == Operator.EQ:
                wanted &= {slug for slugs in includes.values() for slug in slugs}
        top = next((slug for slug in sorted(wanted) if set(below[slug]) == wanted), None)
        texts = [",".join(sorted(wanted))]
        exact = urlencode({name: texts[0]}) if _is_sayable(name, dimension.field, Operator.EQ, texts, None) else None
        rolled = None if top is None else urlencode({name: top})
        return Addition(rolled, exact, TOO_LONG if exact is None else None)

    def _step(self, dimension: Dimension, value: int) -> Addition:
        name = dimension.field.name
        least, most = value, value + (dimension.number or 1) - 1
        for item in self.query.asked:
            if item.field is dimension.field and item.operator == Operator.GTE:
                least = max(least, item.values[0])
            if item.field is dimension.field and item.operator == Operator.LTE:
                most = min(most, item.values[0])
        both = urlencode({f"{name}__gte": least, f"{name}__lte": most})
        return Addition(both, both)

    def _null(self, dimension: Dimension) -> Addition:
        holder, field = dimension.holder(self.grouping.resource), dimension.field
        if holder.nullable:
            both = urlencode({f"{holder.name}__{Operator.ISNULL}": "true"})
            return Addition(both, both)
        every = self._all_values(field)
        if every is None:
            return Addition(None, None, NO_ROW)
        name = field.parameter(Operator.NOT)
        rolled, exact = (urlencode([(name, text) for text in texts]) if texts else None for texts in every)
        return Addition(rolled, exact, NO_ROW)

    def _all_values(self, field: Field) -> tuple[Sequence[str], Sequence[str]] | None:
        """Give all values of a field: those at the top of the hierarchy, and all."""
        if field.closed is not None:
            texts = _joined(field, Operator.NOT, field.closed.values())
            return texts, texts
        if field.vocabulary is None:
            return None
        below = included(self.snapshot, field.vocabulary)
        lower = {slug for top, slugs in below.items() for slug in slugs if slug != top}
        tops, every = sorted(set(below) - lower), sorted(below)
        name = field.parameter(Operator.NOT)
        told = [[",".join(slugs)] for slugs in (tops, every)]
        rolled, exact = (texts if _is_sayable(name, field, Operator.NOT, texts, None) else [] for texts in told)
        return rolled, exact


def _joint(texts: Sequence[str | None]) -> str | None:
    known = [text for text in texts if text is not None]
    return "&".join(dict.fromkeys(known)) if len(known) == len(texts) else None


def _names(grouping: Grouping) -> set[str]:
    return {each.field.name for each in grouping.dimensions}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(whole(getattr(value, "value", value)))


def _joined(field: Field, operator: Operator, texts: Sequence[str]) -> Sequence[str]:
    commas = operator == Operator.CONTAINS or any("," in text for text in texts)
    commas = commas or (field.closed is not None and any("," in text for text in field.closed.values()))
    return texts if commas else [",".join(texts)]


def _is_sayable(
    name: str, field: Field, operator: Operator, texts: Sequence[str], values: Sequence[Any] | None
) -> bool:
    """Tell whether texts are read as the values that they were written from."""
    try:
        read = read_values(name, field, operator, list(_joined(field, operator, texts)))
    except ValueFaultError:
        return False
    return values is None or [_text(value) for value in read] == [_text(value) for value in values]
