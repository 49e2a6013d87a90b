"""NBIB, the format in which PubMed hands out citations; no well-kept reader of it tells lines."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import BinaryIO

from app.interchange.citations.lines import numbered_lines
from app.interchange.citations.suggestion import Citation, read_doi, read_year, suggest, tidy
from app.interchange.draft import Draft, RecordFault
from app.interchange.limits import Limits
from app.vocab import Design, PublicationType

TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- (.*)$")
FIRST = "PMID"
# What PubMed calls a publication, the most telling first.
TYPES = {
    "Preprint": PublicationType.PREPRINT,
    "Journal Article": PublicationType.JOURNAL_ARTICLE,
    "Review": PublicationType.JOURNAL_ARTICLE,
    "Letter": PublicationType.JOURNAL_ARTICLE,
    "Editorial": PublicationType.JOURNAL_ARTICLE,
    "Comment": PublicationType.JOURNAL_ARTICLE,
    "Case Reports": PublicationType.JOURNAL_ARTICLE,
    "Clinical Trial": PublicationType.JOURNAL_ARTICLE,
    "Randomized Controlled Trial": PublicationType.JOURNAL_ARTICLE,
    "Systematic Review": PublicationType.JOURNAL_ARTICLE,
    "Meta-Analysis": PublicationType.JOURNAL_ARTICLE,
}
DESIGNS = {
    "Meta-Analysis": Design.META_ANALYSIS,
    "Systematic Review": Design.SYSTEMATIC_REVIEW,
    "Randomized Controlled Trial": Design.RANDOMIZED_CONTROLLED_TRIAL,
}
RETRACTED = "Retracted Publication"
NCT = re.compile(r"NCT[0-9]{8}")

Fields = dict[str, list[str]]


def read_nbib(stream: BinaryIO, limits: Limits, read_on: dt.date) -> Iterator[Draft | RecordFault]:
    """Read each record as a suggested study."""
    number = 0
    for line, fields in _records(numbered_lines(stream, limits)):
        number += 1
        place = f"line {line}"
        if FIRST not in fields:
            message = f"The tag {next(iter(fields))} stands outside any record; a record begins with {FIRST}."
            yield RecordFault(number, place, None, "outside-record", message)
            continue
        yield from suggest(_citation(fields, number, place), read_on, TYPES)


def _records(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, Fields]]:
    start, tag = 0, ""
    fields: Fields = defaultdict(list)
    for number, line in lines:
        match = TAG.match(line)
        if match and (match[1] == FIRST or not fields):
            if fields:
                yield start, fields
            start, fields = number, defaultdict(list)
        if match:
            tag = match[1]
            fields[tag].append(match[2].strip())
        elif line.startswith("      ") and fields:
            fields[tag][-1] += f" {line.strip()}"
    if fields:
        yield start, fields


def _citation(fields: Fields, number: int, place: str) -> Citation:
    stated = fields["PT"]
    design = next((value for name, value in DESIGNS.items() if name in stated), None)
    retracted = [f"PubMed marks it as: {RETRACTED}."] if RETRACTED in stated else []
    return Citation(
        origin="a PubMed citation (NBIB)",
        number=number,
        place=place,
        title=_title(fields),
        publication_type=next((kind for name, kind in TYPES.items() if name in stated), None),
        stated_type=", ".join(stated) or None,
        authors=[name for text in [*fields["AU"], *fields["CN"]] if (name := tidy(text))],
        year=next((year for text in fields["DP"] if (year := read_year(text))), None),
        journal=next((name for tag in ("JT", "TA") for text in fields[tag] if (name := tidy(text))), None),
        identifiers={
            "doi": _doi(fields),
            "pmid": tidy(fields[FIRST][0]),
            "pmcid": next((text.upper() for text in fields["PMC"] if text), None),
        },
        facts={"design": design},
        notes=[*retracted, *_registrations(fields), *([f"PubMed type: {', '.join(stated)}."] if stated else [])],
    )


def _title(fields: Fields) -> str | None:
    """Take the title without the full stop that PubMed puts after each."""
    title = next((text for value in fields["TI"] if (text := tidy(value))), None)
    return title.removesuffix(".") if title and not title.endswith("..") else title


def _doi(fields: Fields) -> str | None:
    stated = [value for tag in ("LID", "AID") for value in fields[tag] if value.endswith("[doi]")]
    return read_doi(stated[0].removesuffix("[doi]")) if stated else None


def _registrations(fields: Fields) -> list[str]:
    """Name the registrations of a trial in words: the number itself belongs to the record of the registration."""
    found = sorted({number for text in fields["SI"] for number in NCT.findall(text)})
    return [f"PubMed names the registration {', '.join(found)}."] if found else []
