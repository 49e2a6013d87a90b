"""Which studies a synthesis counts: those that match, without retracted ones, each trial once."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, CTE, ColumnElement, Integer, Select, Subquery, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from app.core.conditions import resolve, where
from app.core.query import ListQuery
from app.models import Study, StudyFamily
from app.models.study import COUNTED
from app.shared.answers import understood_filters
from app.synthesis.amounts import amounts, read_evidence
from app.synthesis.schemas.base import LeftOut, SelectionRead
from app.vocab import RetractionStatus

# How many accessions are named of those left out; their number is always told.
NAMED = 50


@dataclass(frozen=True)
class Selection:
    """The studies that are counted, and what was understood and left out."""

    counted: CTE
    shown: SelectionRead


def selected_studies(session: Session, query: ListQuery) -> Selection:
    """Select the studies of a question; the one place where synthesis applies filters."""
    understood = resolve(session, query)
    clauses = where(understood)
    # Filters are evaluated once: a question needs a dozen queries, and each would evaluate them again.
    matched = session.scalars(select(Study.id).where(*clauses)).all() if clauses else None
    void = session.scalars(select(_of_retracted().c.study_id)).all()
    doubled = session.scalars(select(_doubled(session, matched).c.study_id)).all()
    retracted = set(void) if matched is None else set(void).intersection(matched)
    linked = set(doubled) - set(void)
    if matched is None:
        kept = [Study.id.not_in(among(session, each)) for each in (retracted, linked) if each]
    else:
        kept = [Study.id.in_(among(session, set(matched) - retracted - linked))]
    columns = [getattr(Study, name) for name in COUNTED]
    counted = select(Study.id.label("study_id"), *columns).where(*kept).cte("counted")
    shown = SelectionRead(
        filters=understood_filters(understood),
        rollup=query.rollup,
        evidence=read_evidence(session.execute(select(*amounts(counted))).one()),
        retracted=_left_out(session, retracted),
        linked=_left_out(session, linked),
    )
    return Selection(counted, shown)


def among(session: Session, ids: Collection[int]) -> Select[Any]:
    """Hand a set of keys to the database as one parameter, however many they are."""
    if session.get_bind().dialect.name == "postgresql":
        return select(func.unnest(bindparam(None, sorted(ids), type_=ARRAY(Integer))).column_valued())
    listed = f"[{','.join(map(str, sorted(ids)))}]"
    return select(func.json_each(listed).table_valued("value").c.value)


def _of_retracted() -> Subquery:
    """Give retracted records and those of the same trial, whose results fell with them."""
    retracted = Study.retraction_status == RetractionStatus.RETRACTED
    families = select(StudyFamily.family).join(Study, Study.id == StudyFamily.study_id).where(retracted)
    linked = select(StudyFamily.study_id).where(StudyFamily.family.in_(families))
    return select(Study.id.label("study_id")).where(retracted).union(linked).subquery("void")


def _doubled(session: Session, matched: Collection[int] | None) -> Subquery:
    """Give the records for which another selected record of the same trial speaks."""
    other = aliased(StudyFamily)
    statement = select(StudyFamily.study_id).join(
        other, (other.family == StudyFamily.family) & (other.standing < StudyFamily.standing)
    )
    if matched is not None:
        both: list[ColumnElement[bool]] = [
            member.in_(among(session, matched)) for member in (StudyFamily.study_id, other.study_id)
        ]
        statement = statement.where(*both)
    return statement.distinct().subquery("doubled")


def _left_out(session: Session, ids: set[int]) -> LeftOut:
    wanted = select(Study.accession).where(Study.id.in_(sorted(ids)[:NAMED])).order_by(Study.id)
    return LeftOut(records=len(ids), accessions=list(session.scalars(wanted)) if ids else [])
