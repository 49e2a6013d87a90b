"""What studies say of harm as a whole, beyond the events that they describe."""

from dataclasses import dataclass
from typing import Any

from app.reads.columns import marked
from app.reads.numeric import np
from app.synthesis.cells import fill
from app.synthesis.counted import Counted
from app.synthesis.dimensions import Depths, Dimension
from app.synthesis.study_values import length, of_studies
from app.synthesis.tables import arms_of, events_of, given
from app.vocab import SafetyAssessment


@dataclass(frozen=True)
class Statements:
    """Studies that state serious harm, and those that report harm without an event in an arm given vesicles."""

    serious: int = 0
    without_event: int = 0


def count_statements(counted: Counted, dimension: Dimension | None, depths: Depths) -> dict[Any, Statements]:
    """Count in each group; without a dimension, in one."""
    snapshot = counted.snapshot
    events = events_of(snapshot)
    arm = events["arm"][events["nobody"] == 0]
    described = marked(arms_of(snapshot)["study"][arm[given(snapshot)[arm]]], length(snapshot))
    reported = of_studies(snapshot, "safety_assessment").having(SafetyAssessment.REPORTED.value)
    serious = of_studies(snapshot, "safety_serious").having(value=True)
    filled = fill(counted, [dimension] if dimension else [], depths)
    numbers = (
        np.bincount(filled.cell, flags[filled.study], minlength=filled.cells.size).astype(np.int64).tolist()
        for flags in (serious, reported & ~described)
    )
    groups = (value[0] if value else None for value in filled.values())
    return {group: Statements(*each) for group, *each in zip(groups, *numbers, strict=True)}
