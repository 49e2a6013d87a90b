"""The formats that can be imported: their names, media types and file endings, and what reads them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from app.interchange.draft import Draft, RecordFault
from app.interchange.limits import Limits
from app.interchange.reading import read_records

Reader = Callable[[BinaryIO, Limits], Iterator[Draft | RecordFault]]


@dataclass(frozen=True)
class Format:
    """One format."""

    name: str
    media_types: tuple[str, ...]
    endings: tuple[str, ...]
    read: Reader
    meaning: str


def _reader(name: str) -> Reader:
    return lambda stream, limits: read_records(stream, name, limits)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSL = "application/vnd.citationstyles.csl+json"
FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format(
            "ndjson",
            ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-lines"),
            (".ndjson", ".jsonl"),
            _reader("ndjson"),
            "study documents, one on each line",
        ),
        Format("json", ("application/json",), (".json",), _reader("json"), "one study document, or an array of them"),
        Format("xlsx", (XLSX,), (".xlsx",), _reader("xlsx"), "a workbook with the sheets of the template"),
        Format("csv.zip", ("application/zip",), (".csv.zip", ".zip"), _reader("csv.zip"), "the same sheets as CSV"),
        Format("ris", ("application/x-research-info-systems",), (".ris",), _reader("ris"), "citations in RIS"),
        Format("nbib", ("application/nbib",), (".nbib",), _reader("nbib"), "citations of PubMed"),
        Format(
            "bibtex", ("application/x-bibtex", "text/x-bibtex"), (".bib",), _reader("bibtex"), "citations in BibTeX"
        ),
        Format("csl-json", (CSL,), (".csl.json",), _reader("csl-json"), "citations in CSL-JSON"),
        Format(
            "ctgov-json", (), (".ctgov.json",), _reader("ctgov-json"), "records of ClinicalTrials.gov, API version 2"
        ),
    )
}


def format_of_media_type(media_type: str) -> str | None:
    """Name the format of a media type."""
    plain = media_type.partition(";")[0].strip().lower()
    return next((each.name for each in FORMATS.values() if plain in each.media_types), None)


def format_of_file(name: str) -> str | None:
    """Name the format of a file by its ending."""
    plain = name.lower().removesuffix(".gz")
    endings = {ending: each.name for each in FORMATS.values() for ending in each.endings if plain.endswith(ending)}
    return endings[max(endings, key=len)] if endings else None
