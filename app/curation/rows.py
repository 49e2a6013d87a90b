"""Turn a study document into the rows of its tables."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from app.curation.derived import completeness_score, evidence_level, reporting
from app.document import Record, Study
from app.identifiers import accession_number
from app.models import (
    AdverseEvent,
    Base,
    Mechanism,
    MechanismTarget,
    Outcome,
    StudyArm,
    StudyIndication,
    StudyLevel,
    StudyRelation,
    StudyReporting,
    StudyTopic,
)
from app.models import Study as StudyRow
from app.vocab import Origin

Row = dict[str, Any]
Rows = dict[type[Base], list[Row]]
# Parents before children.
TABLES: tuple[type[Base], ...] = (
    StudyRow,
    StudyLevel,
    StudyTopic,
    StudyIndication,
    StudyReporting,
    StudyRelation,
    StudyArm,
    Outcome,
    AdverseEvent,
    Mechanism,
    MechanismTarget,
)
OWN_COLUMNS = (
    "accession",
    "title",
    "title_status",
    "year",
    "journal",
    "country",
    "publication_type",
    "design",
    "animal_model",
    "blinding",
    "split_body",
    "registry_status",
    "phase",
    "n_participants",
    "follow_up_weeks",
    "summary",
)


def rows_of(studies: Sequence[Study], origins: dict[str, Origin], documents: Mapping[str, str] | None = None) -> Rows:
    """Give the rows of studies, by table; canonical documents are made where they are not handed in."""
    rows: Rows = defaultdict(list)
    for study in studies:
        _add_study(rows, study, origins, (documents or {}).get(study.accession) or study.canonical())
        _add_lists(rows, study)
        _add_children(rows, study)
    return rows


def _add_study(rows: Rows, study: Study, origins: dict[str, Origin], document: str) -> None:
    key = accession_number(study.accession)
    parts = reporting(study, origins)
    row: Row = {name: getattr(study, name) for name in OWN_COLUMNS}
    row |= study.identifiers.model_dump()
    row |= {f"safety_{name}": value for name, value in study.safety}
    row |= {f"retraction_{name}": getattr(study.retraction, name, None) for name in ("status", "date", "url")}
    row |= {name: value for name, value in study.provenance if name != "note"}
    row |= {
        "id": key,
        "authors": None if study.authors is None else list(study.authors),
        "source_urls": list(study.provenance.source_urls),
        "provenance_note": study.provenance.note,
        "evidence_level": evidence_level(study),
        "completeness_score": completeness_score(parts),
        "document": document,
    }
    rows[StudyRow].append(row)
    rows[StudyReporting] += [{"study_id": key, "part": part, "reported": value} for part, value in parts.items()]


def _add_lists(rows: Rows, study: Study) -> None:
    key = accession_number(study.accession)
    lists: list[tuple[type[Base], str, tuple[Any, ...]]] = [
        (StudyLevel, "level", study.levels),
        (StudyTopic, "topic", study.topics),
        (StudyIndication, "indication", study.indications),
    ]
    for table, name, values in lists:
        rows[table] += [{"study_id": key, "position": place, name: value} for place, value in enumerate(values, 1)]


def _add_children(rows: Rows, study: Study) -> None:
    key = accession_number(study.accession)
    children: list[tuple[type[Base], tuple[Record, ...]]] = [
        (StudyArm, study.arms),
        (Outcome, study.outcomes),
        (AdverseEvent, study.adverse_events),
        (StudyRelation, study.relations),
    ]
    for table, records in children:
        rows[table] += [{"study_id": key, "position": place} | vars(item) for place, item in enumerate(records, 1)]
    sources = {arm.key: arm.source for arm in study.arms}
    for row in rows[AdverseEvent][len(rows[AdverseEvent]) - len(study.adverse_events) :]:
        row["arm_source"] = sources[row["arm"]]
    for place, mechanism in enumerate(study.mechanisms, 1):
        row = {"study_id": key, "position": place} | vars(mechanism)
        targets = row.pop("targets")
        rows[Mechanism].append(row)
        rows[MechanismTarget] += [
            {"study_id": key, "position": place, "place": number, "symbol": symbol}
            for number, symbol in enumerate(targets, 1)
        ]
