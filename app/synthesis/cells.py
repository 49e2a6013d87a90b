"""Lay the counted studies out in cells, and sum up each cell in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, Subquery, Text, and_, case, func, literal, select, type_coerce
from sqlalchemy.orm import Session

from app.models import Outcome, StudyArm
from app.synthesis.amounts import amounts, number, read_evidence
from app.synthesis.dimensions import Depths, Dimension, arm_values, list_values
from app.synthesis.schemas.base import Assessments, Directions, Evidence
from app.vocab import Direction, SafetyAssessment

VOTES = ("improved", "no_difference", "worsened", "mixed")


@dataclass(frozen=True)
class Cell:
    """The evidence of one combination of values."""

    values: tuple[Any, ...]
    evidence: Evidence
    directions: Directions
    assessments: Assessments


def laid_out(counted: CTE, dimensions: Sequence[Dimension], depths: Depths, *, votes: bool = True) -> Subquery:
    """Give each counted study once in each cell that it belongs to, with the vote of its outcomes there if wanted."""
    of_arms = [each for each in dimensions if each.home == "arm"]
    arms = _arms(counted, of_arms, depths) if of_arms else None
    joined: Any = counted
    values: dict[str, ColumnElement[Any]] = {}
    if arms is not None:
        joined = joined.outerjoin(arms, arms.c.study_id == counted.c.study_id)
        values |= {each.name: arms.c[each.name] for each in of_arms}
    for each in dimensions:
        if each.home == "study":
            values[each.name] = counted.c[each.name]
        elif each.home != "arm":
            listed = list_values(each, depths)
            joined = joined.outerjoin(listed, listed.c.study_id == counted.c.study_id)
            values[each.name] = listed.c[each.name]
    named = [values[each.name].label(f"d{place}") for place, each in enumerate(dimensions)]
    if not votes:
        return select(*counted.c, *named).select_from(joined).subquery("cells")
    cast = _votes(counted, of_arms, depths)
    same = [cast.c[each.name].is_not_distinct_from(values[each.name]) for each in of_arms]
    joined = joined.outerjoin(cast, and_(cast.c.study_id == counted.c.study_id, *same))
    return select(*counted.c, *named, cast.c.vote).select_from(joined).subquery("cells")


def _arms(counted: CTE, of_arms: Sequence[Dimension], depths: Depths) -> Subquery:
    """Give each study with what its arms were given; arms without vesicles say nothing of them."""
    joined, values = arm_values(of_arms, depths)
    named = [value.label(each.name) for each, value in zip(of_arms, values, strict=True)]
    given = StudyArm.source.is_not(None), StudyArm.study_id.in_(select(counted.c.study_id))
    return select(StudyArm.study_id, *named).select_from(joined).where(*given).distinct().subquery("arms")


def vote_of(direction: Any) -> ColumnElement[str]:
    """Give the one direction of several outcomes, or `mixed` where they differ."""
    low, high = type_coerce(func.min(direction), Text), type_coerce(func.max(direction), Text)
    return case((low == high, low), else_=literal(Direction.MIXED.value))


def _votes(counted: CTE, of_arms: Sequence[Dimension], depths: Depths) -> Subquery:
    """Give each study one vote in each cell: of the outcomes of its arms there that were given vesicles."""
    joined, values = arm_values(of_arms, depths)
    named = [value.label(each.name) for each, value in zip(of_arms, values, strict=True)]
    joined = joined.join(Outcome.__table__, (Outcome.study_id == StudyArm.study_id) & (Outcome.arm == StudyArm.key))
    return (
        select(StudyArm.study_id, *named, vote_of(Outcome.direction).label("vote"))
        .select_from(joined)
        .where(Outcome.direction != Direction.DESCRIPTIVE, StudyArm.source.is_not(None))
        .where(StudyArm.study_id.in_(select(counted.c.study_id)))
        .group_by(StudyArm.study_id, *values)
        .subquery("votes")
    )


def _read_cell(values: Sequence[Any], sums: Sequence[Any]) -> Cell:
    evidence = read_evidence(sums[:6])
    votes, assessments = sums[6 : 6 + len(VOTES)], sums[6 + len(VOTES) :]
    return Cell(
        values=tuple(plain(value) for value in values),
        evidence=evidence,
        directions=Directions(**dict(zip(VOTES, votes, strict=True)), none=evidence.studies - sum(votes)),
        assessments=Assessments(**dict(zip(SafetyAssessment.values(), assessments, strict=True))),
    )


def plain(value: Any) -> Any:
    """Give the stored value of a closed list."""
    return getattr(value, "value", value)


def sum_up(session: Session, counted: CTE, dimensions: Sequence[Dimension], depths: Depths) -> list[Cell]:
    """Sum up the evidence in all cells; without a dimension, in one."""
    cells = laid_out(counted, dimensions, depths)
    votes = [number(cells.c.vote == vote) for vote in VOTES]
    assessments = [number(cells.c.safety_assessment == assessment) for assessment in SafetyAssessment]
    rows = _grouped(session, cells, [*amounts(cells), *votes, *assessments], len(dimensions))
    return [_read_cell(values, sums) for values, sums in rows]


def count_up(
    session: Session, counted: CTE, dimensions: Sequence[Dimension], depths: Depths
) -> dict[tuple[Any, ...], Evidence]:
    """Say how much evidence there is in each cell, and nothing else."""
    cells = laid_out(counted, dimensions, depths, votes=False)
    rows = _grouped(session, cells, amounts(cells), len(dimensions))
    return {tuple(plain(value) for value in values): read_evidence(sums) for values, sums in rows}


def _grouped(session: Session, cells: Subquery, sums: Sequence[ColumnElement[Any]], width: int) -> Any:
    keys = [cells.c[f"d{place}"] for place in range(width)]
    statement: Select[Any] = select(*keys, *sums).select_from(cells).group_by(*keys)
    return [(row[:width], row[width:]) for row in session.execute(statement)]
