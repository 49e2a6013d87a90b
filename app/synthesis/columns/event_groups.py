"""Adverse events in the order of groups and kinds, which no filter changes; remembered for a revision."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.reads.columns import Numbers, narrow, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.asking.dimensions import Depths, Dimension
from app.synthesis.columns.event_rows import by_arm, kinds_of
from app.synthesis.columns.layout import arm_values, spread_of
from app.synthesis.columns.study_values import of_studies
from app.synthesis.columns.tables import arms_of, events_of, given


@dataclass(frozen=True)
class Grouping:
    """What events are told apart by: groups of a dimension, or none; arms with vesicles, or without."""

    dimension: Dimension | None
    depths: Depths
    exposed: bool = True


@dataclass(frozen=True)
class Laid:
    """Entries by group and kind, then as they were; one stands as often as it is in groups."""

    groups: Sequence[Any]
    # Of each entry its group and kind as one number, its place among all, and its study.
    key: Numbers
    place: Numbers
    study: Numbers

    def of(self, flags: Numbers) -> "Laid":
        """Leave the entries of flagged studies."""
        kept = np.flatnonzero(flags[self.study])
        return Laid(self.groups, self.key[kept], self.place[kept], self.study[kept])

    @cached_property
    def starts(self) -> Numbers:
        """Give where each key begins."""
        return np.flatnonzero(np.diff(self.key, prepend=-1))


@per_revision
def lay_arms(snapshot: Snapshot, grouping: Grouping, kind: str) -> Laid:
    """Lay out the entries of `by_arm`."""
    arms = by_arm(snapshot, kind)
    return _lay(snapshot, grouping, arms.arm, arms.kind, len(kinds_of(snapshot, kind).values))


@per_revision
def lay_rows(snapshot: Snapshot, grouping: Grouping, kind: str) -> Laid:
    """Lay out the rows of events."""
    column = kinds_of(snapshot, kind)
    return _lay(snapshot, grouping, events_of(snapshot)["arm"], column.codes, len(column.values))


def _lay(snapshot: Snapshot, grouping: Grouping, arm: Numbers, kind: Numbers, kinds: int) -> Laid:
    place = np.flatnonzero(given(snapshot)[arm] == grouping.exposed)
    groups, place, group = _grouped(snapshot, grouping, arm, place)
    key = narrow(group.astype(np.int64) * kinds + kind[place])
    order = np.argsort(key, kind="stable")
    place = place[order]
    return Laid(groups, key[order].astype(np.int32), place.astype(np.uint32), arms_of(snapshot)["study"][arm[place]])


def _grouped(
    snapshot: Snapshot, grouping: Grouping, arm: Numbers, place: Numbers
) -> tuple[Sequence[Any], Numbers, Numbers]:
    """Give the groups, and entries with their groups, one as often as it is in groups."""
    dimension, depths = grouping.dimension, grouping.depths
    if dimension is None:
        return [None], place, np.zeros(place.size, dtype=np.uint8)
    if dimension.home == "arm":
        column = arm_values(snapshot, dimension, depths)
        return column.values, place, column.codes[arm[place]]
    study = arms_of(snapshot)["study"][arm[place]]
    if dimension.home == "study":
        column = of_studies(snapshot, dimension.name)
        return column.values, place, column.codes[study]
    spread = spread_of(snapshot, dimension, depths)
    repeated, codes = spread.of(study)
    return spread.values, place[repeated], codes
