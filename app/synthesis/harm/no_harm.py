"""How many people were given vesicles in studies that saw no adverse event of any kind: what bounds the rate of any."""

from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap

from app.reads.columns import Numbers, marked, pairs
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.asking.dimensions import Depths, Dimension
from app.synthesis.columns.cells import fill
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.kinds import harm_of
from app.synthesis.columns.layout import arm_values
from app.synthesis.columns.study_values import length, numbers_of, people
from app.synthesis.columns.tables import arms_of, given
from app.vocab import Harm


@dataclass(frozen=True)
class Unharmed:
    """People given vesicles, the studies, and those of them that do not state how many people."""

    participants: int = 0
    studies: int = 0
    studies_not_stated: int = 0


def count_unharmed(counted: Counted, dimension: Dimension | None, depths: Depths) -> dict[Any, Unharmed]:
    """Count in each group; without a dimension, in one."""
    snapshot = counted.snapshot
    studies = np.flatnonzero(counted.flags & people(snapshot) & harm_of(snapshot).having(Harm.NONE_OF_ANY_KIND))
    if dimension is None or dimension.home != "arm":
        treated = np.zeros(length(snapshot), dtype=np.int64)
        found, _, numbers = _treated(snapshot, studies, np.zeros(arms_of(snapshot)["study"].size, dtype=np.uint8))
        treated[found] = numbers
        filled = fill(Counted(snapshot, BitMap(found)), [dimension] if dimension else [], depths)
        groups = [value[0] if value else None for value in filled.values()]
        return _sums(groups, filled.cell, treated[filled.study])
    column = arm_values(snapshot, dimension, depths)
    _, codes, numbers = _treated(snapshot, studies, column.codes)
    return _sums(column.values, codes, numbers)


def _treated(snapshot: Snapshot, studies: Numbers, codes: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Give studies and codes of their arms with vesicles, and how many people these arms had; -1 where not stated."""
    arms = arms_of(snapshot)
    here = marked(studies, length(snapshot))[arms["study"]]
    rows = np.flatnonzero(here & given(snapshot))
    groups = pairs(arms["study"][rows], codes[rows])
    n = arms.coded["n"].numbers(-1)[rows].astype(np.int64)
    in_arms = np.bincount(groups.place, np.maximum(n, 0), minlength=groups.size).astype(np.int64)
    silent = marked(groups.place[n < 0], groups.size)
    whole = numbers_of(snapshot, "n_participants", -1)[groups.one].astype(np.int64)
    all_arms = np.bincount(arms["study"][here], minlength=length(snapshot))[groups.one]
    has_all = np.bincount(groups.place, minlength=groups.size) == all_arms
    # People of a study are all in these arms where it has no others, and may be in several of them.
    is_whole = (whole >= 0) & (has_all | (~silent & (in_arms > whole)))
    return groups.one, groups.other, np.select([is_whole, silent], [whole, -1], in_arms)


def _sums(groups: Any, codes: Numbers, treated: Numbers) -> dict[Any, Unharmed]:
    sums = [np.bincount(codes, each, minlength=len(groups)) for each in (np.maximum(treated, 0), None, treated < 0)]
    numbers = (each.astype(np.int64).tolist() for each in sums)
    return {group: Unharmed(*each) for group, *each in zip(groups, *numbers, strict=True)}
