"""An order over a set of studies: the sets of the sort keys are its steps, so no row is sorted or even read."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from pyroaring import BitMap

from app.core.cursor import damaged_cursor
from app.core.fields import Field, Resource
from app.core.query import Order
from app.identifiers import accession_number, is_valid
from app.reads.sets import Sets, has_sets

KEY = "accession"
RELEVANCE = "relevance"
# Gives buckets of studies with equal points, best first.
Ranked: TypeAlias = Callable[[], Iterator[tuple[int, BitMap]]]


class Ordering:
    """The order of one question, down to the accession, which makes it total."""

    def __init__(self, sets: Sets, resource: Resource, orders: Sequence[Order], ranked: Ranked | None = None) -> None:
        self._sets = sets
        self._fields = {field.name: field for field in resource.fields}
        self._ranked = ranked
        self._orders = list(orders)
        names = [order.key.name for order in orders]
        if KEY in names:
            del self._orders[names.index(KEY) + 1 :]
        else:
            self._orders.append(Order(resource.tie_break[0], descending=False))

    @property
    def kinds(self) -> list[type]:
        """Types of the keys of a place, as in a cursor."""
        kinds: list[type] = []
        for order in self._orders:
            kinds += [int] if order.key.nullable else []
            kinds.append(type(order.key.zero))
        return kinds

    def window(self, found: BitMap, start: int, stop: int) -> list[tuple[int, list[Any]]]:
        """Give the numbers of the studies from place to place, with the keys that a cursor needs."""
        return list(self._window(found, max(start, 0), stop, 0))

    def place_of(self, found: BitMap, keys: Sequence[Any], *, after: bool) -> int:
        """Count the studies before a place, or up to and with the study there."""
        return self._place(found, list(keys), 0, after=after)

    def _window(self, found: BitMap, start: int, stop: int, level: int) -> Iterator[tuple[int, list[Any]]]:
        if level == len(self._orders) - 1:
            descending = self._orders[level].descending
            chosen = _slice(found, start, stop, descending=descending)
            yield from ((number, [f"EXS{number:06d}"]) for number in chosen)
            return
        passed = 0
        for value, members in self._steps(level):
            if passed >= stop:
                return
            size = found.intersection_cardinality(members)
            if size and passed + size > start:
                keys = _keys(self._orders[level], value)
                inner = self._window(found & members, max(start - passed, 0), stop - passed, level + 1)
                yield from ((number, [*keys, *rest]) for number, rest in inner)
            passed += size

    def _place(self, found: BitMap, keys: list[Any], level: int, *, after: bool) -> int:
        order = self._orders[level]
        if level == len(self._orders) - 1:
            if not is_valid(KEY, keys[0]):
                raise damaged_cursor()
            return _before(found, accession_number(keys[0]), descending=order.descending, after=after)
        width = 2 if order.key.nullable else 1
        *missing, key = keys[:width]
        wanted = None if missing == [1] else key.isoformat() if isinstance(key, dt.date) else key
        passed = 0
        for value, members in self._steps(level):
            if value == wanted:
                return passed + self._place(found & members, keys[width:], level + 1, after=after)
            if _is_beyond(value, wanted, descending=order.descending):
                break
            passed += found.intersection_cardinality(members)
        return passed

    def _steps(self, level: int) -> Iterator[tuple[Any, BitMap]]:
        """Give each value of a sort key with the studies that have it, in the order asked for, null last."""
        order = self._orders[level]
        if order.key.name == RELEVANCE:
            yield from self._ranks(descending=order.descending)
            return
        field = self._fields[order.key.name]
        values = [value for value, _ in self._sets.values(field)]
        known = [value for value in values if value is not None]
        for value in [*(reversed(known) if order.descending else known), *values[len(known) :]]:
            yield value, self._sets.with_value(field, value)

    def _ranks(self, *, descending: bool) -> Iterator[tuple[Any, BitMap]]:
        """Give the buckets of equal points: best first costs only what is looked at."""
        if self._ranked is None:
            raise ValueError("an order by relevance needs ranks")
        yield from self._ranked() if descending else reversed(list(self._ranked()))


def is_ordered_by_sets(resource: Resource, orders: Sequence[Order]) -> bool:
    """Tell whether each key of an order has sets."""
    fields: dict[str, Field] = {field.name: field for field in resource.fields}
    return all(order.key.name in (KEY, RELEVANCE) or has_sets(fields[order.key.name]) for order in orders)


def _keys(order: Order, value: Any) -> tuple[Any, ...]:
    zero = order.key.zero
    plain = value if value is not None else zero.isoformat() if isinstance(zero, dt.date) else zero
    return (int(value is None), plain) if order.key.nullable else (plain,)


def _is_beyond(value: Any, wanted: Any, *, descending: bool) -> bool:
    if value is None or wanted is None:
        return value is None
    return bool(value < wanted if descending else value > wanted)


def _slice(found: BitMap, start: int, stop: int, *, descending: bool) -> list[int]:
    size = len(found)
    start, stop = min(start, size), min(stop, size)
    if start >= stop:
        return []
    if descending:
        return list(found[size - stop : size - start])[::-1]
    return list(found[start:stop])


def _before(found: BitMap, number: int, *, descending: bool, after: bool) -> int:
    up_to = found.rank(number)
    if not descending:
        return up_to if after else up_to - int(number in found)
    rest = len(found) - up_to
    return rest + int(number in found) if after else rest
