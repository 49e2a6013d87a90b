"""Read a file of any format that is taken, by the name of the format."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import BinaryIO

from app.interchange.draft import Draft, RecordFault
from app.interchange.limits import Limits
from app.interchange.study_json import read_json, read_ndjson
from app.interchange.zipped import unpacked, unreadable

Read = Draft | RecordFault
StudyReader = Callable[[BinaryIO, Limits], Iterator[Read]]
CitationReader = Callable[[BinaryIO, Limits, dt.date], Iterator[Read]]

STUDY_FORMATS = ("ndjson", "json", "xlsx", "csv.zip")
CITATION_FORMATS = ("ris", "nbib", "bibtex", "csl-json", "ctgov-json")
FORMATS = (*STUDY_FORMATS, *CITATION_FORMATS)


def read_records(
    stream: BinaryIO, file_format: str, limits: Limits | None = None, *, read_on: dt.date | None = None
) -> Iterator[Read]:
    """Read a file record by record; `read_on` is the date that citations are said to be read on.

    Raises UnreadableFileError where the file as a whole cannot be read, or holds no citation at all.
    """
    limits = limits or Limits()
    if file_format in STUDY_FORMATS:
        yield from _study_reader(file_format)(stream, limits)
        return
    today = read_on or dt.datetime.now(dt.UTC).date()
    found = False
    for item in _citation_reader(file_format)(stream, limits, today):
        found = True
        yield item
    if not found:
        raise unreadable("no-records", f"The file holds no record of the format {file_format}; name its format.")


def _study_reader(file_format: str) -> StudyReader:
    # Each parser is loaded when its format is read, so that a process that reads none does not pay for it.
    match file_format:
        case "ndjson":
            return lambda stream, limits: read_ndjson(unpacked(stream, limits), limits)
        case "json":
            return lambda stream, limits: read_json(unpacked(stream, limits), limits)
        case "xlsx":
            from app.interchange.xlsx_reader import read_xlsx  # noqa: PLC0415

            return read_xlsx
        case _:
            from app.interchange.csv_zip import read_csv_zip  # noqa: PLC0415

            return read_csv_zip


def _citation_reader(file_format: str) -> CitationReader:
    match file_format:
        case "ris":
            from app.interchange.citations.ris import read_ris  # noqa: PLC0415

            return read_ris
        case "nbib":
            from app.interchange.citations.nbib import read_nbib  # noqa: PLC0415

            return read_nbib
        case "bibtex":
            from app.interchange.citations.bibtex import read_bibtex  # noqa: PLC0415

            return read_bibtex
        case "csl-json":
            from app.interchange.citations.csl_json import read_csl_json  # noqa: PLC0415

            return read_csl_json
        case "ctgov-json":
            from app.interchange.citations.ctgov import read_ctgov  # noqa: PLC0415

            return read_ctgov
        case _:
            raise ValueError(f"{file_format!r} is no format; those are {', '.join(FORMATS)}")
