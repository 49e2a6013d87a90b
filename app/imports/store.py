"""Where imports hand over studies to be written or removed: the one place that knows how studies are kept."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.core.clock import now, timestamp
from app.curation.prepared import Prepared, Preparer
from app.curation.revisions import advance
from app.curation.rules import Known
from app.curation.writer import StudyWriter
from app.document import Study
from app.models import AdverseEventTerm, ExosomeSource, ImportCommit, Indication, Pathway


class StudyStore:
    """Writes studies in the transaction of its session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._writer = StudyWriter(session)

    def write(self, studies: Sequence[Study]) -> None:
        """Create studies, or put new documents in the place of old ones."""
        self._writer.write(studies)

    @property
    def preparer(self) -> Preparer:
        """What makes studies ready for this database."""
        return self._writer.preparer

    def put(self, prepared: Prepared) -> None:
        """Write studies that are ready."""
        self._writer.put(prepared)

    def remove(self, accessions: Iterable[str]) -> None:
        """Remove studies with all that belongs to them."""
        self._writer.remove(accessions)

    def finish(self, job_id: str) -> None:
        """Bring up to date what is kept, give the data a new revision, and note with them whose change it is."""
        self._writer.finish()
        advance(self._session, self._writer.changed, changed_at=now().replace(microsecond=0))
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
