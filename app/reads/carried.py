"""Tables that outlive their revision: of the next one only the rows of changed studies are read."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from pyroaring import BitMap

from app.reads.columns import POSITIONS, Column, Numbers, Source, Table, marked, narrow, weigh
from app.reads.numeric import np
from app.reads.snapshot import Revision, Snapshot

MAX_BYTES = 48 * 1024 * 1024
# More changed studies than this are not looked up one by one.
MOST = 2000
CHANGES = "SELECT revision, mark, members FROM study_change WHERE revision >= :since ORDER BY revision"


@dataclass(frozen=True)
class CarriedTable:
    """A table as it was at one revision."""

    revision: Revision
    table: Table
    weight: int


class Carried:
    """The tables that were last read, each with its revision, within a bound."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._tables: dict[Source, CarriedTable] = {}
        self._lock = threading.Lock()
        self._max_bytes = max_bytes

    def get(self, snapshot: Snapshot, source: Source, read: Callable[[BitMap | None], Table]) -> Table:
        """Give a table as it is in a snapshot; `read` reads the rows of some studies, or of all."""
        known = self._tables.get(source)
        changed = changed_since(snapshot, known)
        if known is None or changed is None:
            table = read(None)
        elif changed:
            table = renewed(known.table, changed, read(changed))
        else:
            table = known.table
        self._keep(source, CarriedTable(snapshot.revision, table, weigh(table)))
        return table

    def _keep(self, source: Source, kept: CarriedTable) -> None:
        with self._lock:
            known = self._tables.get(source)
            # A snapshot older than what is kept by now has read for itself alone.
            if known is not None and known.revision.number > kept.revision.number:
                return
            self._tables[source] = kept
            if sum(each.weight for each in self._tables.values()) > self._max_bytes:
                del self._tables[source]


def changed_since(snapshot: Snapshot, known: CarriedTable | None) -> BitMap | None:
    """Give the studies written or removed since a table was kept; none if unknown."""
    if known is None:
        return None
    since, now = known.revision.number, snapshot.revision.number
    changes = snapshot.rows(CHANGES, {"since": since})
    # The revision itself must be there as it was, lest another history be taken for it.
    if [number for number, *_ in changes] != list(range(since, now + 1)) or since > now:
        return None
    if changes[0][1] != known.revision.mark:
        return None
    members = [each for _, _, each in changes[1:]]
    if any(each is None for each in members):
        return None
    changed = BitMap.union(BitMap(), *(BitMap.deserialize(bytes(each)) for each in members))
    return changed if len(changed) <= MOST else None


def renewed(table: Table, changed: BitMap, fresh: Table) -> Table:
    """Put fresh rows in the place of those of changed studies."""
    size = max(int(table["study"].max(initial=0)), changed.max()) + 1
    kept = np.flatnonzero(~marked(list(changed), size)[table["study"]])
    key, fresh_key = (each["study"].astype(np.int64) * POSITIONS + each["position"] for each in (table, fresh))
    at = np.searchsorted(key[kept], fresh_key)
    return Table(
        {name: narrow(_insert(table[name][kept], at, fresh[name])) for name in table.numbers},
        {name: _join(column, kept, at, fresh.coded[name]) for name, column in table.coded.items()},
    )


def _join(column: Column, kept: Numbers, at: Numbers, fresh: Column) -> Column:
    values = sorted({*column.values[1:], *fresh.values[1:]})
    place = {value: number for number, value in enumerate(values, 1)} | {None: 0}
    old, new = (np.array([place[value] for value in each.values])[each.codes] for each in (column, fresh))
    codes = _insert(old[kept], at, new)
    # What only replaced rows had is no value any more.
    used = np.bincount(codes, minlength=len(values) + 1) > 0
    used[0] = True
    codes = (np.cumsum(used) - 1)[codes]
    return Column([None, *(value for value, is_used in zip(values, used[1:], strict=True) if is_used)], narrow(codes))


def _insert(numbers: Numbers, at: Numbers, fresh: Numbers) -> Numbers:
    inserted: Numbers = np.insert(numbers.astype(np.promote_types(numbers.dtype, fresh.dtype)), at, fresh)
    return inserted
