"""The columns of studies, arms and findings, flat for people who analyse them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, literal, select

from app.document import AdverseEvent as EventRecord
from app.document import Arm, Identifiers, Provenance, Retraction, Safety
from app.document import Mechanism as MechanismRecord
from app.document import Outcome as OutcomeRecord
from app.document import Study as StudyRecord
from app.export.columns import FlatColumn, column, counted, listed, of_document
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
    StudyLevel,
    StudyTopic,
)
from app.shared.fields import COMPLETENESS, EVIDENCE_LEVEL


def _own(*names: str) -> list[FlatColumn]:
    return [of_document(StudyRecord, name, getattr(Study, name)) for name in names]


def _part(record: Any, prefix: str, *names: str, columns: str | None = None) -> list[FlatColumn]:
    stem = prefix if columns is None else columns
    return [of_document(record, name, getattr(Study, stem + name), called=prefix + name) for name in names]


def indications_of(owner: Any, study_id: Any) -> FlatColumn:
    """Give the indications of a study."""
    values = select(StudyIndication.indication).where(StudyIndication.study_id == study_id)
    return listed("indications", owner, values.order_by(StudyIndication.position), "Slugs of what was treated.")


def _of_arms(name: str, value: Any, meaning: str) -> FlatColumn:
    """Give what the arms of a study have, each value once, in the order of the arms."""
    arms = select(value).select_from(StudyArm)
    if value.class_ is ExosomeSource:
        arms = arms.join(ExosomeSource, ExosomeSource.slug == StudyArm.source)
    values = arms.where(StudyArm.study_id == Study.id, value.is_not(None))
    return listed(name, Study, values.group_by(value).order_by(func.min(StudyArm.position)), meaning)


STUDY_COLUMNS = [
    *_own("accession"),
    *_part(Identifiers, "", "doi", "pmid", "pmcid", "nct", "registry_id"),
    *_own("title", "title_status", "year", "journal"),
    replace(of_document(StudyRecord, "authors", Study.authors), nullable_list=True),
    *_own("country", "publication_type", "design"),
    column("evidence_level", Study.evidence_level, EVIDENCE_LEVEL),
    listed(
        "levels",
        Study,
        select(StudyLevel.level).where(StudyLevel.study_id == Study.id).order_by(StudyLevel.position),
        "Levels at which observations were made.",
    ),
    *_own("animal_model", "blinding", "split_body", "registry_status", "phase", "n_participants", "follow_up_weeks"),
    *_own("summary"),
    indications_of(Study, Study.id),
    listed(
        "topics",
        Study,
        select(StudyTopic.topic).where(StudyTopic.study_id == Study.id).order_by(StudyTopic.position),
        "What the study is about beside its indications.",
    ),
    _of_arms("sources", StudyArm.source, "Slugs of the sources of all arms, each once."),
    _of_arms("source_origins", ExosomeSource.origin, "Origins of these sources, each once."),
    _of_arms("routes", StudyArm.route, "Routes of all arms, each once."),
    counted("n_arms", Study, StudyArm, StudyArm.study_id == Study.id, "Arms in the document."),
    counted("n_outcomes", Study, Outcome, Outcome.study_id == Study.id, "Outcomes in the document."),
    counted("n_adverse_events", Study, AdverseEvent, AdverseEvent.study_id == Study.id, "Adverse events in the document."),
    counted("n_mechanisms", Study, Mechanism, Mechanism.study_id == Study.id, "Mechanisms in the document."),
    *_part(Safety, "safety_", "assessment", "scope", "serious", "note"),
    column("completeness_score", Study.completeness_score, COMPLETENESS, "share from 0 to 1"),
    *_part(Provenance, "", "seen", "source_urls", "retrieved", "method", "review_status"),
    *_part(Provenance, "provenance_", "note"),
    *_part(Retraction, "retraction_", "status", "date", "url"),
]

STUDY_OF_ROW = [
    column("study", Study.accession, "Accession of the study."),
    column("study_title", Study.title, "Title of the study."),
    *_own("year", "publication_type", "design"),
    column("evidence_level", Study.evidence_level, EVIDENCE_LEVEL),
    *_part(Provenance, "", "review_status"),
    *_part(Retraction, "retraction_", "status"),
]
SOURCE_OF_ROW = [
    column("source_name", ExosomeSource.name, "Name of the source."),
    column("source_origin", ExosomeSource.origin, "What the vesicles come from, at the coarsest."),
]


def arm_columns() -> list[FlatColumn]:
    """Give the columns of arms."""
    own = [of_document(Arm, name, getattr(StudyArm, name)) for name in Arm.model_fields]
    return [*STUDY_OF_ROW, indications_of(StudyArm, StudyArm.study_id), *own, *SOURCE_OF_ROW]


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
        indications_of(entity, entity.study_id),
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


_TARGETS = (
    select(MechanismTarget.symbol)
    .where(MechanismTarget.study_id == Mechanism.study_id, MechanismTarget.position == Mechanism.position)
    .order_by(MechanismTarget.place)
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
        listed("targets", Mechanism, _TARGETS, "Genes or proteins acted on, as HGNC symbols."),
    ),
}
