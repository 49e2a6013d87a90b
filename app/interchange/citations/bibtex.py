"""BibTeX: read by bibtexparser, its LaTeX turned into text; what it cannot read is told with its line."""

import datetime as dt
import logging
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import SeparateCoAuthors
from bibtexparser.model import Block, DuplicateBlockKeyBlock, Entry, ParsingFailedBlock
from pylatexenc.latex2text import LatexNodes2Text

from app.interchange.citations.lines import read_all
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

# The parser needs the whole text at once.
MOST_BYTES = 33_554_432
TYPES = {
    "article": PublicationType.JOURNAL_ARTICLE,
    "inproceedings": PublicationType.CONFERENCE_ABSTRACT,
    "conference": PublicationType.CONFERENCE_ABSTRACT,
    "unpublished": PublicationType.PREPRINT,
    "preprint": PublicationType.PREPRINT,
}
PREPRINTS = ("arxiv", "biorxiv", "medrxiv", "research square", "preprints.org", "ssrn")
# A percent sign would begin a comment in LaTeX and swallow the rest of the line.
PERCENT = re.compile(r"(?<!\\)%")
LATEX = re.compile(r"[\\{}$~]|--")

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


def read_bibtex(stream: BinaryIO, limits: Limits, read_on: dt.date) -> Iterator[Draft | RecordFault]:
    """Read each entry as a suggested study."""
    library = parse_string(
        read_all(stream, limits, MOST_BYTES), append_middleware=[SeparateCoAuthors(allow_inplace_modification=True)]
    )
    number = 0
    for block in library.blocks:
        entry = _entry_of(block)
        if entry is None and not isinstance(block, ParsingFailedBlock):
            continue
        number += 1
        place = f"line {(block.start_line or 0) + 1}"
        if entry is None:
            message = "The entry cannot be read: a brace, a quote or a comma is missing, or a field stands twice."
            yield RecordFault(number, place, None, "bibtex", message, (block.raw or "")[:200])
            continue
        yield from suggest(_citation(entry, number, place), read_on, TYPES)


def _entry_of(block: Block) -> Entry | None:
    """Give the entry of a block; two entries may share a key, which says nothing about the publication."""
    found = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
    return found if isinstance(found, Entry) else None


def _citation(entry: Entry, number: int, place: str) -> Citation:
    fields: dict[str, Any] = {field.key.lower(): field.value for field in entry.fields}
    kind = entry.entry_type.lower()
    hosts = " ".join(str(fields.get(name, "")) for name in ("archiveprefix", "eprinttype", "publisher", "journal"))
    is_preprint = kind in ("misc", "online") and any(name in hosts.lower() for name in PREPRINTS)
    urls = urls_in([_verbatim(fields.get("url")), _verbatim(fields.get("howpublished"))])
    return Citation(
        origin="a BibTeX entry",
        number=number,
        place=place,
        title=_text(fields.get("title")),
        publication_type=PublicationType.PREPRINT if is_preprint else TYPES.get(kind),
        stated_type=kind,
        authors=[name for text in _authors(fields) if (name := _text(text))],
        year=read_year(fields.get("year")) or read_year(fields.get("date")),
        journal=next(
            (name for key in ("journal", "journaltitle", "booktitle") if (name := _text(fields.get(key)))), None
        ),
        identifiers={
            "doi": read_doi(_verbatim(fields.get("doi"))) or doi_of_urls(urls),
            "pmid": tidy(_verbatim(fields.get("pmid"))),
            "pmcid": (tidy(_verbatim(fields.get("pmcid"))) or "").upper() or None,
        },
        urls=urls,
        notes=[f"The BibTeX type is {kind}."] if kind != "article" else [],
    )


def _authors(fields: dict[str, Any]) -> list[str]:
    """Give the authors; `others` stands for those that the entry does not name."""
    names = fields.get("author", [])
    return [name for name in ([names] if isinstance(names, str) else names) if name.strip().lower() != "others"]


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    if not LATEX.search(value):
        return tidy(value)
    return tidy(LatexNodes2Text(math_mode="text").latex_to_text(PERCENT.sub(r"\\%", value)))


def _verbatim(value: Any) -> str:
    return re.sub(r"\\([_%&#~])", r"\1", value).strip("{} ") if isinstance(value, str) else ""
