"""Make a suggested study of a citation: what it says and nothing else; docs/decisions/0018 says how gaps are filled."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.identifiers import is_valid, normalise
from app.interchange.draft import Draft, RecordFault
from app.interchange.form import form_faults
from app.vocab import ClosedList, Method, PublicationType, ReviewStatus, SafetyAssessment, Seen, TitleStatus

# Left behind by typesetting and file formats; nobody can see them.
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u00ad]")
SUMMARY = "Not read yet: suggested from {origin}, of which only the bibliographic or registry facts were taken."
DOI_PREFIX = re.compile(r"^(doi\s*[:=]?\s*)?(https?://)?((dx\.)?doi\.org/)?(doi\s*:\s*)?", re.IGNORECASE)
YEAR = re.compile(r"(?<![0-9])(1[0-9]{3}|2[0-9]{3})(?![0-9])")
URL = re.compile(r"https?://[^\s<>\"]+")


@dataclass
class Citation:
    """What a citation or a registry entry says."""

    origin: str
    number: int
    place: str
    title: str | None = None
    publication_type: PublicationType | None = None
    stated_type: str | None = None
    authors: list[str] = field(default_factory=list)
    year: int | None = None
    journal: str | None = None
    identifiers: dict[str, str | None] = field(default_factory=dict)
    urls: list[str] = field(default_factory=list)
    seen: Seen = Seen.LISTING
    # Further facts of the document, such as those of a registry.
    facts: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def suggest(citation: Citation, read_on: dt.date, types: dict[str, PublicationType]) -> Iterator[Draft | RecordFault]:
    """Give the suggested study, or all that is wrong with the citation."""
    faults: list[Draft | RecordFault] = [*_missing(citation, types), *_malformed(citation)]
    if faults:
        yield from faults
        return
    draft = Draft(citation.number, citation.place, _document(citation, read_on), suggested=True)
    faults = list(form_faults(draft))
    yield from faults or [draft]


def _missing(citation: Citation, types: dict[str, PublicationType]) -> Iterator[RecordFault]:
    if not citation.title:
        message = "The record has no title; add it."
        yield RecordFault(citation.number, citation.place, "/title", "missing-title", message)
    if citation.publication_type is None:
        stated = citation.stated_type or "none"
        message = f"The type {stated[:60]!r} is none that ExoKB keeps; those taken are {', '.join(types)}."
        place = citation.number, citation.place, "/publication_type"
        yield RecordFault(*place, "unsupported-type", message, stated[:60], tuple(types))


def _malformed(citation: Citation) -> Iterator[RecordFault]:
    for scheme, value in citation.identifiers.items():
        if value is not None and not is_valid(scheme, value):
            message = f"{value[:200]!r} is not a {scheme}; correct it or leave it out."
            place = citation.number, citation.place, f"/identifiers/{scheme}"
            yield RecordFault(*place, "malformed-identifier", message, value[:200])


def _document(citation: Citation, read_on: dt.date) -> dict[str, Any]:
    nothing = dict.fromkeys(
        ("country", "design", "animal_model", "blinding", "split_body", "registry_status", "phase", "n_participants")
    )
    empty: dict[str, Any] = {
        name: []
        for name in ("levels", "indications", "topics", "arms", "outcomes", "adverse_events", "mechanisms", "relations")
    }
    urls = list(dict.fromkeys(url for url in citation.urls if URL.fullmatch(url)))
    return {
        "identifiers": {name: value for name, value in citation.identifiers.items() if value is not None},
        "title": citation.title,
        "title_status": TitleStatus.PUBLISHED.value,
        "year": citation.year,
        "journal": citation.journal,
        "authors": citation.authors or None,
        "publication_type": str(citation.publication_type),
        **nothing,
        "follow_up_weeks": None,
        "summary": SUMMARY.format(origin=citation.origin),
        **empty,
        "safety": {"assessment": SafetyAssessment.NOT_REPORTED.value, "scope": None, "serious": None, "note": None},
        "provenance": {
            "seen": citation.seen.value,
            "source_urls": urls[:20],
            "retrieved": read_on.isoformat(),
            "method": Method.MACHINE_ASSISTED.value,
            "review_status": ReviewStatus.SUGGESTED.value,
            "note": " ".join(citation.notes) or None,
        },
    } | {name: str(value) if isinstance(value, ClosedList) else value for name, value in citation.facts.items()}


def tidy(text: Any) -> str | None:
    """Join what a file folded and drop what nobody can see; nothing where nothing is left."""
    if not isinstance(text, str | int | float) or isinstance(text, bool):
        return None
    return " ".join(INVISIBLE.sub("", str(text)).split()) or None


def read_doi(text: Any) -> str | None:
    """Bring a DOI to its stored form, whatever stands before it."""
    found = tidy(text)
    return normalise("doi", DOI_PREFIX.sub("", found)).rstrip(".,;") if found else None


def doi_of_urls(urls: list[str]) -> str | None:
    """Find the DOI in an address of its resolver."""
    found = [read_doi(url) for url in urls if "doi.org/10." in url.lower()]
    return next(iter(found), None)


def read_year(text: Any) -> int | None:
    """Find the year in a date."""
    match = YEAR.search(tidy(text) or "")
    return int(match[0]) if match else None


def urls_in(texts: list[str]) -> list[str]:
    """Find the addresses in texts."""
    return [url for text in texts for url in URL.findall(text)]
