"""The one place where a study is made into JSON: once, when it is written; lists and the detail hand out the bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.document import Identifiers
from app.models import AdverseEventTerm, ExosomeSource, Indication, Pathway
from app.shared.refs import IndicationRef, PathwayRef, SourceRef, TermRef
from app.vocab import ReportingPart

Document: TypeAlias = dict[str, Any]
# The value of `view` under which lists show summaries.
SUMMARY = "summary"
# How a summary ends where no text was searched for.
NO_SNIPPETS = b'"snippets":null}'
IDENTIFIERS = tuple(Identifiers.model_fields)
PARTS = ReportingPart.values()


@dataclass(frozen=True)
class Names:
    """What stands beside a slug to say what it is, for each vocabulary."""

    sources: Mapping[str, Document]
    indications: Mapping[str, Document]
    terms: Mapping[str, Document]
    pathways: Mapping[str, Document]


@dataclass(frozen=True)
class Derived:
    """What ExoKB derives from a study by its rules."""

    evidence_level: int | None
    completeness_score: float | None
    # By value of the reporting part.
    parts: Mapping[str, bool] = field(default_factory=dict)


def names_of(session: Session) -> Names:
    """Read the names of all vocabulary entries."""

    def refs(table: Any, ref: Any) -> dict[str, Document]:
        return {row.slug: ref.model_validate(row).model_dump(mode="json") for row in session.scalars(select(table))}

    return Names(
        refs(ExosomeSource, SourceRef),
        refs(Indication, IndicationRef),
        refs(AdverseEventTerm, TermRef),
        refs(Pathway, PathwayRef),
    )


def summary_of(document: Document, derived: Derived, names: Names) -> bytes:
    """Show a study in a list, as the schema StudySummary says."""
    sources = list(dict.fromkeys(arm["source"] for arm in document["arms"] if arm["source"]))
    safety, provenance = document["safety"], document["provenance"]
    summary = {name: document[name] for name in ("accession", "title", "year", "publication_type", "design")} | {
        "evidence_level": derived.evidence_level,
        "retraction_status": (document.get("retraction") or {}).get("status"),
        "identifiers": _identifiers(document),
        "journal": document["journal"],
        "country": document["country"],
        "levels": document["levels"],
        "n_participants": document["n_participants"],
        "follow_up_weeks": _figure(document["follow_up_weeks"]),
        "summary": document["summary"],
        "indications": document["indications"],
        "indication_refs": [names.indications[slug] for slug in document["indications"]],
        "sources": sources,
        "source_refs": [names.sources[slug] for slug in sources],
        "topics": document["topics"],
        "safety": {name: safety[name] for name in ("assessment", "scope", "serious")},
        "completeness_score": _figure(derived.completeness_score),
        "seen": provenance["seen"],
        "review_status": provenance["review_status"],
        "snippets": None,
    }
    return orjson.dumps(summary)


def full_of(document: Document, derived: Derived, names: Names, titles: Mapping[str, str]) -> bytes:
    """Show the whole document with names beside its slugs, as the schema StudyRead says."""
    shown = document | {
        "identifiers": _identifiers(document),
        "arms": [arm | {"source_ref": names.sources.get(arm["source"])} for arm in document["arms"]],
        "adverse_events": [item | {"term_ref": names.terms[item["term"]]} for item in document["adverse_events"]],
        "mechanisms": [item | {"pathway_ref": names.pathways.get(item["pathway"])} for item in document["mechanisms"]],
        "relations": [item | {"title": titles.get(item["accession"])} for item in document["relations"]],
    }
    shown.setdefault("retraction", None)
    shown["indication_refs"] = [names.indications[slug] for slug in document["indications"]]
    shown["evidence_level"] = derived.evidence_level
    shown["reporting_completeness"] = {
        "score": _figure(derived.completeness_score),
        "reported": [part for part in PARTS if derived.parts.get(part) is True],
        "not_reported": [part for part in PARTS if derived.parts.get(part) is False],
    }
    return orjson.dumps(shown)


def _identifiers(document: Document) -> Document:
    known = document["identifiers"]
    return {name: known.get(name) for name in IDENTIFIERS}


def _figure(number: float | None) -> float | None:
    """Write whole numbers without a point."""
    return int(number) if number is not None and number == int(number) else number
