"""The translational ladder: how far the evidence reaches from the test tube to people, and where it breaks off."""

from dataclasses import dataclass
from typing import Any

from app.reads.numeric import np
from app.synthesis.asking.dimensions import DIMENSIONS, Depths
from app.synthesis.asking.links import behind_link
from app.synthesis.asking.question import Question
from app.synthesis.asking.question_words import narrowing
from app.synthesis.asking.selection import Selection
from app.synthesis.columns.amounts import NOTHING
from app.synthesis.columns.cells import Cell, fill, sum_up
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.kinds import with_results
from app.synthesis.columns.study_values import are_reviews, numbers_of
from app.synthesis.schemas.base import Assessments, Directions
from app.synthesis.schemas.ladder import Ladder, Rung, RungLinks
from app.synthesis.words import plural, verb
from app.vocab import Level, Results

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


@dataclass(frozen=True)
class Standing:
    """What stands on a rung: studies with results, reviews of such, and the year of the first study of all."""

    with_results: int = 0
    reviews: int = 0
    first_year: int | None = None


def climb(question: Question, selection: Selection) -> Ladder:
    """Sum up the evidence rung by rung."""
    level = DIMENSIONS["level"]
    cells = {cell.values[0]: cell for cell in sum_up(selection.counted, [level], Depths())}
    standing = _standing(selection.counted)
    rungs = [
        _rung(question, each, cells.get(each.value, EMPTY), standing.get(each.value, Standing())) for each in RUNGS
    ]
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
        without_level_link=behind_link(question, {"level": None}),
        statement=_statement(rungs, highest, [] if narrowing(selection.shown) else gaps),
    )


def _standing(counted: Counted) -> dict[Any, Standing]:
    snapshot = counted.snapshot
    filled = fill(counted, [DIMENSIONS["level"]], Depths())
    levels = [value for (value,) in filled.values()]
    on_top = np.array([value == Level.HUMAN for value in levels])[filled.cell]
    at_top, below = (with_results(snapshot, level)[filled.study] for level in (RUNGS[-1], RUNGS[0]))
    years = numbers_of(snapshot, "year", LATER)[filled.study]
    # Of one kind of number with the years, for which the library has a fast way.
    first = np.full(filled.cells.size, LATER, dtype=years.dtype)
    np.minimum.at(first, filled.cell, years)
    flags = (np.where(on_top, at_top, below), are_reviews(snapshot)[filled.study])
    numbers = [np.bincount(filled.cell, each, minlength=first.size) for each in flags]
    return {
        value: Standing(int(results), int(reviewed), None if year == LATER else year)
        for value, results, reviewed, year in zip(levels, *numbers, first.tolist(), strict=True)
    }


def _rung(question: Question, level: Level, cell: Cell, standing: Standing) -> Rung:
    review = {"results": Results.REVIEW.value}
    return Rung(
        level=level,
        evidence=cell.evidence,
        with_results=standing.with_results,
        reviews=standing.reviews,
        others=cell.evidence.studies - standing.with_results - standing.reviews,
        first_year=standing.first_year,
        directions=cell.directions,
        assessments=cell.assessments,
        studies_link=behind_link(question, {"level": level.value}),
        studies_links=RungLinks(
            with_results=behind_link(question, {"rung": level.value}),
            reviews=behind_link(question, {"level": level.value, **review}),
            others=behind_link(question, {"level": level.value}, [("rung", level.value), *review.items()]),
        ),
    )


def _statement(rungs: list[Rung], highest: Level | None, gaps: list[Level]) -> str:
    told = [f"Studies with results: {', '.join(f'{spoken(rung.level)} {rung.with_results}' for rung in rungs)}."]
    top = rungs[-1]
    if top.reviews:
        told.append(f"Work {spoken(top.level)} is also the subject of {plural(top.reviews, 'review')}.")
    if top.others:
        told.append(
            f"{plural(top.others, 'more record')} of work in people {verb(top.others, 'has', 'have')} no results of a "
            "study in people: registrations, notices, laboratory work on samples, or designs that were not seen."
        )
    if highest is None:
        told.append("No study with results stands on any rung.")
    elif highest == top.level:
        told.append(f"The evidence reaches people{_missing(gaps)}.")
    else:
        told.append(f"The evidence ends {spoken(highest)}{_missing(gaps)}; no result in people is recorded.")
    return " ".join(told)


def _missing(gaps: list[Level]) -> str:
    return f", with nothing {' or '.join(map(spoken, gaps))} below it" if gaps else ""


def spoken(level: str) -> str:
    """Name a level in a sentence."""
    return {"human": "in people", "animal": "in animals", "ex_vivo": "ex vivo", "in_vitro": "in vitro"}[level]
