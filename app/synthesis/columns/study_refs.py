"""Names of studies, read for those that an answer shows."""

from pyroaring import BitMap
from sqlalchemy import Text, select, type_coerce

from app.core.conditions import clause
from app.core.tree import Within
from app.models import Study
from app.reads.snapshot import Snapshot
from app.shared.refs import StudyRef

# The model reads closed lists itself.
TEXTS = ("publication_type", "design", "retraction_status")
OTHERS = tuple(name for name in StudyRef.model_fields if name not in TEXTS)
COLUMNS = [getattr(Study, name) for name in OTHERS] + [
    type_coerce(getattr(Study, name), Text).label(name) for name in TEXTS
]


def study_refs(snapshot: Snapshot, studies: BitMap) -> dict[int, StudyRef]:
    """Name studies, in the order of their accessions."""
    wanted = select(Study.id, *COLUMNS).where(clause(Within(Study.id, studies))).order_by(Study.id)
    names = (*OTHERS, *TEXTS)
    rows = snapshot.connection.execute(wanted)
    return {number: StudyRef(**dict(zip(names, row, strict=True))) for number, *row in rows}
