"""What the outcomes say, measure by measure: votes, pooled effects where figures allow, and contradictions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, Subquery, func, select
from sqlalchemy.orm import Session

from app.models import Outcome, Study
from app.synthesis.cells import plain
from app.synthesis.contradictions import find_contradictions
from app.synthesis.pooling import pool_measures
from app.synthesis.question import Option, Question
from app.synthesis.schemas.outcomes import MeasureRead, OutcomeSynthesis, Pooling
from app.synthesis.selection import NAMED, Selection
from app.synthesis.votes import Ballot, cast_votes, count_ballot, left_out, show_votes, without_reviews

OUTCOME_OPTIONS = (
    Option("measures", "How many measures are shown, those of most studies first.", 25, default=25, between=(1, 200)),
)
WEAKNESS = (
    "Vote counting weighs a study of ten like one of a thousand, says nothing of the size of an effect, follows the "
    "authors' wording, and does not see what was never published; studies without effect are published less often."
)


@dataclass(frozen=True)
class Measure:
    """A measure and how much was found of it."""

    key: str
    wording: str
    studies: int
    outcomes: int
    with_figure: int


def sum_up_outcomes(session: Session, question: Question, selection: Selection) -> OutcomeSynthesis:
    """Say what the outcomes say."""
    primary = without_reviews(selection.counted)
    votes = cast_votes(primary, by_measure=True)
    ballot = count_ballot(session, primary)
    silent = selection.shown.evidence.studies - ballot.studies
    measures_total, measures = _measures(session, votes, question["measures"])
    total, contradictions = find_contradictions(session, primary)
    return OutcomeSynthesis(
        selection=selection.shown,
        all_measures=show_votes(ballot.totals, silent),
        by_evidence_level=ballot.by_level(),
        by_design=ballot.by_design(),
        measures_total=measures_total,
        measures=_show(session, primary, measures),
        contradictions_total=total,
        contradictions=contradictions,
        left_out=left_out(session, selection.counted),
        weakness=WEAKNESS,
    )


def _measures(session: Session, votes: Subquery, most: int) -> tuple[int, list[Measure]]:
    studies = func.count()
    sums = (studies.label("studies"), func.sum(votes.c.outcomes), func.sum(votes.c.with_figure), func.count().over())
    top = select(votes.c.measure_key, *sums).group_by(votes.c.measure_key)
    top = top.order_by(studies.desc(), votes.c.measure_key).limit(most)
    found = session.execute(top).all()
    wordings = _wordings(session, [row[0] for row in found])
    measures = [Measure(row[0], wordings[row[0]], row[1], int(row[2]), int(row[3])) for row in found]
    return (found[0][4] if found else 0), measures


def _wordings(session: Session, keys: Sequence[str]) -> dict[str, str]:
    """Give each measure in the wording of its first study."""
    order = func.row_number().over(partition_by=Outcome.measure_key, order_by=(Outcome.study_id, Outcome.position))
    placed = select(Outcome.measure_key, Outcome.measure, order.label("place"))
    listed = placed.where(Outcome.measure_key.in_(keys)).subquery()
    first = select(listed.c.measure_key, listed.c.measure).where(listed.c.place == 1)
    return dict(session.execute(first).all())


def _show(session: Session, counted: CTE, measures: list[Measure]) -> list[MeasureRead]:
    keys = [measure.key for measure in measures]
    votes = cast_votes(counted, by_measure=True, keys=keys)
    ballots = _ballots(session, counted, votes, keys)
    accessions = _accessions(session, votes, keys)
    pooled = pool_measures(session, counted, keys)
    return [
        MeasureRead(
            measure=measure.wording,
            studies=measure.studies,
            votes=show_votes(ballots[measure.key].totals),
            by_evidence_level=ballots[measure.key].by_level(),
            by_design=ballots[measure.key].by_design(),
            with_figure=measure.with_figure,
            without_figure=measure.outcomes - measure.with_figure,
            pooling=_pooling(measure, pooled),
            accessions=accessions[measure.key],
        )
        for measure in measures
    ]


def _pooling(measure: Measure, pooled: dict[str, Pooling]) -> Pooling:
    if measure.key in pooled:
        return pooled[measure.key]
    if measure.with_figure == 0:
        why = f"None of the {measure.outcomes} outcomes states a figure."
    else:
        why = (
            f"{measure.with_figure} of {measure.outcomes} outcomes state a figure; records hold no dispersion, and "
            "no study counts the same outcome in arms with and without vesicles."
        )
    return Pooling(pooled=None, studies=[], why_not=why)


def _ballots(session: Session, counted: CTE, votes: Subquery, keys: Sequence[str]) -> dict[str, Ballot]:
    kinds = (votes.c.measure_key, votes.c.vote, counted.c.evidence_level, counted.c.design)
    joined = select(*kinds, func.count()).join(counted, counted.c.study_id == votes.c.study_id)
    ballots: dict[str, Ballot] = defaultdict(Ballot)
    for key, vote, level, design, studies in session.execute(
        joined.where(votes.c.measure_key.in_(keys)).group_by(*kinds)
    ):
        ballots[key].add(vote, level, plain(design), studies)
    return ballots


def _accessions(session: Session, votes: Subquery, keys: Sequence[str]) -> dict[str, list[str]]:
    place = func.row_number().over(partition_by=votes.c.measure_key, order_by=votes.c.study_id).label("place")
    listed = select(votes.c.measure_key, votes.c.study_id, place).where(votes.c.measure_key.in_(keys)).subquery()
    wanted: Any = (
        select(listed.c.measure_key, Study.accession)
        .join(Study, Study.id == listed.c.study_id)
        .where(listed.c.place <= NAMED)
        .order_by(listed.c.study_id)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for key, accession in session.execute(wanted):
        found[key].append(accession)
    return found
