"""The translational ladder: how far the evidence reaches from the test tube to people, and where it breaks off."""

from typing import Any

from app.reads.numeric import np
from app.synthesis.amounts import NOTHING
from app.synthesis.cells import Cell, fill, sum_up
from app.synthesis.dimensions import DIMENSIONS, Depths
from app.synthesis.links import behind_link
from app.synthesis.question import Question
from app.synthesis.schemas.base import Assessments, Directions
from app.synthesis.schemas.ladder import Ladder, Rung
from app.synthesis.selection import Selection
from app.synthesis.study_values import numbers_of
from app.vocab import Level

RUNGS = (Level.IN_VITRO, Level.EX_VIVO, Level.ANIMAL, Level.HUMAN)
# A step that many a line of research goes without: its absence alone is no gap.
OPTIONAL = (Level.EX_VIVO,)
# Later than any year that a study can have.
LATER = 9999
EMPTY = Cell(
    values=(None,),
    evidence=NOTHING,
    directions=Directions(improved=0, no_difference=0, worsened=0, mixed=0, none=0),
    assessments=Assessments(reported=0, none_observed=0, not_reported=0),
)


def climb(question: Question, selection: Selection) -> Ladder:
    """Sum up the evidence rung by rung."""
    level = DIMENSIONS["level"]
    cells = {cell.values[0]: cell for cell in sum_up(selection.counted, [level], Depths())}
    graded = _graded(selection)
    rungs = [_rung(question, each, cells.get(each.value, EMPTY), graded.get(each.value, (0, None))) for each in RUNGS]
    reached = [rung.level for rung in rungs if rung.with_results]
    highest = reached[-1] if reached else None
    order = [rung.level for rung in rungs]
    above = order[order.index(highest) + 1 :] if highest else []
    below = order[: order.index(highest)] if highest else []
    gaps = [name for name in below if name not in reached and name not in OPTIONAL]
    return Ladder(
        selection=selection.shown,
        rungs=rungs,
        highest=highest,
        breaks_off_before=next((name for name in above if name not in OPTIONAL), None),
        gaps=gaps,
        without_level=cells[None].evidence.studies if None in cells else 0,
        statement=_statement(rungs, highest, gaps),
    )


def _graded(selection: Selection) -> dict[Any, tuple[int, int | None]]:
    """Count for each level the studies with a grade, and give the year of the first of all."""
    counted = selection.counted
    filled = fill(counted, [DIMENSIONS["level"]], Depths(), votes=True)
    graded = (numbers_of(counted.snapshot, "evidence_level") > 0)[filled.study]
    years = numbers_of(counted.snapshot, "year", LATER)[filled.study]
    # Of one kind of number with the years, for which the library has a fast way.
    first = np.full(filled.cells.size, LATER, dtype=years.dtype)
    np.minimum.at(first, filled.cell, years)
    numbers = np.bincount(filled.cell, graded, minlength=first.size)
    return {
        value: (int(number), None if year == LATER else year)
        for (value,), number, year in zip(filled.values(), numbers, first.tolist(), strict=True)
    }


def _rung(question: Question, level: Level, cell: Cell, graded: tuple[int, int | None]) -> Rung:
    return Rung(
        level=level.value,
        evidence=cell.evidence,
        with_results=graded[0],
        first_year=graded[1],
        directions=cell.directions,
        assessments=cell.assessments,
        studies_link=behind_link(question, {"level": level.value}),
    )


def _statement(rungs: list[Rung], highest: str | None, gaps: list[str]) -> str:
    told = ", ".join(f"{spoken(rung.level)} {rung.with_results}" for rung in rungs)
    counts = f"Studies with results, reviews included: {told}."
    top = rungs[-1]
    planned = top.evidence.studies - top.with_results
    waiting = f" {planned} more in people are registrations or notices without results." if planned else ""
    if highest is None:
        return f"{counts}{waiting} There is no result on any rung."
    if highest == top.level:
        reach = " The evidence reaches people"
    else:
        reach = f" The evidence ends {spoken(highest)}; no result in people is recorded"
    missing = f", with nothing {' and '.join(map(spoken, gaps))} below it." if gaps else "."
    return f"{counts}{waiting}{reach}{missing}"


def spoken(level: str) -> str:
    """Name a level in a sentence."""
    return {"human": "in people", "animal": "in animals", "ex_vivo": "ex vivo", "in_vitro": "in vitro"}[level]
