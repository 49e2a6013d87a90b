"""Which studies a synthesis counts: those that match, without retracted ones, each trial once."""

from collections import defaultdict
from dataclasses import dataclass

from pyroaring import BitMap
from sqlalchemy import CTE, select

from app.core.conditions import clause
from app.core.query import ListQuery
from app.core.tree import Not, Within
from app.models import Study, StudyFamily
from app.models.study import COUNTED
from app.reads.sets import Sets
from app.reads.slugs import understand
from app.reads.snapshot import Snapshot
from app.shared.studies import STUDIES
from app.synthesis.amounts import amounts, read_evidence
from app.synthesis.schemas.base import LeftOut, SelectionRead
from app.vocab import RetractionStatus

# How many accessions are named of those left out; their number is always told.
NAMED = 50
RETRACTION = next(field for field in STUDIES.fields if field.name == "retraction_status")
# Families in order of standing: the first member that is selected speaks for its trial.
Families = list[list[int]]


@dataclass(frozen=True)
class Selection:
    """The studies that are counted, and what was understood and left out."""

    counted: CTE
    shown: SelectionRead


def selected_studies(snapshot: Snapshot, query: ListQuery) -> Selection:
    """Select the studies of a question; the one place where synthesis applies filters."""
    understood = understand(snapshot, query)
    sets = Sets(snapshot)
    matched = sets.matching(understood.where)
    families = snapshot.memory.get(("families",), lambda: _families(snapshot), _weight)
    retracted = matched & _of_retracted(sets, families)
    linked = _doubled(families, matched) - retracted
    counted = _counted(sets, matched - retracted - linked)
    echo = understood.echo(query)
    shown = SelectionRead(
        filters=echo["filters"],
        search=echo["search"],
        rollup=query.rollup,
        evidence=read_evidence(snapshot.session.execute(select(*amounts(counted))).one()),
        retracted=_left_out(snapshot, retracted),
        linked=_left_out(snapshot, linked),
    )
    return Selection(counted, shown)


def _counted(sets: Sets, kept: BitMap) -> CTE:
    """Give the kept studies with what is summed up; the shorter of two lists says which they are."""
    columns = [getattr(Study, name) for name in COUNTED]
    statement = select(Study.id.label("study_id"), *columns)
    absent = sets.everything() - kept
    if len(kept) <= len(absent):
        statement = statement.where(clause(Within(Study.id, kept)))
    elif absent:
        statement = statement.where(clause(Not(Within(Study.id, absent))))
    return statement.cte("counted")


def _families(snapshot: Snapshot) -> Families:
    found: dict[int, list[int]] = defaultdict(list)
    for study, family in snapshot.session.execute(
        select(StudyFamily.study_id, StudyFamily.family).order_by(StudyFamily.family, StudyFamily.standing)
    ):
        found[family].append(study)
    return list(found.values())


def _weight(families: Families) -> int:
    return 100 + sum(100 + 40 * len(members) for members in families)


def _of_retracted(sets: Sets, families: Families) -> BitMap:
    """Give retracted records and those of the same trial, whose results fell with them."""
    retracted = sets.with_value(RETRACTION, RetractionStatus.RETRACTED)
    return retracted.union(*(BitMap(members) for members in families if not retracted.isdisjoint(BitMap(members))))


def _doubled(families: Families, matched: BitMap) -> BitMap:
    """Give the records for which another selected record of the same trial speaks."""
    doubled = BitMap()
    for members in families:
        doubled.update([study for study in members if study in matched][1:])
    return doubled


def _left_out(snapshot: Snapshot, numbers: BitMap) -> LeftOut:
    wanted = select(Study.accession).where(Study.id.in_(numbers[:NAMED])).order_by(Study.id)
    return LeftOut(records=len(numbers), accessions=list(snapshot.session.scalars(wanted)) if numbers else [])
