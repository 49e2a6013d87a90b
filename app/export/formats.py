"""The formats of exports: which resource has which, and what they are called on the way."""

from collections.abc import Callable
from typing import BinaryIO

from app.export.source import Source
from app.export.writers import plain, tabular
from app.export.writers.knowledge_base import Everything, write_book, write_lines, write_sqlite
from app.interchange.citations.writers import CITATION_WRITERS

KNOWLEDGE_BASE = "knowledge-base"
STUDIES = "studies"
VOCABULARIES = ("sources", "indications", "adverse-event-terms", "pathways")
MEDIA = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "csv.zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
    "csl.json": "application/vnd.citationstyles.csl+json",
    "sqlite": "application/vnd.sqlite3",
}

Writer = Callable[[Source, BinaryIO], None]


def _citations() -> dict[str, Writer]:
    def of(name: str) -> Writer:
        return lambda source, target: CITATION_WRITERS[name](source.parsed(), target)

    return {name: of(name) for name in CITATION_WRITERS}


FLAT: dict[str, Writer] = {
    "ndjson": plain.write_rows,
    "csv": plain.write_csv,
    "xlsx": tabular.write_sheet,
    "parquet": tabular.write_parquet,
}
OF_STUDIES: dict[str, Writer] = FLAT | {
    "ndjson": plain.write_documents,
    "csv.zip": plain.write_sheets_as_csv,
    "xlsx": tabular.write_workbook,
    **_citations(),
}
OF_VOCABULARIES: dict[str, Writer] = FLAT | {"ndjson": plain.write_entries}
OF_EVERYTHING: dict[str, Callable[[Everything, BinaryIO], None]] = {
    "ndjson": write_lines,
    "xlsx": write_book,
    "sqlite": write_sqlite,
}


def writers_of(resource: str) -> dict[str, Writer]:
    """Give the writers of a resource by the name of their format."""
    if resource == STUDIES:
        return OF_STUDIES
    return OF_VOCABULARIES if resource in VOCABULARIES else FLAT
