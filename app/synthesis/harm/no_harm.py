"""How many people were given vesicles in studies that saw no adverse event of any kind: what bounds the rate of any."""

from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap

from app.reads.columns import Numbers, distinct, marked
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
    of_study = np.bincount(arms["study"][here], minlength=length(snapshot))
    rows = np.flatnonzero(here & given(snapshot))
    size = int(codes.max(initial=0)) + 1
    keys, places = distinct(arms["study"][rows].astype(np.int64) * size + codes[rows])
    stated = arms.coded["n"].numbers(-1)[rows].astype(np.int64)
    unknown = np.bincount(places[stated < 0], minlength=keys.size) > 0
    study, found = keys // size, np.bincount(places, np.maximum(stated, 0), minlength=keys.size).astype(np.int64)
    found[unknown] = -1
    # The same people may be in several arms, and those of the study are all in these arms where it has no others.
    whole = numbers_of(snapshot, "n_participants", -1)[study].astype(np.int64)
    alone = (np.bincount(places, minlength=keys.size) == of_study[study]) & (whole >= 0)
    found = np.where(alone, whole, np.where((whole >= 0) & (found > whole), whole, found))
    return study, keys % size, found


def _sums(groups: Any, codes: Numbers, treated: Numbers) -> dict[Any, Unharmed]:
    sums = [np.bincount(codes, each, minlength=len(groups)) for each in (np.maximum(treated, 0), None, treated < 0)]
    numbers = (each.astype(np.int64).tolist() for each in sums)
    return {group: Unharmed(*each) for group, *each in zip(groups, *numbers, strict=True)}
