"""RIS: records are found here, so that each has its line and none is lost; rispy knows what the tags mean."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from rispy import RisParser

from app.identifiers import is_valid
from app.interchange.citations.lines import numbered_lines
from app.interchange.citations.suggestion import (
    Citation,
    doi_of_urls,
    read_doi,
    read_year,
    suggest,
    tidy,
    urls_in,
)
from app.interchange.draft import Draft, RecordFault
from app.interchange.limits import Limits
from app.vocab import PublicationType

TAG = re.compile(r"\s{0,3}([A-Z][A-Z0-9]) {1,3}-(?: (.*)|\s*)$")
TYPES = {
    "JOUR": PublicationType.JOURNAL_ARTICLE,
    "EJOUR": PublicationType.JOURNAL_ARTICLE,
    "INPR": PublicationType.JOURNAL_ARTICLE,
    "UNPB": PublicationType.PREPRINT,
    "ABST": PublicationType.CONFERENCE_ABSTRACT,
    "CONF": PublicationType.CONFERENCE_ABSTRACT,
    "CPAPER": PublicationType.CONFERENCE_ABSTRACT,
}
TITLES = ("title", "primary_title")
JOURNALS = ("journal_name", "secondary_title", "alternate_title3", "alternate_title2", "alternate_title1")
YEARS = ("year", "publication_year", "date")

Lines = list[tuple[int, str]]


class _Parser(RisParser):  # type: ignore[misc]
    """Takes a tag only where the splitting of records took it."""

    def parse_line(self, line: str) -> tuple[str | None, str]:
        """Tell the tag and the content of a line."""
        match = TAG.match(line)
        if match is None or (match[1] == self.END_TAG and (match[2] or "").strip()):
            return None, line.strip()
        return match[1], (match[2] or "").strip()


def read_ris(stream: BinaryIO, limits: Limits, read_on: dt.date) -> Iterator[Draft | RecordFault]:
    """Read each record as a suggested study."""
    number = 0
    for lines, fault in _records(numbered_lines(stream, limits)):
        number += 1
        if fault:
            yield RecordFault(number, f"line {lines[0][0]}", None, *fault)
            continue
        # The parser finds the type only at the very start of a line.
        text = "\n".join(line.lstrip() if index == 0 else line for index, (_, line) in enumerate(lines))
        found = _Parser().parse(text)
        yield from suggest(_citation(found[0], number, f"line {lines[0][0]}"), read_on, TYPES)


def _records(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[Lines, tuple[str, str] | None]]:
    """Find records from their first tag to their last; headers and blank lines between them are passed over."""
    record: Lines = []
    for number, line in lines:
        tag, content = _Parser().parse_line(line)
        if tag == "TY":
            if record:
                yield record, _unended(record)
            record = [(number, line)]
        elif record:
            record.append((number, line))
            if tag == "ER":
                yield record, None
                record = []
        elif tag is not None and content:
            message = f"The tag {tag} stands outside any record; a record begins with TY and ends with ER."
            yield [(number, line)], ("outside-record", message)
    if record:
        yield record, _unended(record)


def _unended(record: Lines) -> tuple[str, str]:
    message = f"The record that begins here has no end (ER) up to line {record[-1][0]}; the file may be cut off."
    return "unended-record", message


def _citation(found: dict[str, Any], number: int, place: str) -> Citation:
    urls = urls_in([str(url) for url in found.get("urls", [])])
    stated = str(found.get("type_of_reference", ""))
    return Citation(
        origin="a RIS record",
        number=number,
        place=place,
        title=_first(found, TITLES),
        publication_type=TYPES.get(stated),
        stated_type=stated,
        authors=_authors([*found.get("authors", []), *found.get("first_authors", [])]),
        year=next((year for name in YEARS if (year := read_year(found.get(name)))), None),
        journal=_first(found, JOURNALS),
        identifiers={
            "doi": read_doi(found.get("doi")) or doi_of_urls(urls),
            "pmid": _pmid(found),
            "pmcid": _pmcid(found),
        },
        urls=urls,
        notes=[f"The RIS type is {stated}."] if stated not in ("JOUR", "") else [],
    )


def _first(found: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := tidy(found.get(name)))), None)


def _authors(lines: list[str]) -> list[str]:
    names = [tidy(name) for line in lines for name in line.split(";")]
    return [name for name in names if name]


def _pmid(found: dict[str, Any]) -> str | None:
    database = " ".join(str(found.get(name, "")) for name in ("name_of_database", "database_provider")).lower()
    value = tidy(found.get("accession_number"))
    stated = value and ("pubmed" in database or "medline" in database)
    return value if stated and is_valid("pmid", str(value)) else None


def _pmcid(found: dict[str, Any]) -> str | None:
    value = (tidy(found.get("custom2")) or "").upper()
    return value if is_valid("pmcid", value) else None
