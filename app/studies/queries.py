"""Ask the database for studies."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload, undefer

from app.core.errors import Fault, GoneError, InvalidRequestError, MovedError, NotFoundError
from app.identifiers import CURIE_PREFIXES, EXAMPLES, is_valid, normalise
from app.models import (
    AdverseEventTerm,
    ExosomeSource,
    Indication,
    Pathway,
    RetiredStudy,
    Study,
    StudyArm,
    StudyIndication,
    StudyReporting,
)
from app.shared.refs import IndicationRef, PathwayRef, SourceRef, StudyRef, TermRef
from app.studies.schemas import ReportingCompleteness, SafetySummary, StudyRead, StudySummary
from app.vocab import ReportingPart

IDENTIFIERS = ("doi", "pmid", "pmcid", "nct", "registry_id")
OWN = (
    "journal", "country", "n_participants", "follow_up_weeks", "summary", "completeness_score", "seen", "review_status",
)  # fmt: skip


def select_studies() -> Select[Study]:
    """Studies with everything that a summary shows."""
    return select(Study).options(
        selectinload(Study.levels),
        selectinload(Study.topics),
        selectinload(Study.indications).joinedload(StudyIndication.entry),
        selectinload(Study.arms).joinedload(StudyArm.source_entry),
    )


def summarise_all(studies: Sequence[Study]) -> list[StudySummary]:
    """Show studies in a list."""
    return [summarise(study) for study in studies]


def summarise(study: Study) -> StudySummary:
    """Show a study in a list."""
    sources = {arm.source: arm.source_entry for arm in study.arms if arm.source}
    return StudySummary(
        **StudyRef.model_validate(study).model_dump(),
        **{name: getattr(study, name) for name in OWN},
        identifiers={name: getattr(study, name) for name in IDENTIFIERS},
        levels=[item.level for item in study.levels],
        topics=[item.topic for item in study.topics],
        indications=[item.indication for item in study.indications],
        indication_refs=[IndicationRef.model_validate(item.entry) for item in study.indications],
        sources=list(sources),
        source_refs=[SourceRef.model_validate(entry) for entry in sources.values()],
        safety=SafetySummary(
            assessment=study.safety_assessment, scope=study.safety_scope, serious=study.safety_serious
        ),
    )


def get_study(session: Session, key: str) -> StudyRead:
    """Find a study by accession or CURIE and show its whole document."""
    scheme, value = read_key(key)
    column = Study.accession if scheme == "accession" else getattr(Study, scheme)
    study = session.scalar(select(Study).where(column == value).options(undefer(Study.document)))
    if study is None:
        raise _missing(session, scheme, value)
    return show(session, study)


def read_key(key: str) -> tuple[str, str]:
    """Tell an accession from a CURIE, in normal form; refuse what is neither."""
    if is_valid("accession", key.upper()):
        return "accession", key.upper()
    prefix, colon, value = key.partition(":")
    scheme = prefix.lower()
    if colon and scheme in CURIE_PREFIXES:
        value = normalise(scheme, value)
        if is_valid(scheme, value):
            return scheme, value
        message = f"{key[:200]!r} is not a {scheme}; one looks like {scheme}:{EXAMPLES[scheme]}."
        raise InvalidRequestError.of([Fault("malformed-identifier", message, "study")])
    message = (
        f"{key[:200]!r} names no study; give an accession such as {EXAMPLES['accession']} or one of "
        f"{', '.join(f'{name}:…' for name in CURIE_PREFIXES)}."
    )
    raise InvalidRequestError.of([Fault("malformed-identifier", message, "study")])


def _missing(session: Session, scheme: str, value: str) -> Exception:
    retired = session.get(RetiredStudy, value) if scheme == "accession" else None
    if retired is None:
        return NotFoundError(f"There is no study with {scheme} {value}.")
    if retired.merged_into is None:
        return GoneError(f"{value} was withdrawn on {retired.retired_on}: {retired.reason}")
    detail = f"{value} was merged into {retired.merged_into}: {retired.reason}"
    return MovedError(detail, headers={"Location": f"/v1/studies/{retired.merged_into}"})


def show(session: Session, study: Study) -> StudyRead:
    """Give the stored document with names beside its slugs."""
    data: dict[str, Any] = json.loads(study.document)
    sources = _refs(session, ExosomeSource, SourceRef, {arm["source"] for arm in data["arms"]})
    terms = _refs(session, AdverseEventTerm, TermRef, {event["term"] for event in data["adverse_events"]})
    pathways = _refs(session, Pathway, PathwayRef, {item["pathway"] for item in data["mechanisms"]})
    indications = _refs(session, Indication, IndicationRef, set(data["indications"]))
    others = [item["accession"] for item in data["relations"]]
    titles = dict(session.execute(select(Study.accession, Study.title).where(Study.accession.in_(others))).all())
    data["arms"] = [arm | {"source_ref": sources.get(arm["source"])} for arm in data["arms"]]
    data["adverse_events"] = [item | {"term_ref": terms[item["term"]]} for item in data["adverse_events"]]
    data["mechanisms"] = [item | {"pathway_ref": pathways.get(item["pathway"])} for item in data["mechanisms"]]
    data["relations"] = [item | {"title": titles.get(item["accession"])} for item in data["relations"]]
    data["indication_refs"] = [indications[slug] for slug in data["indications"]]
    data["evidence_level"] = study.evidence_level
    data["reporting_completeness"] = _completeness(session, study)
    return StudyRead.model_validate_json(json.dumps(data))


def _refs(session: Session, table: Any, ref: Any, slugs: set[str | None]) -> dict[str, dict[str, Any]]:
    rows = session.scalars(select(table).where(table.slug.in_(slugs - {None})))
    return {row.slug: ref.model_validate(row).model_dump() for row in rows}


def _completeness(session: Session, study: Study) -> dict[str, Any]:
    parts = session.execute(
        select(StudyReporting.part, StudyReporting.reported).where(StudyReporting.study_id == study.id)
    ).all()
    order = list(ReportingPart)
    ordered = sorted(parts, key=lambda item: order.index(item.part))
    return ReportingCompleteness(
        score=study.completeness_score,
        reported=[item.part for item in ordered if item.reported],
        not_reported=[item.part for item in ordered if not item.reported],
    ).model_dump()
