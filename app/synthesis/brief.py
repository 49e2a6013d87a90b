"""The brief: what the evidence says on one page, every sentence built from numbers that stand beside it."""

from typing import Any
from urllib.parse import urlencode

from sqlalchemy import CTE, ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.models import Mechanism, Pathway, Study, StudyArm
from app.reads.reading import DISCLAIMER, LICENCE
from app.shared.refs import PathwayRef, StudyRef
from app.shared.release import current_release
from app.synthesis.axes import name_of
from app.synthesis.behind import ADDRESS, behind_link
from app.synthesis.brief_sentences import write_sections
from app.synthesis.cells import count_up
from app.synthesis.dimensions import DIMENSIONS, Depths
from app.synthesis.ladder import climb
from app.synthesis.protocols import sum_up_protocols
from app.synthesis.question import Question
from app.synthesis.safety import overall_safety
from app.synthesis.schemas.brief import Brief, Counted, InformativeStudy, MechanismCount
from app.synthesis.selection import Selection
from app.synthesis.votes import REVIEWS, count_ballot, show_votes, without_reviews
from app.vocab import Effect

MOST = 10
MOST_REVIEWS = 3


def write_brief(session: Session, question: Question, selection: Selection) -> Brief:
    """Write the brief of a selection."""
    counted = selection.counted
    ballot = count_ballot(session, without_reviews(counted))
    mechanism_studies, mechanisms = _mechanisms(session, question, counted)
    told = question_in_words(question, selection)
    parts: dict[str, Any] = {
        "title": f"Exosome therapy: the evidence for {told}",
        "question": told,
        "selection": selection.shown,
        "designs": _counted(session, question, counted, "design"),
        "origins": _counted(session, question, counted, "source_origin"),
        "ladder": climb(session, question, selection),
        "votes": show_votes(ballot.totals, selection.shown.evidence.studies - ballot.studies),
        "votes_by_evidence_level": ballot.by_level(),
        "safety": overall_safety(session, question, selection),
        "mechanisms": mechanisms,
        "mechanism_studies": mechanism_studies,
        "protocols": sum_up_protocols(session, question, selection),
        "informative_studies": _informative(session, counted),
        "citation": _citation(session, told),
        "disclaimer": DISCLAIMER,
    }
    draft = Brief(sections=[], **parts)
    return draft.model_copy(update={"sections": write_sections(draft)})


def question_in_words(question: Question, selection: Selection) -> str:
    """Say what was asked for."""
    given = {name for name, _ in question.filters}
    search = selection.shown.search
    told = [] if search is None else [f"text = {search.text}"]
    told += [
        f"{each.parameter} = {' or '.join(str(value) for value in each.values)}"
        for each in selection.shown.filters
        # What is left out unless asked for is no part of what was asked.
        if each.parameter in given
    ]
    return ", ".join(told) or "everything in the knowledge base"


def _counted(session: Session, question: Question, counted: CTE, name: str) -> list[Counted]:
    cells = count_up(session, counted, [DIMENSIONS[name]], Depths())
    shown = [
        Counted(
            value=value,
            name=name_of(value, {}),
            studies=evidence.studies,
            studies_link=behind_link(question, {name: value}),
        )
        for (value,), evidence in cells.items()
    ]
    return sorted(shown, key=lambda each: (-each.studies, each.name))


def _mechanisms(session: Session, question: Question, counted: CTE) -> tuple[int, list[MechanismCount]]:
    given = and_(StudyArm.study_id == Mechanism.study_id, StudyArm.key == Mechanism.arm, StudyArm.source.is_not(None))
    rows = (
        select(Mechanism.study_id, Mechanism.pathway, Mechanism.effect)
        .join(StudyArm, given)
        .join(counted, counted.c.study_id == Mechanism.study_id)
        .subquery()
    )
    studies = func.count(rows.c.study_id.distinct())
    effects = [func.count(case((rows.c.effect == effect, rows.c.study_id)).distinct()) for effect in Effect]
    frequent: Any = (
        select(Pathway, studies, *effects)
        .join(rows, rows.c.pathway == Pathway.slug)
        .group_by(Pathway.slug)
        .order_by(studies.desc(), Pathway.slug)
        .limit(MOST)
    )
    shown = [
        MechanismCount(
            pathway_ref=PathwayRef.model_validate(pathway),
            studies=total,
            **dict(zip(Effect.values(), counts, strict=True)),
            studies_link=f"{ADDRESS}?{urlencode([('pathway__all', pathway.slug), *question.filters])}",
        )
        for pathway, total, *counts in session.execute(frequent)
    ]
    return session.scalar(select(studies).select_from(rows)) or 0, shown


def _informative(session: Session, counted: CTE) -> list[InformativeStudy]:
    """Pick ten studies to read first: up to three reviews, then those that reviews are made of."""
    review = Study.design.in_(REVIEWS)
    reviews = _first(session, counted, review, MOST_REVIEWS)
    return reviews + _first(session, counted, or_(Study.design.is_(None), ~review), MOST - len(reviews))


def _first(session: Session, counted: CTE, kind: ColumnElement[bool], most: int) -> list[InformativeStudy]:
    """Give the strongest, then most completely reported, largest, latest; a missing value comes last."""
    columns: list[tuple[Any, bool]] = [
        (Study.evidence_level, False),
        (Study.completeness_score, True),
        (Study.n_participants, True),
        (Study.year, True),
    ]
    order: list[ColumnElement[Any]] = []
    for column, descending in columns:
        order += [case((column.is_(None), 1), else_=0), column.desc() if descending else column.asc()]
    wanted = select(Study).join(counted, counted.c.study_id == Study.id).where(kind)
    return [_show(study) for study in session.scalars(wanted.order_by(*order, Study.id).limit(most))]


def _show(study: Study) -> InformativeStudy:
    return InformativeStudy(
        study_ref=StudyRef.model_validate(study),
        n_participants=study.n_participants,
        completeness_score=study.completeness_score,
        summary=study.summary,
        link=f"/v1/studies/{study.accession}",
    )


def _citation(session: Session, told: str) -> str:
    release = current_release(session)
    return (
        f"The ExoKB contributors. Evidence brief: {told}. ExoKB, data release {release.name} "
        f"({release.released_on:%Y-%m-%d}), revision {release.revision}, {LICENCE}. "
        "Add the address of this page and the date of your access."
    )
