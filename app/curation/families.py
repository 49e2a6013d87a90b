"""Find the records that describe one trial: registration, preprint and article, however they are linked."""

from collections import defaultdict
from typing import Any

from pyroaring import BitMap
from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session, aliased

from app.core.conditions import clause
from app.core.tree import Within
from app.models import Study, StudyFamily, StudyRelation
from app.vocab import PublicationType, RelationType

SAME_TRIAL = (
    RelationType.REGISTRATION_OF,
    RelationType.REGISTERED_AS,
    RelationType.PREPRINT_OF,
    RelationType.PUBLISHED_AS,
)
# The record that speaks for its family: a graded one, the article before all others, the latest, the first kept.
STANDING = (
    PublicationType.JOURNAL_ARTICLE,
    PublicationType.CASE_LETTER,
    PublicationType.PREPRINT,
    PublicationType.CONFERENCE_ABSTRACT,
    PublicationType.TRIAL_REGISTRATION,
    PublicationType.REGULATORY_NOTICE,
)
Standings = dict[int, tuple[int, int]]


def rebuild_families(session: Session) -> int:
    """Bring the kept families to what the relations say; give the number of rows that changed."""
    return _bring(session, None)


def update_families(session: Session, written: BitMap, before: BitMap) -> int:
    """Bring the families of written or removed studies up to date; `before` names those they were in."""
    end = aliased(Study)
    pairs = select(StudyRelation.study_id, end.id).join(end, end.accession == StudyRelation.accession)
    linked = BitMap(written)
    for column in (StudyRelation.study_id, end.id):
        found = session.execute(pairs.where(StudyRelation.type.in_(SAME_TRIAL), _among(column, written)))
        linked.update(number for pair in found for number in pair)
    # No link leads out of these: what the others are linked to was their family before.
    families = before | families_of(session, linked)
    members = session.scalars(select(StudyFamily.study_id).where(_among(StudyFamily.family, families)))
    return _bring(session, linked | BitMap(members))


def families_of(session: Session, numbers: BitMap) -> BitMap:
    """Name the kept families of studies."""
    return BitMap(session.scalars(select(StudyFamily.family).where(_among(StudyFamily.study_id, numbers))))


def _among(column: Any, numbers: BitMap) -> ColumnElement[bool]:
    return clause(Within(column, numbers))


def _bring(session: Session, among: BitMap | None) -> int:
    wanted = _families(session, among)
    kept = select(StudyFamily.study_id, StudyFamily.family, StudyFamily.standing)
    if among is not None:
        kept = kept.where(_among(StudyFamily.study_id, among))
    stored = {study: (family, standing) for study, family, standing in session.execute(kept)}
    changed = [study for study in stored.keys() | wanted.keys() if stored.get(study) != wanted.get(study)]
    if gone := BitMap(study for study in changed if study in stored):
        unwanted = delete(StudyFamily).where(_among(StudyFamily.study_id, gone))
        session.execute(unwanted.execution_options(synchronize_session=False))
    if rows := [_row(study, *wanted[study]) for study in sorted(changed) if study in wanted]:
        session.execute(insert(StudyFamily), rows)
    return len(changed)


def _row(study: int, family: int, standing: int) -> dict[str, int]:
    return {"study_id": study, "family": family, "standing": standing}


def _families(session: Session, among: BitMap | None) -> Standings:
    """Give for each linked study its family, named by its first member, and its standing in it."""
    links = (
        select(StudyRelation.study_id, Study.id)
        .join(Study, Study.accession == StudyRelation.accession)
        .where(StudyRelation.type.in_(SAME_TRIAL), StudyRelation.study_id != Study.id)
    )
    if among is not None:
        links = links.where(_among(StudyRelation.study_id, among))
    head: dict[int, int] = {}
    for one, other in session.execute(links):
        first, second = sorted((_head(head, one), _head(head, other)))
        head[second] = first
    members: dict[int, list[int]] = defaultdict(list)
    for study in head:
        members[_head(head, study)].append(study)
    weights = _weights(session, BitMap(head))
    ranked = {family: sorted(studies, key=weights.__getitem__) for family, studies in members.items()}
    return {
        study: (family, standing) for family, studies in ranked.items() for standing, study in enumerate(studies, 1)
    }


def _head(head: dict[int, int], study: int) -> int:
    """Follow a study to the first member of its family, shortening the way for the next who asks."""
    head.setdefault(study, study)
    while head[study] != study:
        head[study] = head[head[study]]
        study = head[study]
    return study


def _weights(session: Session, linked: BitMap) -> dict[int, tuple[bool, int, int, int]]:
    columns = (Study.id, Study.evidence_level, Study.publication_type, Study.year)
    rows = session.execute(select(*columns).where(_among(Study.id, linked)))
    return {
        study: (level is None, STANDING.index(published), -(year or 0), study) for study, level, published, year in rows
    }
