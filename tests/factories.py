"""Small valid documents to change in tests."""

import json
from typing import Any

from app.core.settings import ROOT
from app.curation.reader import Corpus, Located, read_line
from app.document import AdverseEventTerm, Indication, Pathway, Record, Release, RetiredStudy, Source, Study

FIRST = (ROOT / "seed" / "studies.jsonl").read_text("utf-8").split("\n", 1)[0]
FILES: dict[type[Record], str] = {
    Source: "sources.jsonl",
    Indication: "indications.jsonl",
    AdverseEventTerm: "adverse_event_terms.jsonl",
    Pathway: "pathways.jsonl",
    Study: "studies.jsonl",
    RetiredStudy: "retired_studies.jsonl",
    Release: "release.jsonl",
}


def arm(**changes: Any) -> dict[str, Any]:
    """Make an experimental arm."""
    return {
        "key": "exo",
        "role": "experimental",
        "label": "Vesicles",
        "source": "human-msc",
        "comparator_type": None,
        "comparator_name": None,
        "donor_relation": None,
        "product": None,
        "route": "topical",
        "delivery_adjunct": None,
        "dose": None,
        "sessions": None,
        "interval_weeks": None,
        "isolation": None,
        "n": None,
    } | changes


def outcome(**changes: Any) -> dict[str, Any]:
    """Make an outcome of the arm `exo`."""
    numbers = dict.fromkeys(("timepoint_weeks", "baseline", "value", "change", "unit", "p_value"))
    words = {"arm": "exo", "measure": "density", "direction": "improved", "compared_with": "baseline"}
    return words | numbers | {"locator": "abstract"} | changes


def adverse_event(**changes: Any) -> dict[str, Any]:
    """Make an adverse event of the arm `exo`."""
    words = {"arm": "exo", "term": "erythema", "reported_as": "redness"}
    names = "n_affected n_at_risk percent_affected severity serious relatedness outcome onset_text"
    return words | dict.fromkeys(names.split()) | {"locator": "abstract"} | changes


def study(accession: str = "EXS000001", **changes: Any) -> dict[str, Any]:
    """Make a small study."""
    document: dict[str, Any] = json.loads(FIRST)
    safety = {"assessment": "not_reported", "scope": None, "serious": None, "note": None}
    plain = {"arms": [arm()], "outcomes": [], "adverse_events": [], "mechanisms": [], "relations": [], "safety": safety}
    return document | plain | {"accession": accession, "indications": ["alopecia"], "title": accession} | changes


def source(slug: str = "human-msc", parent: str | None = None) -> dict[str, Any]:
    """Make a source."""
    names = "organism ncbi_taxon cell_type cell_ontology tissue uberon"
    start = {"slug": slug, "name": slug, "origin": "human", "parent": parent}
    return start | dict.fromkeys(names.split()) | {"synonyms": [], "description": slug}


def indication(slug: str = "alopecia", parent: str | None = None) -> dict[str, Any]:
    """Make an indication."""
    start = {"slug": slug, "name": slug, "category": "hair", "parent": parent}
    return start | dict.fromkeys(("mondo", "mesh", "icd10")) | {"synonyms": [], "description": slug}


def term(slug: str = "erythema") -> dict[str, Any]:
    """Make an adverse-event term."""
    soc = "Skin and subcutaneous tissue disorders"
    return {"slug": slug, "name": slug, "soc": soc, "in_ctcae_v5": True, "synonyms": [], "description": slug}


def corpus(*studies: dict[str, Any], retired: tuple[dict[str, Any], ...] = (), **lists: Any) -> Corpus:
    """Read documents as if they stood in seed files."""
    made = Corpus()
    made.sources = read(Source, lists.get("sources", [source()]), made)
    made.indications = read(Indication, lists.get("indications", [indication()]), made)
    made.adverse_event_terms = read(AdverseEventTerm, lists.get("terms", [term()]), made)
    made.studies = read(Study, list(studies), made)
    made.retired_studies = read(RetiredStudy, list(retired), made)
    releases = [{"name": "2026.11", "released_on": "2026-11-24"}]
    made.release = read(Release, lists.get("releases", releases), made)
    return made


def read(kind: type[Any], documents: list[dict[str, Any]], into: Corpus) -> list[Located[Any]]:
    """Read documents of one kind."""
    lines = [json.dumps(document, ensure_ascii=False).encode() for document in documents]
    found = [read_line(line, kind, FILES[kind], number, into.faults) for number, line in enumerate(lines, 1)]
    return [item for item in found if item]
