"""Where imports hand over studies to be written or removed: the one place that knows how studies are kept."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.core.clock import timestamp
from app.curation.rows import TABLES, rows_of
from app.curation.rules import Known
from app.curation.vocabulary_loader import origins_of
from app.document import Study
from app.identifiers import accession_number
from app.models import AdverseEventTerm, DataRelease, ExosomeSource, ImportCommit, Indication, Pathway
from app.models import Study as StudyRow


class StudyStore:
    """Writes studies in the transaction of its session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._origins = origins_of(session)

    def write(self, studies: Sequence[Study]) -> None:
        """Create studies, or put new documents in the place of old ones."""
        self.remove([study.accession for study in studies])
        rows = rows_of(list(studies), self._origins)
        for table in TABLES:
            if rows[table]:
                self._session.execute(insert(table), rows[table])

    def remove(self, accessions: Iterable[str]) -> None:
        """Remove studies with all that belongs to them."""
        numbers = [accession_number(accession) for accession in accessions]
        self._session.execute(delete(StudyRow).where(StudyRow.id.in_(numbers)))

    def finish(self, job_id: str) -> None:
        """Give the data a new revision, and note in the same transaction whose it is."""
        self._session.execute(update(DataRelease).values(revision=DataRelease.revision + 1))
        self._session.execute(insert(ImportCommit).values(job_id=job_id, committed_at=timestamp()))


def known_slugs(session: Session) -> Known:
    """Give the slugs that studies may use."""
    tables: dict[str, Any] = {
        "source": ExosomeSource,
        "indication": Indication,
        "adverse-event term": AdverseEventTerm,
        "pathway": Pathway,
    }
    return Known({kind: set(session.scalars(select(table.slug))) for kind, table in tables.items()})


def digest_of(document: str) -> str:
    """Name a document by its content."""
    return hashlib.sha256(document.encode()).hexdigest()
