"""Undoing a job restores what it changed, record by record, and leaves alone what has moved on."""

import datetime as dt

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core.errors import ConflictError
from app.models import RetiredStudy
from tests.imports.conftest import Library, draft


def test_a_revert_takes_created_studies_away_and_restores_updated_ones(library: Library) -> None:
    known, before = library.accessions(), library.document("EXS000001")
    job = library.import_all(draft("New"), draft("Changed", accession="EXS000001"), mode="upsert")

    undone = library.revert(job)

    assert (undone.status, undone.kind, undone.reverts) == ("succeeded", "revert", job.id)
    assert (undone.removed, undone.updated, undone.failed) == (1, 1, 0)
    assert (library.accessions(), library.document("EXS000001")) == (known, before)


def test_what_was_edited_since_is_refused_and_the_rest_is_undone(library: Library) -> None:
    job = library.import_all(draft("A", accession="EXS000801"), draft("B", accession="EXS000802"))
    library.import_all(draft("A, edited", accession="EXS000801"), mode="update")

    undone = library.revert(job)

    assert (undone.removed, undone.failed, library.codes(undone)) == (1, 1, ["edited-since"])
    edited = library.document("EXS000801")
    assert edited is not None
    assert edited["title"] == "A, edited"
    assert library.document("EXS000802") is None


def test_a_second_revert_finds_nothing_to_undo(library: Library) -> None:
    job = library.import_all(draft("A", accession="EXS000801"))
    library.revert(job)

    again = library.revert(job)

    assert (again.status, again.removed, library.codes(again)) == ("succeeded", 0, ["edited-since"])


def test_a_revert_can_be_rehearsed_and_itself_be_undone(library: Library) -> None:
    job = library.import_all(draft("A", accession="EXS000801", identifiers={"pmid": "7"}))
    after = library.document("EXS000801")

    assert library.revert(job, dry_run=True).removed == 1
    assert library.document("EXS000801") == after
    undone = library.revert(job)
    assert library.document("EXS000801") is None
    assert library.revert(undone).created == 1
    assert library.document("EXS000801") == after


def test_identifiers_that_moved_within_a_job_move_back(library: Library) -> None:
    library.import_all(draft("A", accession="EXS000801", identifiers={"pmid": "7"}))
    job = library.import_all(
        draft("A", accession="EXS000801"), draft("B", accession="EXS000802", identifiers={"pmid": "7"}), mode="upsert"
    )

    undone = library.revert(job)

    assert (undone.status, undone.failed) == ("succeeded", 0)
    restored = library.document("EXS000801")
    assert restored is not None
    assert restored["identifiers"] == {"pmid": "7"}


def test_an_identifier_that_another_study_has_by_now_is_not_taken_back(library: Library) -> None:
    library.import_all(draft("A", accession="EXS000801", identifiers={"pmid": "7"}))
    job = library.import_all(draft("A", accession="EXS000801"), mode="update")
    library.import_all(draft("B", accession="EXS000802", identifiers={"pmid": "7"}))

    undone = library.revert(job)

    assert (undone.failed, library.codes(undone)) == (1, ["conflicting-keys"])


def test_a_job_that_wrote_nothing_cannot_be_undone(library: Library) -> None:
    failed = library.import_all(draft("A", design="rct"))
    rehearsed = library.import_all(draft("A"), dry_run=True)

    for job in (failed, rehearsed):
        with pytest.raises(ConflictError):
            library.revert(job)


def test_a_study_that_took_the_place_of_a_retired_one_stays(library: Library) -> None:
    job = library.import_all(draft("A", accession="EXS000801"))
    with Session(library.engine) as session:
        moved = {"retired_on": dt.date(2026, 11, 24), "merged_into": "EXS000801"}
        session.add(RetiredStudy(accession="EXS000555", reason="Twin.", **moved))
        session.commit()

    undone = library.revert(job)

    assert (undone.removed, undone.failed, library.codes(undone)) == (0, 1, ["in-use"])
    assert library.document("EXS000801") is not None
    with Session(library.engine) as session:
        session.execute(delete(RetiredStudy).where(RetiredStudy.accession == "EXS000555"))
        session.commit()
