"""Which studies a synthesis counts: those that match, without retracted ones, each trial once."""

from dataclasses import dataclass

from sqlalchemy import CTE, ColumnElement, Select, Subquery, func, select
from sqlalchemy.orm import Session, aliased

from app.core.conditions import Understood, resolve, where
from app.core.query import ListQuery
from app.models import Study, StudyFamily
from app.shared.answers import understood_filters
from app.synthesis.amounts import amounts, read_evidence
from app.synthesis.schemas.base import LeftOut, SelectionRead
from app.vocab import RetractionStatus

# How many accessions are named of those left out; their number is always told.
NAMED = 50
COLUMNS = (
    "accession", "year", "country", "publication_type", "design", "evidence_level", "n_participants",
    "follow_up_weeks", "completeness_score", "safety_assessment", "safety_scope", "safety_serious",
)  # fmt: skip


@dataclass(frozen=True)
class Selection:
    """The studies that are counted, with what was understood and what was left out."""

    counted: CTE
    understood: list[Understood]
    shown: SelectionRead


def selected_studies(session: Session, query: ListQuery) -> Selection:
    """Select the studies of a question; the one place where synthesis applies filters."""
    understood = resolve(session, query)
    clauses = where(understood)
    matched = select(Study.id).where(*clauses) if clauses else None
    void = _members_of_retracted()
    doubled = _doubled(matched)
    kept = Study.id.not_in(select(void.c.study_id)), Study.id.not_in(select(doubled.c.study_id))
    columns = [getattr(Study, name) for name in COLUMNS]
    counted = select(Study.id.label("study_id"), *columns).where(*clauses, *kept).cte("counted")
    shown = SelectionRead(
        filters=understood_filters(understood),
        rollup=query.rollup,
        evidence=read_evidence(session.execute(select(*amounts(counted))).one()),
        retracted=_left_out(session, void, clauses),
        linked=_left_out(session, doubled, [*clauses, Study.id.not_in(select(void.c.study_id))]),
    )
    return Selection(counted, understood, shown)


def _members_of_retracted() -> Subquery:
    """Give retracted records and those of the same trial, whose results fell with them."""
    retracted = Study.retraction_status == RetractionStatus.RETRACTED
    families = select(StudyFamily.family).join(Study, Study.id == StudyFamily.study_id).where(retracted)
    linked = select(StudyFamily.study_id).where(StudyFamily.family.in_(families))
    return select(Study.id.label("study_id")).where(retracted).union(linked).subquery("void")


def _doubled(matched: Select[int] | None) -> Subquery:
    """Give the records for which another selected record of the same trial speaks."""
    other = aliased(StudyFamily)
    statement = select(StudyFamily.study_id).join(
        other, (other.family == StudyFamily.family) & (other.standing < StudyFamily.standing)
    )
    if matched is not None:
        statement = statement.where(other.study_id.in_(matched))
    return statement.distinct().subquery("doubled")


def _left_out(session: Session, records: Subquery, clauses: list[ColumnElement[bool]]) -> LeftOut:
    wanted = select(Study.accession).where(Study.id.in_(select(records.c.study_id)), *clauses)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    named = session.scalars(wanted.order_by(Study.accession).limit(NAMED)).all() if total else []
    return LeftOut(records=total, accessions=list(named))
