"""How much evidence there is: the sums that every answer of synthesis tells."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func

from app.synthesis.schemas.base import Evidence

NOTHING = Evidence(
    studies=0,
    studies_in_people=0,
    participants=0,
    participants_not_stated=0,
    best_evidence_level=None,
    latest_year=None,
)


def in_people(level: ColumnElement[Any]) -> ColumnElement[bool]:
    """Tell studies with results in people: levels 2 to 4, so no registrations, reviews or laboratory work."""
    return level.between(2, 4)


def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the rows for which a condition holds."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def amounts(cells: Any) -> list[ColumnElement[Any]]:
    """Give the sums that say how much evidence there is."""
    people = in_people(cells.c.evidence_level)
    of_people = case((people, cells.c.n_participants))
    return [
        func.count(),
        number(people),
        func.coalesce(func.sum(of_people), 0),
        func.count(of_people),
        func.min(cells.c.evidence_level),
        func.max(cells.c.year),
    ]


def read_evidence(sums: Sequence[Any]) -> Evidence:
    """Name the sums that say how much evidence there is."""
    studies, people, participants, stated, best, latest = sums
    return Evidence(
        studies=studies,
        studies_in_people=people,
        participants=participants,
        participants_not_stated=people - stated,
        best_evidence_level=best,
        latest_year=latest,
    )
