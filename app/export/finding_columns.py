"""The columns of arms and findings, each row with its study, so that the same arm is never lost."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, literal

from app.document import AdverseEvent as EventRecord
from app.document import Arm, Provenance, Retraction
from app.document import Mechanism as MechanismRecord
from app.document import Outcome as OutcomeRecord
from app.document import Study as StudyRecord
from app.export.columns import FlatColumn, column, listed, of_document
from app.models import (
    AdverseEvent,
    AdverseEventTerm,
    ExosomeSource,
    Mechanism,
    MechanismTarget,
    Outcome,
    Pathway,
    Study,
    StudyArm,
    StudyIndication,
)
from app.shared.fields import EVIDENCE_LEVEL

INDICATIONS = listed("indications", "Slugs of what was treated.", StudyIndication.indication, of=StudyIndication)
STUDY_OF_ROW = [
    column("study", Study.accession, "Accession of the study."),
    column("study_title", Study.title, "Title of the study."),
    *(of_document(StudyRecord, name, getattr(Study, name)) for name in ("year", "publication_type", "design")),
    column("evidence_level", Study.evidence_level, EVIDENCE_LEVEL),
    of_document(Provenance, "review_status", Study.review_status),
    of_document(Retraction, "status", Study.retraction_status, called="retraction_status"),
]
SOURCE_OF_ROW = [
    column("source_name", ExosomeSource.name, "Name of the source."),
    column("source_origin", ExosomeSource.origin, "What the vesicles come from, at the coarsest."),
]


def arm_columns() -> list[FlatColumn]:
    """Give the columns of arms."""
    own = [of_document(Arm, name, getattr(StudyArm, name)) for name in Arm.model_fields]
    return [*STUDY_OF_ROW, INDICATIONS, *own, *SOURCE_OF_ROW]


def join_arm(statement: Select[Any]) -> Select[Any]:
    """Bring study and source to an arm."""
    joined = statement.join(Study, Study.id == StudyArm.study_id)
    return joined.outerjoin(ExosomeSource, ExosomeSource.slug == StudyArm.source)


def join_finding(entity: Any) -> Callable[[Select[Any]], Select[Any]]:
    """Bring study, arm and source to a finding, and what its slug stands for."""

    def join(statement: Select[Any]) -> Select[Any]:
        arm: ColumnElement[bool] = and_(StudyArm.study_id == entity.study_id, StudyArm.key == entity.arm)
        joined = statement.join(Study, Study.id == entity.study_id).join(StudyArm, arm)
        joined = joined.outerjoin(ExosomeSource, ExosomeSource.slug == StudyArm.source)
        if entity is AdverseEvent:
            joined = joined.join(AdverseEventTerm, AdverseEventTerm.slug == AdverseEvent.term)
        if entity is Mechanism:
            joined = joined.outerjoin(Pathway, Pathway.slug == Mechanism.pathway)
        return joined

    return join


def _finding(entity: Any, letter: str, *own: FlatColumn) -> list[FlatColumn]:
    key = Study.accession.concat(literal(f"-{letter}")).concat(cast(entity.position, Text()))
    return [
        column("id", key, "Public key of the row."),
        *STUDY_OF_ROW,
        INDICATIONS,
        of_document(OutcomeRecord, "arm", entity.arm),
        *(of_document(Arm, name, getattr(StudyArm, name), called=f"arm_{name}") for name in ("role", "label", "n")),
        *(of_document(Arm, name, getattr(StudyArm, name)) for name in ("source", "route", "dose", "isolation")),
        *SOURCE_OF_ROW,
        *own,
        of_document(OutcomeRecord, "locator", entity.locator),
    ]


def _rest(record: Any, entity: Any) -> list[FlatColumn]:
    shared = ("arm", "locator", "targets")
    return [of_document(record, name, getattr(entity, name)) for name in record.model_fields if name not in shared]


_TARGETS = listed(
    "targets", "Genes or proteins acted on, as HGNC symbols.", MechanismTarget.symbol, of=MechanismTarget, width=2
)
FINDING_COLUMNS: dict[Any, list[FlatColumn]] = {
    Outcome: _finding(Outcome, "O", *_rest(OutcomeRecord, Outcome)),
    AdverseEvent: _finding(
        AdverseEvent,
        "E",
        column("term_name", AdverseEventTerm.name, "Name of the term."),
        column("soc", AdverseEventTerm.soc, "System organ class of CTCAE version 5."),
        *_rest(EventRecord, AdverseEvent),
    ),
    Mechanism: _finding(
        Mechanism,
        "M",
        column("pathway_name", Pathway.name, "Name of the pathway."),
        *_rest(MechanismRecord, Mechanism),
        _TARGETS,
    ),
}
