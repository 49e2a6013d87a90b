"""Make the finished JSON of studies and keep it beside them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.curation.bulk import insert_rows
from app.models import Study as StudyRow
from app.models import StudyReporting, StudyRepresentation
from app.shared.representation import Derived, Document, Names, full_of, names_of, summary_of

BATCH = 500


def represent(session: Session, numbers: Collection[int]) -> None:
    """Make the JSON of studies anew."""
    names = names_of(session)
    ordered = sorted(numbers)
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        session.execute(delete(StudyRepresentation).where(StudyRepresentation.study_id.in_(batch)))
        parts: dict[int, dict[Any, bool]] = defaultdict(dict)
        columns = (StudyReporting.study_id, StudyReporting.part, StudyReporting.reported)
        for number, part, reported in session.execute(select(*columns).where(StudyReporting.study_id.in_(batch))):
            parts[number][part] = reported
        stored = session.execute(
            select(StudyRow.id, StudyRow.document, StudyRow.evidence_level, StudyRow.completeness_score).where(
                StudyRow.id.in_(batch)
            )
        ).all()
        documents = [orjson.loads(row.document) for row in stored]
        others = {item["accession"] for document in documents for item in document["relations"]}
        known = select(StudyRow.accession, StudyRow.title).where(StudyRow.accession.in_(others))
        titles = dict(session.execute(known).all())
        made = []
        for row, document in zip(stored, documents, strict=True):
            derived = Derived(row.evidence_level, row.completeness_score, parts[row.id])
            made.append(representation_of(row.id, document, derived, names, titles))
        insert_rows(session, StudyRepresentation, made)


def representation_of(
    number: int, document: Document, derived: Derived, names: Names, titles: Mapping[str, str]
) -> dict[str, Any]:
    """Make the JSON of one study."""
    full = full_of(document, derived, names, titles)
    return {"study_id": number, "summary": summary_of(document, derived, names), "full": full}
