"""Studies as sets: each value of each field has its set, and a question is answered by joining them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import orjson
from pyroaring import BitMap
from sqlalchemy import select

from app.core.conditions import COMPARISONS, clause
from app.core.fields import Field
from app.core.operators import Operator
from app.core.tree import Condition, Either, Every, Node, Not, Some, Within
from app.models import Study
from app.reads.snapshot import Snapshot

Value: TypeAlias = str | int | float | bool | dt.date | None
# The set of all studies stands under a field of no name.
EVERYTHING = ("", "null")
ENTRY_BYTES = 350
FETCH = "SELECT value, members FROM study_set WHERE field = :field AND value = :value"
FETCH_FIELD = "SELECT value, members FROM study_set WHERE field = :field"
DIRECTORY = "SELECT value, size FROM study_set WHERE field = :field"


@lru_cache(maxsize=1024)
def has_sets(field: Field) -> bool:
    """Tell whether the values of a field are kept as sets: texts and keys that name one study are not."""
    return field.is_enumerable


def write_value(value: Any) -> str:
    """Write a value as the key of its set."""
    return orjson.dumps(getattr(value, "value", value)).decode()


class Sets:
    """The sets of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._memory = snapshot.memory

    def everything(self) -> BitMap:
        """All studies."""
        return self._fetch(*EVERYTHING)

    def with_value(self, field: Field, value: Value) -> BitMap:
        """Studies with a value of a field; with null, those for which it is not known."""
        return self._fetch(field.name, write_value(value))

    def with_any(self, field: Field, values: Sequence[Value]) -> BitMap:
        """Studies with at least one of these values."""
        keys = [write_value(value) for value in values]
        if len(keys) == 1:
            return self._fetch(field.name, keys[0])
        if len(keys) > 40 and not all(self._memory.holds((field.name, key)) for key in keys):  # noqa: PLR2004
            self._fetch_field(field)
        return BitMap.union(BitMap(), *(self._fetch(field.name, key) for key in keys))

    def known(self, field: Field) -> BitMap:
        """Studies for which some value of a field is known."""

        def make() -> BitMap:
            return self.with_any(field, [value for value, _ in self.values(field) if value is not None])

        return self._memory.get(("known", field.name), make, weight)

    def values(self, field: Field) -> list[tuple[Any, int]]:
        """Values of a field with the number of studies that have them: in ascending order, null last."""

        def make() -> list[tuple[Any, int]]:
            rows = self._snapshot.rows(DIRECTORY, {"field": field.name})
            found = [(orjson.loads(value), size) for value, size in rows]
            return sorted(found, key=lambda item: (item[0] is None, item[0]))

        return self._memory.get(("values", field.name), make)

    def each(self, field: Field) -> list[tuple[Any, BitMap]]:
        """Give each value of a field with the studies that have it: in ascending order, null last."""
        values = [value for value, _ in self.values(field)]
        if not all(self._memory.holds((field.name, write_value(value))) for value in values):
            self._fetch_field(field)
        return [(value, self.with_value(field, value)) for value in values]

    def matching(self, node: Node) -> BitMap:
        """Studies for which a question holds."""
        match node:
            case Within(_, numbers):
                return numbers
            case Every(parts):
                return self._meet(parts)
            case Either(parts):
                return BitMap.union(BitMap(), *(self.matching(part) for part in parts))
            case Not(part):
                return self.everything() - self.matching(part)
            case (Condition() as item) | Some(_, Condition() as item) if has_sets(item.field):
                return self._compared(item)
            case _:
                return BitMap(self._snapshot.connection.scalars(select(Study.id).where(clause(node))))

    def _meet(self, parts: Iterable[Node]) -> BitMap:
        found = sorted((self.matching(part) for part in parts), key=len)
        return BitMap.intersection(*found) if found else self.everything()

    def _compared(self, item: Condition) -> BitMap:
        field, values = item.field, item.values
        if item.operator == Operator.EQ:
            return self.with_any(field, values)
        if item.operator == Operator.ISNULL:
            return self.with_value(field, None) if values[0] else self.known(field)
        compare, asked = COMPARISONS[item.operator], values[0]
        kept = [value for value, _ in self.values(field) if value is not None]
        if isinstance(asked, dt.date):
            return self.with_any(field, [value for value in kept if compare(value, asked.isoformat())])
        return self.with_any(field, [value for value in kept if compare(value, asked)])

    def _fetch(self, field: str, value: str) -> BitMap:
        def make() -> BitMap:
            rows = self._snapshot.rows(FETCH, {"field": field, "value": value})
            return BitMap.deserialize(rows[0][1]) if rows else BitMap()

        return self._memory.get((field, value), make, weight)

    def _fetch_field(self, field: Field) -> None:
        for value, members in self._snapshot.rows(FETCH_FIELD, {"field": field.name}):
            found = BitMap.deserialize(members)
            self._memory.put((field.name, value), found, weight(found))


def answered_by_sets(node: Node) -> bool:
    """Tell whether a question needs nothing but sets."""
    match node:
        case Within():
            return True
        case Every(parts) | Either(parts):
            return all(map(answered_by_sets, parts))
        case Not(part):
            return answered_by_sets(part)
        case Condition(field) | Some(_, Condition(field)):
            return has_sets(field)
        case _:
            return False


def weight(members: BitMap) -> int:
    """Weigh a set in bytes, with its key and what Python keeps of each."""
    told = members.get_statistics()
    return (
        ENTRY_BYTES
        + told["n_bytes_array_containers"]
        + told["n_bytes_run_containers"]
        + told["n_bytes_bitset_containers"]
    )
