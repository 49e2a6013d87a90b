"""Names of studies, read for those that an answer shows."""

from collections.abc import Iterable

from sqlalchemy import select

from app.models import Study
from app.reads.snapshot import Snapshot
from app.shared.refs import StudyRef

NAMES = [getattr(Study, name) for name in StudyRef.model_fields]


def study_refs(snapshot: Snapshot, numbers: Iterable[int]) -> dict[int, StudyRef]:
    """Name studies, in the order of their accessions."""
    wanted = select(Study.id, *NAMES).where(Study.id.in_(list(numbers))).order_by(Study.id)
    return {row.id: StudyRef.model_validate(row) for row in snapshot.connection.execute(wanted)}
