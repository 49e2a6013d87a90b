"""Turn a study document into the rows of its tables."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from app.curation.derived import completeness_score, evidence_level, reporting
from app.document import Identifiers, Retraction, Safety, Study, in_one_line
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
IDENTIFIERS = tuple(Identifiers.model_fields)
SAFETY = tuple((f"safety_{name}", name) for name in Safety.model_fields)
RETRACTION = tuple((f"retraction_{name}", name) for name in Retraction.model_fields)
OWN_COLUMNS = (
    "accession",
    "title",
    "title_status",
    "year",
    "journal",
    "authors",
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


@dataclass(frozen=True)
class Written:
    """A study with what stands in its document, as data and as the one true line; each is made once."""

    study: Study
    data: Row
    document: str

    @classmethod
    def of(cls, study: Study) -> Self:
        """Write a study."""
        data = study.written()
        return cls(study, data, in_one_line(data))


def rows_of(studies: Sequence[Written], origins: Mapping[str, Origin]) -> Rows:
    """Give the rows of studies, by table, with the values as they stand in documents."""
    rows: Rows = defaultdict(list)
    for study in studies:
        key = accession_number(study.data["accession"])
        _add_study(rows, key, study, origins)
        _add_lists(rows, key, study.data)
        _add_children(rows, key, study.data)
    return rows


def _add_study(rows: Rows, key: int, study: Written, origins: Mapping[str, Origin]) -> None:
    data, parts = study.data, reporting(study.study, origins)
    retraction = data.get("retraction") or {}
    row: Row = {name: data[name] for name in OWN_COLUMNS}
    row |= {name: data["identifiers"].get(name) for name in IDENTIFIERS}
    row |= {column: data["safety"][name] for column, name in SAFETY}
    row |= {column: retraction.get(name) for column, name in RETRACTION}
    row |= data["provenance"]
    row |= {
        "id": key,
        "provenance_note": row.pop("note"),
        "evidence_level": evidence_level(study.study),
        "completeness_score": completeness_score(parts),
        "document": study.document,
    }
    rows[StudyRow].append(row)
    rows[StudyReporting] += [{"study_id": key, "part": part.value, "reported": value} for part, value in parts.items()]


def _add_lists(rows: Rows, key: int, data: Row) -> None:
    for table, name, values in (
        (StudyLevel, "level", data["levels"]),
        (StudyTopic, "topic", data["topics"]),
        (StudyIndication, "indication", data["indications"]),
    ):
        rows[table] += [{"study_id": key, "position": place, name: value} for place, value in enumerate(values, 1)]


def _add_children(rows: Rows, key: int, data: Row) -> None:
    for table, records in (
        (StudyArm, data["arms"]),
        (Outcome, data["outcomes"]),
        (Mechanism, data["mechanisms"]),
        (StudyRelation, data["relations"]),
    ):
        rows[table] += [{"study_id": key, "position": place, **item} for place, item in enumerate(records, 1)]
    sources = {arm["key"]: arm["source"] for arm in data["arms"]}
    rows[AdverseEvent] += [
        {"study_id": key, "position": place, "arm_source": sources[item["arm"]], **item}
        for place, item in enumerate(data["adverse_events"], 1)
    ]
    rows[MechanismTarget] += [
        {"study_id": key, "position": place, "place": number, "symbol": symbol}
        for place, mechanism in enumerate(data["mechanisms"], 1)
        for number, symbol in enumerate(mechanism["targets"], 1)
    ]
