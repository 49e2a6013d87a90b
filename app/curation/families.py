"""Find the records that describe one trial: registration, preprint and article, however they are linked."""

from collections import defaultdict

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.models import Study, StudyFamily, StudyRelation
from app.vocab import PublicationType, RelationType

SAME_TRIAL = (
    RelationType.REGISTRATION_OF,
    RelationType.REGISTERED_AS,
    RelationType.PREPRINT_OF,
    RelationType.PUBLISHED_AS,
)
BATCH = 500
# The record that speaks for its family: a graded one, the article before all others, the latest, the first kept.
STANDING = (
    PublicationType.JOURNAL_ARTICLE,
    PublicationType.CASE_LETTER,
    PublicationType.PREPRINT,
    PublicationType.CONFERENCE_ABSTRACT,
    PublicationType.TRIAL_REGISTRATION,
    PublicationType.REGULATORY_NOTICE,
)


def rebuild_families(session: Session) -> int:
    """Bring the kept families to what the relations say; give the number of rows that changed."""
    wanted = _families(session)
    columns = (StudyFamily.study_id, StudyFamily.family, StudyFamily.standing)
    stored = {study: (family, standing) for study, family, standing in session.execute(select(*columns))}
    changed = [study for study in stored.keys() | wanted.keys() if stored.get(study) != wanted.get(study)]
    gone = sorted(study for study in changed if study in stored)
    for start in range(0, len(gone), BATCH):
        session.execute(delete(StudyFamily).where(StudyFamily.study_id.in_(gone[start : start + BATCH])))
    if rows := [_row(study, *wanted[study]) for study in sorted(changed) if study in wanted]:
        session.execute(insert(StudyFamily), rows)
    return len(changed)


def _row(study: int, family: int, standing: int) -> dict[str, int]:
    return {"study_id": study, "family": family, "standing": standing}


def _families(session: Session) -> dict[int, tuple[int, int]]:
    """Give for each linked study its family, named by its first member, and its standing in it."""
    links = (
        select(StudyRelation.study_id, Study.id)
        .join(Study, Study.accession == StudyRelation.accession)
        .where(StudyRelation.type.in_(SAME_TRIAL), StudyRelation.study_id != Study.id)
    )
    head: dict[int, int] = {}
    for one, other in session.execute(links):
        first, second = sorted((_head(head, one), _head(head, other)))
        head[second] = first
    members: dict[int, list[int]] = defaultdict(list)
    for study in head:
        members[_head(head, study)].append(study)
    weights = _weights(session)
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


def _weights(session: Session) -> dict[int, tuple[bool, int, int, int]]:
    linked = select(StudyRelation.study_id).union(
        select(Study.id).join(StudyRelation, StudyRelation.accession == Study.accession)
    )
    columns = (Study.id, Study.evidence_level, Study.publication_type, Study.year)
    rows = session.execute(select(*columns).where(Study.id.in_(linked)))
    return {
        study: (level is None, STANDING.index(published), -(year or 0), study) for study, level, published, year in rows
    }
