"""Votes of studies: one for each measure, of the outcomes of arms that were given vesicles."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CTE, Subquery, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from app.models import Outcome, StudyArm
from app.synthesis.amounts import number
from app.synthesis.cells import VOTES, plain, vote_of
from app.synthesis.schemas.base import Directions
from app.synthesis.schemas.outcomes import OutcomesLeftOut, Votes, VotesBy
from app.synthesis.statistics import proportion, sign_test
from app.vocab import Design, Direction, EvidenceLevel

GIVEN = and_(StudyArm.study_id == Outcome.study_id, StudyArm.key == Outcome.arm, StudyArm.source.is_not(None))

REVIEWS = (Design.SYSTEMATIC_REVIEW, Design.META_ANALYSIS, Design.NARRATIVE_REVIEW)


@dataclass
class Ballot:
    """Votes with their split by evidence level and design."""

    totals: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VOTES, 0))
    levels: dict[Any, dict[str, int]] = field(default_factory=dict)
    designs: dict[Any, dict[str, int]] = field(default_factory=dict)

    def add(self, vote: str, level: Any, design: Any, studies: int) -> None:
        """Add votes of studies of one kind."""
        for votes in (
            self.totals,
            self.levels.setdefault(level, dict.fromkeys(VOTES, 0)),
            self.designs.setdefault(design, dict.fromkeys(VOTES, 0)),
        ):
            votes[vote] += studies

    @property
    def studies(self) -> int:
        """All studies that voted."""
        return sum(self.totals.values())

    def by_level(self) -> list[VotesBy]:
        """Show the votes by evidence level."""
        return _by(self.levels, [int(level) for level in EvidenceLevel.values()])

    def by_design(self) -> list[VotesBy]:
        """Show the votes by design."""
        return _by(self.designs, Design.values())


def _by(votes: dict[Any, dict[str, int]], order: Sequence[Any]) -> list[VotesBy]:
    return [VotesBy(value=value, directions=_directions(votes[value])) for value in [*order, None] if value in votes]


def _directions(votes: dict[str, int], none: int = 0) -> Directions:
    return Directions(**votes, none=none)


def show_votes(votes: dict[str, int], none: int = 0) -> Votes:
    """Show votes with their intervals and the sign test."""
    improved, worsened = votes["improved"], votes["worsened"]
    return Votes(
        directions=_directions(votes, none),
        improved=proportion(improved, sum(votes.values())),
        sign=proportion(improved, improved + worsened),
        sign_test_p=sign_test(improved, worsened),
    )


def without_reviews(counted: CTE) -> CTE:
    """Leave reviews out, whose votes would count the studies they review a second time."""
    primary = or_(counted.c.design.is_(None), counted.c.design.not_in(REVIEWS))
    return select(*counted.c).where(primary).cte("primary_studies")


def cast_votes(counted: CTE, *, by_measure: bool, keys: Sequence[str] | None = None) -> Subquery:
    """Give each study its vote, on each measure, on some of them, or on all together."""
    chosen = true() if keys is None else Outcome.measure_key.in_(keys)
    measures = [Outcome.measure_key.label("measure_key")] if by_measure else []
    figured = or_(Outcome.value.is_not(None), Outcome.change.is_not(None))
    return (
        select(
            Outcome.study_id,
            *measures,
            vote_of(Outcome.direction).label("vote"),
            number(figured).label("with_figure"),
            func.count().label("outcomes"),
        )
        .join(StudyArm, GIVEN)
        .join(counted, counted.c.study_id == Outcome.study_id)
        .where(Outcome.direction != Direction.DESCRIPTIVE, chosen)
        .group_by(Outcome.study_id, *measures)
        .subquery("votes")
    )


def count_ballot(session: Session, counted: CTE) -> Ballot:
    """Count the votes over all measures."""
    votes = cast_votes(counted, by_measure=False)
    keys = (votes.c.vote, counted.c.evidence_level, counted.c.design)
    joined = select(*keys, func.count()).join(counted, counted.c.study_id == votes.c.study_id).group_by(*keys)
    ballot = Ballot()
    for vote, level, design, studies in session.execute(joined):
        ballot.add(vote, level, plain(design), studies)
    return ballot


def left_out(session: Session, counted: CTE) -> OutcomesLeftOut:
    """Count the outcomes that have no vote."""
    given = StudyArm.source.is_not(None)
    descriptive = Outcome.direction == Direction.DESCRIPTIVE
    review = func.coalesce(counted.c.design.in_(REVIEWS), false())
    statement = (
        select(number(and_(given, descriptive, ~review)), number(and_(~given, ~review)), number(review))
        .select_from(Outcome)
        .join(StudyArm, and_(StudyArm.study_id == Outcome.study_id, StudyArm.key == Outcome.arm))
        .join(counted, counted.c.study_id == Outcome.study_id)
    )
    of_vesicles, others, of_reviews = session.execute(statement).one()
    return OutcomesLeftOut(descriptive=of_vesicles, without_vesicles=others, of_reviews=of_reviews)
