"""Reads tables of the database into columns."""

from typing import Any

from pyroaring import BitMap

from app.core.plain import whole
from app.reads.columns import POSITIONS, Column, Numbers, Source, Table, narrow
from app.reads.numeric import np
from app.reads.snapshot import Snapshot


def read_table(snapshot: Snapshot, source: Source) -> Table:
    """Read a table into columns, or renew what an earlier revision left."""
    return snapshot.carried.get(snapshot, source, lambda studies: _read(snapshot, source, studies))


def _read(snapshot: Snapshot, source: Source, studies: BitMap | None) -> Table:
    """Read the rows of some studies, or of all."""
    expressions = ", ".join([*source.numbers.values(), *source.coded.values()])
    places: list[_Places] = [_Places() for _ in source.coded]
    parts: list[list[Numbers]] = [[] for _ in (*source.numbers, *source.coded)]
    # Names of our own tables and columns, and numbers, never text of a request.
    for rows in snapshot.chunks(f"SELECT {expressions} FROM {source.table}{_where(source, studies)}"):  # noqa: S608
        for place, column in enumerate(zip(*rows, strict=True)):
            known = place - len(source.numbers)
            entries = column if known < 0 else map(places[known].__getitem__, column)
            parts[place].append(np.fromiter(entries, dtype=np.int32, count=len(rows)))
    arrays = [np.concatenate(part) if part else np.zeros(0, dtype=np.int32) for part in parts]
    order = np.argsort(arrays[0] * np.int64(POSITIONS) + arrays[1], kind="stable")
    numbers = {name: narrow(array[order]) for name, array in zip(source.numbers, arrays, strict=False)}
    coded = arrays[len(source.numbers) :]
    return Table(
        numbers,
        {name: place.column(array[order]) for name, place, array in zip(source.coded, places, coded, strict=True)},
    )


def _where(source: Source, studies: BitMap | None) -> str:
    conditions = [source.where] if source.where else []
    conditions += [] if studies is None else [f"{source.numbers['study']} IN ({', '.join(map(str, studies))})"]
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


class _Places(dict[Any, int]):
    """Numbers values as they come."""

    def __missing__(self, value: Any) -> int:
        place = self[value] = len(self)
        return place

    def column(self, places: Numbers) -> Column:
        """Give the values in ascending order instead."""
        values = sorted(whole(value) for value in self if value is not None)
        ranks = {value: rank for rank, value in enumerate(values, 1)} | {None: 0}
        return Column([None, *values], narrow(np.array([ranks[value] for value in self] or [0]))[places])
