"""How vesicles were given, how often each part of that is told at all, and how completeness goes with the result."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, and_, func, null, select
from sqlalchemy.orm import Session

from app.models import Study, StudyArm, StudyReporting
from app.shared.refs import StudyRef
from app.synthesis.amounts import in_people, number
from app.synthesis.behind import behind_link
from app.synthesis.cells import VOTES, laid_out, plain
from app.synthesis.dimensions import Depths
from app.synthesis.question import Question
from app.synthesis.schemas.protocols import (
    Band,
    CompletenessRow,
    Distribution,
    FollowUp,
    FollowUps,
    Protocols,
    Reporting,
    Share,
)
from app.synthesis.selection import Selection
from app.synthesis.statistics import proportion
from app.vocab import ReportingPart

SHOWN = 20
LONGEST = 10
# Makes of study and position one number, by which equally frequent values are told in the order of first use.
ARMS_AT_MOST = 1000
Part = tuple[str, Any, str | None]
PARTS: tuple[Part, ...] = (
    ("route", StudyArm.route, None),
    ("dose", StudyArm.dose, None),
    ("isolation", StudyArm.isolation, None),
    ("sessions", StudyArm.sessions, "sessions"),
    ("interval_weeks", StudyArm.interval_weeks, "weeks"),
    ("delivery_adjunct", StudyArm.delivery_adjunct, None),
)
# Lower bounds in weeks, the longest first.
BANDS = (
    (104, "2 years or more"),
    (52, "1 to 2 years"),
    (26, "6 to 12 months"),
    (12, "12 to 26 weeks"),
    (4, "4 to 12 weeks"),
    (0, "less than 4 weeks"),
)


def sum_up_protocols(session: Session, question: Question, selection: Selection) -> Protocols:
    """Say how vesicles were given and how fully that is told."""
    counted = selection.counted
    return Protocols(
        selection=selection.shown,
        distributions=_distributions(session, question, counted),
        follow_up=_follow_up(session, counted),
        reporting=_reporting(session, question, counted),
        completeness=_completeness(session, counted),
    )


def _distributions(session: Session, question: Question, counted: CTE) -> list[Distribution]:
    sums: list[Any] = [func.count()]
    for _, column, unit in PARTS:
        sums += [func.count(column), func.count(column.distinct())]
        sums += [func.min(column), func.max(column)] if unit else [null(), null()]
    given = StudyArm.source.is_not(None)
    joined = select(*sums).select_from(StudyArm).join(counted, counted.c.study_id == StudyArm.study_id)
    arms, *totals = session.execute(joined.where(given)).one()
    width = len(totals) // len(PARTS)
    return [
        _distribution(session, question, counted, part, arms, totals[place * width : (place + 1) * width])
        for place, part in enumerate(PARTS)
    ]


def _distribution(  # noqa: PLR0913, PLR0917 - made in one place only
    session: Session, question: Question, counted: CTE, part: Part, arms: int, totals: Sequence[Any]
) -> Distribution:
    name, column, unit = part
    stated, different, low, high = totals
    studies = func.count(StudyArm.study_id.distinct())
    first = func.min(StudyArm.study_id * ARMS_AT_MOST + StudyArm.position)
    frequent = (
        select(column, func.count(), studies)
        .join(counted, counted.c.study_id == StudyArm.study_id)
        .where(StudyArm.source.is_not(None), column.is_not(None))
        .group_by(column)
        .order_by(func.count().desc(), studies.desc(), first)
        .limit(SHOWN)
    )
    return Distribution(
        part=name,
        unit=unit,
        arms=arms,
        stated=stated,
        different=different,
        values=[_share(question, name, *row) for row in session.execute(frequent)],
        low=low,
        high=high,
    )


def _share(question: Question, part: str, value: Any, arms: int, studies: int) -> Share:
    value = plain(value)
    return Share(value=value, arms=arms, studies=studies, studies_link=behind_link(question, {part: value}))


def _follow_up(session: Session, counted: CTE) -> FollowUps:
    people = in_people(counted.c.evidence_level)
    weeks = counted.c.follow_up_weeks
    bounds = [(bound, BANDS[place - 1][0] if place else None, name) for place, (bound, name) in enumerate(BANDS)]
    bands = [number(and_(weeks >= low, weeks < high) if high is not None else weeks >= low) for low, high, _ in bounds]
    studies, stated, *counts = session.execute(
        select(func.count(), func.count(weeks), *bands).select_from(counted).where(people)
    ).one()
    longest = (
        select(Study)
        .join(counted, counted.c.study_id == Study.id)
        .where(people, weeks.is_not(None))
        .order_by(weeks.desc(), Study.id)
        .limit(LONGEST)
    )
    shown = [
        FollowUp(
            study_ref=StudyRef.model_validate(study),
            weeks=study.follow_up_weeks,
            n_participants=study.n_participants,
        )
        for study in session.scalars(longest)
    ]
    shares = [Band(length=name, studies=count) for (*_, name), count in zip(bounds, counts, strict=True)]
    return FollowUps(studies=studies, stated=stated, bands=shares, longest=shown)


def _reporting(session: Session, question: Question, counted: CTE) -> list[Reporting]:
    grouped = (
        select(StudyReporting.part, number(StudyReporting.reported.is_(True)), func.count())
        .join(counted, counted.c.study_id == StudyReporting.study_id)
        .group_by(StudyReporting.part)
    )
    counts = {plain(part): (reported, asked) for part, reported, asked in session.execute(grouped)}
    return [
        Reporting(
            part=part.value,
            meaning=part.meaning,
            reported=proportion(*counts.get(part.value, (0, 0))),
            studies_link=behind_link(question, {"reports": part.value}),
        )
        for part in ReportingPart
    ]


def _completeness(session: Session, counted: CTE) -> list[CompletenessRow]:
    cells = laid_out(counted, [], Depths())
    score = cells.c.completeness_score
    # Hundredths, so that sums are whole numbers and the same on every machine.
    hundredths = func.round(score * 100)
    sums = (
        func.count(),
        func.sum(hundredths),
        number(score < 1 / 3),
        number(and_(score >= 1 / 3, score < 2 / 3)),
        number(score >= 2 / 3),
    )
    vote = func.coalesce(cells.c.vote, "none")
    grouped = select(vote, *sums).where(score.is_not(None)).group_by(vote)
    found = {row[0]: row[1:] for row in session.execute(grouped)}
    return [_row(direction, *found.get(direction, (0, 0, 0, 0, 0))) for direction in (*VOTES, "none")]


def _row(direction: str, studies: int, hundredths: float, *bands: int) -> CompletenessRow:
    low, middle, high = bands
    mean = round(float(hundredths) / studies / 100, 2) if studies else None
    return CompletenessRow(
        direction=direction, studies=studies, mean_completeness=mean, low=low, middle=middle, high=high
    )
