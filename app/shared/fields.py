"""Fields of a study, its arms and its indications, for every list that carries evidence."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Enum
from sqlalchemy.orm import InstrumentedAttribute

from app.core.fields import Field, Scope, Vocabulary
from app.document import Arm, Identifiers, Provenance, Record, Safety, field_of
from app.document import Indication as IndicationRecord
from app.document import Source as SourceRecord
from app.document import Study as StudyRecord
from app.models import (
    AdverseEventTerm,
    ExosomeSource,
    Indication,
    IndicationClosure,
    Pathway,
    SourceClosure,
    Study,
    StudyArm,
    StudyIndication,
    StudyLevel,
    StudyReporting,
    StudyTopic,
)
from app.vocab import EvidenceLevel

SOURCES = Vocabulary("source", ExosomeSource.slug, SourceClosure.ancestor, SourceClosure.descendant)
INDICATIONS = Vocabulary("indication", Indication.slug, IndicationClosure.ancestor, IndicationClosure.descendant)
TERMS = Vocabulary("adverse-event term", AdverseEventTerm.slug)
PATHWAYS = Vocabulary("pathway", Pathway.slug)
# The next wider entry, which is one entry and not what lies below it.
PARENTS = {
    "source": Vocabulary("source", ExosomeSource.slug),
    "indication": Vocabulary("indication", Indication.slug),
}
EVIDENCE_LEVEL = (
    "Strength of the design, 1 (strongest) to 5, in the manner of the Oxford CEBM levels; "
    "null for notices, unknown designs and registrations without results."
)
COMPLETENESS = "Share of the parts asked of a study that it reports."


def documented(
    record: type[Record], name: str, column: InstrumentedAttribute[Any], *, called: str | None = None, **more: Any
) -> Field:
    """Make a field whose meaning, unit and example stand in the document."""
    info = field_of(record, name)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    unit = extra.get("x-unit")
    example = more.pop("example", None)
    if example is None and info.examples:
        example = info.examples[0]
    if example is None and isinstance(column.type, Enum):
        example = column.type.enums[0]
    return Field(
        called or name, column, info.description or "", example, unit=None if unit is None else str(unit), **more
    )


def own_fields(scope: Scope | None) -> Sequence[Field]:
    """Fields in the row of the study itself; `scope` leads to it from other rows."""

    def of(name: str, column: InstrumentedAttribute[Any], **more: Any) -> Field:
        return documented(StudyRecord, name, column, scope=scope, **more)

    def free(name: str, column: InstrumentedAttribute[Any], meaning: str, example: Any, **more: Any) -> Field:
        return Field(name, column, meaning, example, scope=scope, **more)

    return [
        of("year", Study.year),
        of("country", Study.country, scheme="country"),
        of("publication_type", Study.publication_type),
        of("design", Study.design),
        of("n_participants", Study.n_participants),
        of("follow_up_weeks", Study.follow_up_weeks),
        free("evidence_level", Study.evidence_level, EVIDENCE_LEVEL, 2, explained=EvidenceLevel),
        free("completeness_score", Study.completeness_score, COMPLETENESS, 0.5, unit="share from 0 to 1"),
        documented(Safety, "assessment", Study.safety_assessment, called="safety_assessment", scope=scope),
        documented(Safety, "scope", Study.safety_scope, called="safety_scope", scope=scope, example="any"),
        documented(Provenance, "seen", Study.seen, scope=scope),
        documented(Provenance, "review_status", Study.review_status, scope=scope),
        free("retraction_status", Study.retraction_status, "Notice about the validity of the study.", "retracted"),
    ]


def identifier_fields() -> Sequence[Field]:
    """Identifiers and texts of the study, for the list of studies alone."""
    identifiers = [
        documented(Identifiers, name, getattr(Study, name), scheme=name)
        for name in ("doi", "pmid", "pmcid", "nct", "registry_id")
    ]
    texts = [
        documented(StudyRecord, "title", Study.title, folded=Study.title_key, example="alopecia"),
        documented(StudyRecord, "summary", Study.summary, folded=Study.summary_key, example="hair density"),
        documented(StudyRecord, "journal", Study.journal, folded=Study.journal_key, example="dermatology"),
        documented(StudyRecord, "authors", Study.authors, folded=Study.authors_key, called="author", example="Gold"),
        documented(StudyRecord, "animal_model", Study.animal_model, folded=Study.animal_model_key, example="mouse"),
    ]
    listed = [
        documented(StudyRecord, name, getattr(Study, name))
        for name in ("title_status", "blinding", "split_body", "registry_status", "phase")
    ]
    more = [
        documented(Safety, "serious", Study.safety_serious, called="safety_serious", example=True),
        documented(Provenance, "retrieved", Study.retrieved),
        documented(Provenance, "method", Study.method, example="machine_assisted"),
    ]
    accession = documented(StudyRecord, "accession", Study.accession, scheme="accession", example="EXS000009")
    return [accession, *identifiers, *texts, *listed, *more]


def list_fields(study_id: InstrumentedAttribute[int]) -> Sequence[Field]:
    """Fields in the lists of the study, each value a row."""
    indication = Scope("indications", (StudyIndication,), StudyIndication.study_id == study_id)
    category = (StudyIndication.indication, Indication.slug)
    level = Scope("levels", (StudyLevel,), StudyLevel.study_id == study_id)
    topic = Scope("topics", (StudyTopic,), StudyTopic.study_id == study_id)
    reported = (StudyReporting.study_id == study_id) & StudyReporting.reported.is_(True)
    reports = Scope("reports", (StudyReporting,), reported, only=(StudyReporting.reported, True))
    return [
        Field(
            "indication",
            StudyIndication.indication,
            "What was treated (slug of an indication).",
            "alopecia",
            scope=indication,
            vocabulary=INDICATIONS,
        ),
        documented(
            IndicationRecord,
            "category",
            Indication.category,
            called="indication_category",
            scope=indication,
            lookup=category,
        ),
        Field("level", StudyLevel.level, "Level at which observations were made.", "human", scope=level),
        Field("topic", StudyTopic.topic, "What the study is about beside its indications.", "safety", scope=topic),
        Field("reports", StudyReporting.part, "Part that the study reports.", "dose", scope=reports),
    ]


def arm_fields(link: ColumnElement[bool], *, many: bool) -> Sequence[Field]:
    """Fields of an arm; conditions on them must hold for one and the same arm."""
    arm = Scope("arms" if many else "arm", (StudyArm,), link, many=many)

    def of(name: str, called: str | None = None, **more: Any) -> Field:
        return documented(Arm, name, getattr(StudyArm, name), scope=arm, called=called, **more)

    return [
        of("source", vocabulary=SOURCES, example="plant"),
        documented(
            SourceRecord,
            "origin",
            ExosomeSource.origin,
            called="source_origin",
            scope=arm,
            lookup=(StudyArm.source, ExosomeSource.slug),
        ),
        of("role", "arm_role"),
        of("label", "arm_label", folded=StudyArm.label_key, example="exosome"),
        of("n", "arm_n"),
        of("route"),
        of("product", folded=StudyArm.product_key, example="exo"),
        of("dose", folded=StudyArm.dose_key, example="particles"),
        of("delivery_adjunct", example="microneedling"),
        of("comparator_type", example="placebo"),
        of("donor_relation", example="allogeneic"),
        of("isolation"),
        of("sessions"),
        of("interval_weeks"),
    ]
