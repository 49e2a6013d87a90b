"""CSL-JSON, as reference managers and Crossref write it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, BinaryIO

from app.interchange.citations.suggestion import Citation, doi_of_urls, read_doi, read_year, suggest, tidy, urls_in
from app.interchange.draft import Draft, RecordFault
from app.interchange.limits import Limits
from app.interchange.study_json import read_json
from app.interchange.zipped import unpacked
from app.vocab import PublicationType

TYPES = {
    "article-journal": PublicationType.JOURNAL_ARTICLE,
    "journal-article": PublicationType.JOURNAL_ARTICLE,
    "article": PublicationType.PREPRINT,
    "posted-content": PublicationType.PREPRINT,
    "paper-conference": PublicationType.CONFERENCE_ABSTRACT,
}
DATES = ("issued", "published-print", "published-online", "published")


def read_csl_json(stream: BinaryIO, limits: Limits, read_on: dt.date) -> Iterator[Draft | RecordFault]:
    """Read each item as a suggested study."""
    for item in read_json(unpacked(stream, limits), limits):
        if isinstance(item, RecordFault):
            yield item
        else:
            yield from suggest(_citation(item), read_on, TYPES)


def _citation(item: Draft) -> Citation:
    data = item.data
    kind = tidy(data.get("type")) or ""
    urls = urls_in([tidy(data.get("URL")) or ""])
    year = next((year for name in DATES if (year := _year(data.get(name)))), None)
    return Citation(
        origin="a CSL-JSON item",
        number=item.number,
        place=item.place,
        title=_first(data.get("title")),
        publication_type=TYPES.get(kind),
        stated_type=kind,
        authors=[name for author in _listed(data.get("author")) if (name := _name(author))],
        year=year,
        journal=_first(data.get("container-title")),
        identifiers={
            "doi": read_doi(data.get("DOI")) or doi_of_urls(urls),
            "pmid": tidy(data.get("PMID")),
            "pmcid": (tidy(data.get("PMCID")) or "").upper() or None,
        },
        urls=urls,
        notes=[f"The CSL type is {kind}."] if kind not in ("article-journal", "journal-article") else [],
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: Any) -> str | None:
    return next((text for one in _listed(value) if (text := tidy(one))), None)


def _name(author: Any) -> str | None:
    """Write a name as family, given; names in one piece stay so."""
    if not isinstance(author, dict):
        return tidy(author)
    family = " ".join(part for key in ("non-dropping-particle", "family") if (part := tidy(author.get(key))))
    given = " ".join(part for key in ("given", "dropping-particle") if (part := tidy(author.get(key))))
    suffix = tidy(author.get("suffix"))
    joined = ", ".join(part for part in (family, given, suffix) if part)
    return joined or tidy(author.get("literal")) or tidy(author.get("name"))


def _year(date: Any) -> int | None:
    if not isinstance(date, dict):
        return read_year(date)
    parts = date.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    year = first[0] if isinstance(first, list) and first else None
    return read_year(year) or read_year(date.get("raw")) or read_year(date.get("literal"))
