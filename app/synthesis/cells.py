"""Sum up the counted studies in each cell that they are laid out in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.reads.columns import Numbers
from app.reads.numeric import np
from app.synthesis.amounts import Amounts
from app.synthesis.ballots import VOTES
from app.synthesis.counted import Counted
from app.synthesis.dimensions import Depths, Dimension
from app.synthesis.layout import Layout, lay_out
from app.synthesis.schemas.base import Assessments, Directions, Evidence
from app.synthesis.study_values import of_studies
from app.vocab import SafetyAssessment

ANSWERS = SafetyAssessment.values()


@dataclass(frozen=True)
class Cell:
    """The evidence of one combination of values."""

    values: tuple[Any, ...]
    evidence: Evidence
    directions: Directions
    assessments: Assessments


@dataclass(frozen=True)
class Filled:
    """What of a layout is of counted studies."""

    layout: Layout
    rows: Numbers
    study: Numbers
    cell: Numbers

    def counts(self, codes: Numbers, size: int) -> Numbers:
        """Count in each cell the studies with each of some small numbers."""
        cells = self.layout.cells
        found = np.bincount(self.cell.astype(np.intp) * size + codes, minlength=cells * size)
        return found.reshape(cells, size)


def fill(counted: Counted, dimensions: Sequence[Dimension], depths: Depths) -> Filled:
    """Pick from the layout of all studies those that are counted."""
    layout = lay_out(counted.snapshot, dimensions, depths)
    rows = np.flatnonzero(counted.flags[layout.study])
    return Filled(layout, rows, layout.study[rows], layout.cell[rows])


def sum_up(counted: Counted, dimensions: Sequence[Dimension], depths: Depths) -> list[Cell]:
    """Sum up the evidence in all cells; without a dimension, in one."""
    filled = fill(counted, dimensions, depths)
    votes = filled.counts(filled.layout.vote[filled.rows], len(VOTES) + 1)
    column = of_studies(counted.snapshot, "safety_assessment")
    answers = filled.counts(column.codes[filled.study], len(column.values))
    found = []
    for values, evidence, cell in _evidence(counted, filled):
        none, *told = votes[cell].tolist()
        directions = Directions(**dict(zip(VOTES, told, strict=True)), none=none)
        stated = dict(zip(column.values, answers[cell].tolist(), strict=True))
        assessments = Assessments(**{name: stated.get(name, 0) for name in ANSWERS})
        found.append(Cell(values, evidence, directions, assessments))
    return found


def count_up(counted: Counted, dimensions: Sequence[Dimension], depths: Depths) -> dict[tuple[Any, ...], Evidence]:
    """Say how much evidence there is in each cell, and nothing else."""
    filled = fill(counted, dimensions, depths)
    return {values: evidence for values, evidence, _ in _evidence(counted, filled)}


def _evidence(counted: Counted, filled: Filled) -> list[tuple[tuple[Any, ...], Evidence, int]]:
    amounts = Amounts(counted.snapshot, filled.study, filled.cell, filled.layout.cells)
    return [(filled.layout.place(cell), evidence, cell) for cell, evidence in amounts.evidence()]
