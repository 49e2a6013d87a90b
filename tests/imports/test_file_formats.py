"""Workbooks and citations through the same import as study documents, each fault with its cell or line."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.imports.formats import FORMATS, format_of_file, format_of_media_type
from app.interchange.reading import FORMATS as READERS
from app.models import Study
from tests.factories import arm, outcome
from tests.imports.conftest import Library, draft
from tests.interchange.files import csv_zip, xlsx


def stored(library: Library) -> list[dict[str, Any]]:
    with Session(library.engine) as session:
        accessions = session.scalars(select(Study.accession).order_by(Study.id)).all()
    return [library.document(accession) or {} for accession in accessions]


@pytest.mark.parametrize("file_format", ["xlsx", "csv.zip"])
def test_sheets_of_what_is_stored_change_nothing(library: Library, file_format: str) -> None:
    make = xlsx if file_format == "xlsx" else csv_zip

    job = library.add(make(*stored(library)), format=file_format, mode="upsert")

    assert (job.status, job.records, job.unchanged) == ("succeeded", 30, 30)


def test_a_broken_rule_is_told_with_the_cell_that_breaks_it(library: Library) -> None:
    named = draft("One") | {"accession": "one"}
    other = draft("Two", arms=[arm(source="human-mscs")], outcomes=[outcome(arm="nobody")]) | {"accession": "two"}

    job = library.add(csv_zip(named, other), format="csv.zip")

    told = {line["place"]: line["code"] for line in library.report(job) if line["code"]}
    assert job.status == "failed"
    assert told == {"arms!E3": "slug-exists", "outcomes!B2": "arm-exists"}


def test_new_studies_of_a_workbook_get_accessions(library: Library) -> None:
    last = int(library.accessions()[-1][3:])

    job = library.add(csv_zip(draft("One") | {"accession": "my first"}), format="csv.zip")

    assert (job.status, job.created) == ("succeeded", 1)
    assert library.accessions()[-1] == f"EXS{last + 1:06d}"


def test_a_citation_becomes_a_suggestion_and_changes_no_study(library: Library) -> None:
    known = next(each for each in stored(library) if "doi" in each["identifiers"])
    citations = {"New": "10.1000/new", "Old": known["identifiers"]["doi"]}
    text = "".join(f"TY  - JOUR\nTI  - {title}\nDO  - {doi}\nER  - \n" for title, doi in citations.items())

    job = library.add(text.encode(), format="ris")

    assert (job.created, job.skipped, job.failed) == (1, 1, 0)
    made = library.document(library.accessions()[-1]) or {}
    assert (made["title"], made["provenance"]["review_status"]) == ("New", "suggested")
    assert library.document(known["accession"]) == known


def test_a_file_that_cannot_be_read_writes_nothing(library: Library) -> None:
    before = library.accessions()

    job = library.add(b"PK no zip", format="xlsx")

    assert (job.status, library.accessions()) == ("failed", before)
    assert library.codes(job) == ["zip"]


def test_formats_are_told_by_ending_and_by_media_type() -> None:
    assert list(FORMATS) == list(READERS)
    for name in FORMATS:
        for ending in FORMATS[name].endings:
            assert format_of_file(f"My File{ending.upper()}") == name
            assert format_of_file(f"file{ending}.gz") == name
        for media_type in FORMATS[name].media_types:
            assert format_of_media_type(f"{media_type}; charset=utf-8") == name
