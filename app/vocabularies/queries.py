"""Ask the database for vocabulary entries and the evidence that hangs on them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import Fault, InvalidRequestError, NotFoundError, nearest
from app.core.fields import Resource
from app.identifiers import is_valid
from app.models import (
    AdverseEvent,
    AdverseEventTerm,
    ExosomeSource,
    Indication,
    IndicationClosure,
    Mechanism,
    Pathway,
    SourceClosure,
    Study,
    StudyArm,
    StudyIndication,
)
from app.reads.reading import Rows
from app.reads.rows import ByKey, RowList
from app.vocab import EvidenceLevel, RetractionStatus, ReviewStatus, SafetyAssessment
from app.vocabularies.schemas import AdverseEventTermRead, EntryEvidence, IndicationRead, PathwayRead, SourceRead

T = TypeVar("T", SourceRead, IndicationRead, AdverseEventTermRead, PathwayRead)
NAMES: dict[Any, str] = {
    ExosomeSource: "source",
    Indication: "indication",
    AdverseEventTerm: "adverse-event term",
    Pathway: "pathway",
}


def keys_of(table: Any) -> ByKey:
    """Say how entries are found by their slugs."""

    def read(slug: str) -> tuple[str]:
        if not is_valid("slug", slug):
            message = f"{slug[:100]!r} is not a slug; one has lower-case letters, digits and single hyphens."
            raise InvalidRequestError.of([Fault("malformed-identifier", message, "slug")])
        return (slug,)

    def missing(session: Session, key: tuple[str]) -> NotFoundError:
        close = nearest(key[0], session.scalars(select(table.slug)).all())
        hint = f" Did you mean {' or '.join(close)}?" if close else ""
        message = f"There is no {NAMES[table]} {key[0][:100]!r}."
        return NotFoundError(message + hint, [Fault("unknown-slug", message, "slug", None, close)])

    return ByKey((table.slug,), read, missing)


def list_of(resource: Resource, schema: type[Any]) -> RowList:
    """Say how a vocabulary is listed."""
    table = resource.entity

    def shown(session: Session, entries: Sequence[Any]) -> Sequence[Any]:
        return show(session, table, schema, entries)

    return RowList(resource, select(table), shown, Rows(schema), keys_of(table))


def show(session: Session, table: Any, model: type[T], entries: Sequence[Any]) -> list[T]:
    """Show entries with their evidence, in as many queries for many as for one."""
    slugs = [entry.slug for entry in entries]
    evidence = evidence_of(session, table, slugs)
    extra: dict[str, dict[str, Any]] = {slug: {"evidence": evidence[slug]} for slug in slugs}
    if hasattr(table, "parent"):
        below: dict[str, list[str]] = defaultdict(list)
        children = select(table.parent, table.slug).where(table.parent.in_(slugs)).order_by(table.slug)
        for parent, child in session.execute(children):
            below[parent].append(child)
        for slug in slugs:
            extra[slug]["children"] = below[slug]
    own = [name for name in model.model_fields if name not in ("evidence", "children")]
    return [model(**_own(entry, own), **extra[entry.slug]) for entry in entries]


def _own(entry: Any, names: list[str]) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in names}
    return values | {"synonyms": tuple(values["synonyms"])}


def _pairs(table: Any, slugs: list[str]) -> Any:
    """Each entry with each study that hangs on it, once."""
    if table is ExosomeSource:
        joined = select(SourceClosure.ancestor, StudyArm.study_id).join(
            StudyArm, StudyArm.source == SourceClosure.descendant
        )
        return joined.where(SourceClosure.ancestor.in_(slugs)).distinct()
    if table is Indication:
        joined = select(IndicationClosure.ancestor, StudyIndication.study_id).join(
            StudyIndication, StudyIndication.indication == IndicationClosure.descendant
        )
        return joined.where(IndicationClosure.ancestor.in_(slugs)).distinct()
    column = AdverseEvent.term if table is AdverseEventTerm else Mechanism.pathway
    rows = AdverseEvent if table is AdverseEventTerm else Mechanism
    return select(column.label("ancestor"), rows.study_id).where(column.in_(slugs)).distinct()


def evidence_of(session: Session, table: Any, slugs: list[str]) -> dict[str, EntryEvidence]:
    """Count the evidence of entries."""
    pairs = _pairs(table, slugs).subquery()
    retracted = Study.retraction_status == RetractionStatus.RETRACTED
    grouped = (
        select(
            pairs.c.ancestor,
            Study.evidence_level,
            Study.safety_assessment,
            func.coalesce(retracted, False),
            func.count(),
            func.coalesce(func.sum(Study.n_participants), 0),
            func.count(Study.n_participants),
        )
        .join(Study, Study.id == pairs.c.study_id)
        .where(Study.review_status != ReviewStatus.SUGGESTED)
        .group_by(pairs.c.ancestor, Study.evidence_level, Study.safety_assessment, Study.retraction_status)
    )
    groups: dict[str, list[Any]] = defaultdict(list)
    for slug, *group in session.execute(grouped):
        groups[slug].append(group)
    return {slug: _add_up(groups[slug]) for slug in slugs}


def _add_up(groups: list[Any]) -> EntryEvidence:
    levels = {level.value: 0 for level in EvidenceLevel} | {"ungraded": 0}
    safety = {assessment.value: 0 for assessment in SafetyAssessment}
    totals = dict.fromkeys(("studies", "retracted", "participants", "studies_with_participants"), 0)
    for level, assessment, retracted, studies, participants, stated in groups:
        if retracted:
            totals["retracted"] += studies
            continue
        levels["ungraded" if level is None else str(level)] += studies
        safety[assessment.value] += studies
        totals["studies"] += studies
        totals["participants"] += participants
        totals["studies_with_participants"] += stated
    return EntryEvidence(**totals, by_evidence_level=levels, safety=safety)
