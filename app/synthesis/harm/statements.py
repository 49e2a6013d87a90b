"""What studies say of harm as a whole, beyond the events that they describe."""

from dataclasses import dataclass
from typing import Any

from app.reads.numeric import np
from app.synthesis.asking.dimensions import Depths, Dimension
from app.synthesis.columns.cells import fill
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.kinds import without_event
from app.synthesis.columns.study_values import of_studies


@dataclass(frozen=True)
class Statements:
    """Studies that state serious harm, and those that report harm without an event in an arm given vesicles."""

    serious: int = 0
    without_event: int = 0


def count_statements(counted: Counted, dimension: Dimension | None, depths: Depths) -> dict[Any, Statements]:
    """Count in each group; without a dimension, in one."""
    serious = of_studies(counted.snapshot, "safety_serious").having(value=True)
    filled = fill(counted, [dimension] if dimension else [], depths)
    numbers = (
        np.bincount(filled.cell, flags[filled.study], minlength=filled.cells.size).astype(np.int64).tolist()
        for flags in (serious, without_event(counted.snapshot))
    )
    groups = (value[0] if value else None for value in filled.values())
    return {group: Statements(*each) for group, *each in zip(groups, *numbers, strict=True)}
