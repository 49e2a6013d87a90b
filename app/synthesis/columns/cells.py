"""Sum up the counted studies in each cell that they are laid out in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.reads.columns import Numbers, distinct
from app.reads.numeric import np
from app.synthesis.asking.dimensions import Depths, Dimension
from app.synthesis.columns.amounts import evidence_in
from app.synthesis.columns.ballots import VOTES
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.layout import Layout, lay_out
from app.synthesis.columns.study_values import of_studies
from app.synthesis.schemas.base import Assessments, Directions, Evidence
from app.vocab import SafetyAssessment

# Up to so many cells are counted whether they have a study or not.
MOST = 20_000


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
    # The numbers of cells, and for each row the place of its cell among them.
    cells: Numbers
    cell: Numbers

    def counts(self, codes: Numbers, size: int) -> Numbers:
        """Count in each cell the studies with each of some small numbers."""
        cells = self.cells.size
        found = np.bincount(self.cell.astype(np.intp) * size + codes, minlength=cells * size)
        return found.reshape(cells, size)

    def values(self) -> list[tuple[Any, ...]]:
        """Give the values of all cells."""
        return self.layout.places(self.cells)


def fill(counted: Counted, dimensions: Sequence[Dimension], depths: Depths, *, votes: bool = False) -> Filled:
    """Pick from the layout of all studies those that are counted."""
    layout = lay_out(counted.snapshot, dimensions, depths, votes=votes)
    rows = np.flatnonzero(counted.flags[layout.study])
    cell = layout.cell[rows]
    # Words such as doses make more cells than can be counted one by one; few of them have a study.
    cells, cell = distinct(cell) if layout.cells > MOST else (np.arange(layout.cells), cell)
    return Filled(layout, rows, layout.study[rows], cells, cell)


def sum_up(counted: Counted, dimensions: Sequence[Dimension], depths: Depths) -> list[Cell]:
    """Sum up the evidence in all cells; without a dimension, in one."""
    filled = fill(counted, dimensions, depths, votes=True)
    places, evidence = _evidence(counted, filled)
    answer = of_studies(counted.snapshot, "safety_assessment")
    votes = filled.counts(filled.layout.vote[filled.rows], len(VOTES) + 1)[places]
    answers = filled.counts(answer.codes[filled.study], len(answer.values))[places]
    directions = [
        Directions(improved=improved, no_difference=same, worsened=worsened, mixed=mixed, none=none)
        for none, improved, same, worsened, mixed in votes.tolist()
    ]
    stated = [
        answers[:, answer.values.index(each.value)].tolist() if each.value in answer.values else [0] * places.size
        for each in (SafetyAssessment.REPORTED, SafetyAssessment.NONE_OBSERVED, SafetyAssessment.NOT_REPORTED)
    ]
    assessments = [
        Assessments(reported=reported, none_observed=none, not_reported=silent)
        for reported, none, silent in zip(*stated, strict=True)
    ]
    return list(map(Cell, filled.layout.places(filled.cells[places]), evidence, directions, assessments))


def count_up(counted: Counted, dimensions: Sequence[Dimension], depths: Depths) -> dict[tuple[Any, ...], Evidence]:
    """Say how much evidence there is in each cell, and nothing else."""
    filled = fill(counted, dimensions, depths)
    places, evidence = _evidence(counted, filled)
    return dict(zip(filled.layout.places(filled.cells[places]), evidence, strict=True))


def _evidence(counted: Counted, filled: Filled) -> tuple[Numbers, list[Evidence]]:
    return evidence_in(counted.snapshot, filled.study, filled.cell, filled.cells.size)
