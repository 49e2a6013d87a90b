"""What becomes of each record of a file, in each mode, and what the report says of it."""

import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.imports import options as import_options
from app.interchange.limits import Limits
from app.models import DataRelease, RetiredStudy, Study
from tests.factories import arm, outcome
from tests.imports.conftest import Library, body, draft


def counts(job: Any) -> tuple[int, ...]:
    return (job.created, job.updated, job.unchanged, job.skipped, job.failed)


def revision(library: Library) -> int:
    with Session(library.engine) as session:
        return session.scalars(select(DataRelease.revision)).one()


def test_new_studies_get_the_next_accessions(library: Library) -> None:
    last = int(library.accessions()[-1][3:])
    before = revision(library)

    job = library.import_all(draft("One"), draft("Two", arms=[arm(), arm(key="b")]))

    assert (job.status, counts(job)) == ("succeeded", (2, 0, 0, 0, 0))
    assert library.accessions()[-2:] == [f"EXS{last + 1:06d}", f"EXS{last + 2:06d}"]
    assert [line["kind"] for line in library.report(job)] == ["created", "created"]
    assert revision(library) == before + 1


def test_the_same_file_again_is_unchanged_in_every_mode(library: Library) -> None:
    documents = [draft("Keyless"), draft("Keyed", identifiers={"doi": "10.1000/again"})]
    library.import_all(*documents)
    before, known = revision(library), library.accessions()

    for mode in ("create", "upsert"):
        job = library.import_all(*documents, mode=mode)
        assert (job.status, counts(job), library.codes(job)) == ("succeeded", (0, 0, 2, 0, 0), [])
    assert library.import_all(documents[1], mode="update").unchanged == 1
    assert (revision(library), library.accessions()) == (before, known)


@pytest.mark.parametrize(
    ("scheme", "stored", "given"),
    [
        ("doi", "10.1000/abc", "https://doi.org/10.1000/ABC"),
        ("pmid", "123", " 123 "),
        ("pmcid", "PMC7", "pmc7"),
        ("nct", "NCT00000001", "nct00000001"),
        ("registry_id", "IRCT1234", "IRCT1234"),
    ],
)
def test_a_study_is_found_by_each_identifier(library: Library, scheme: str, stored: str, given: str) -> None:
    library.import_all(draft("First", identifiers={scheme: stored}))
    accession = library.accessions()[-1]

    job = library.import_all(draft("Second", identifiers={scheme: given}), mode="upsert")

    assert (job.status, counts(job)) == ("succeeded", (0, 1, 0, 0, 0))
    assert library.accessions()[-1] == accession
    found = library.document(accession)
    assert found is not None
    assert (found["title"], found["identifiers"]) == ("Second", {scheme: stored})


def test_an_update_says_which_fields_changed(library: Library) -> None:
    library.import_all(draft("Before", accession="EXS000900", identifiers={"pmid": "5"}))

    changed = draft(
        "After", accession="EXS000900", arms=[arm(dose="1 ml")], identifiers={"pmid": "5", "doi": "10.1000/x"}
    )
    job = library.import_all(changed, mode="update")

    assert job.updated == 1
    assert library.report(job)[0]["fields"] == ["/identifiers/doi", "/title", "/arms/0/dose"]


@pytest.mark.parametrize(
    ("mode", "documents", "code", "said"),
    [
        ("create", [draft("Other", accession="EXS000001")], "already-there", "use mode=upsert"),
        ("update", [draft("New", accession="EXS000999")], "no-such-study", "use mode=upsert"),
        ("upsert", [draft("A", accession="EXS000800"), draft("B", accession="EXS000800")], "twin-record", "Record 2"),
        ("upsert", [draft("A"), draft("A")], "twin-record", "Record 2"),
        ("upsert", [draft("A", accession="EXS1")], "invalid-value", "/accession"),
        ("upsert", [draft("A", accession=5)], "wrong-type", "/accession"),
        ("upsert", [{"title": "A"}], "missing-field", "/identifiers is missing"),
        ("upsert", [draft("A", titel="x")], "unknown-field", "Did you mean title"),
        ("upsert", [draft("A", design="rct")], "unknown-value", "randomized_controlled_trial"),
        ("upsert", [draft("A", indications=["alopezia"])], "slug-exists", "did you mean alopecia"),
        ("upsert", [draft("A", outcomes=[outcome(arm="nope")])], "arm-exists", "use one of: exo"),
        ("upsert", [draft("A\x00")], "invalid-value", "U+0000"),
        ("upsert", [draft("\ud800")], "encoding", "surrogate"),
        ("upsert", [[1, 2]], "not-an-object", "JSON object"),
        ("upsert", [draft("A", identifiers="10.1000/x")], "wrong-type", "/identifiers"),
        ("upsert", [draft("A", identifiers={"doi": 7})], "wrong-type", "/identifiers/doi"),
        ("upsert", [draft("A", identifiers={"doi": "x\x00"})], "invalid-value", "/identifiers/doi"),
    ],
)
def test_a_faulty_record_is_told_and_nothing_is_written(
    library: Library, mode: str, documents: list[Any], code: str, said: str
) -> None:
    before, known = revision(library), library.accessions()

    job = (
        library.import_all(draft("In order"), *documents, mode=mode)
        if mode != "update"
        else library.import_all(*documents, mode=mode)
    )

    assert (job.status, job.failure_code) == ("failed", "faulty-records")
    faults = [line for line in library.report(job) if line["kind"] == "error"]
    assert code in {fault["code"] for fault in faults}
    assert any(said in fault["message"] for fault in faults), faults
    assert (revision(library), library.accessions()) == (before, known)


def test_a_fault_has_its_place_pointer_value_and_remedy(library: Library) -> None:
    job = library.import_all(draft("A"), draft("B", arms=[arm(source="human-mesc")]), mode="upsert")

    fault = next(line for line in library.report(job) if line["kind"] == "error")
    assert (fault["record"], fault["place"], fault["pointer"]) == (2, "line 2", "/arms/0/source")
    assert fault["value"] == "human-mesc"
    assert "human-msc" in fault["allowed"]


def test_skip_leaves_out_what_is_faulty_and_writes_the_rest(library: Library) -> None:
    job = library.import_all(draft("Good"), draft("Bad", design="rct"), draft("Better"), on_error="skip")

    assert (job.status, counts(job), job.records) == ("succeeded", (2, 0, 0, 0, 1), 3)
    assert library.codes(job) == ["unknown-value"]


def test_a_dry_run_tells_the_same_and_keeps_nothing(library: Library) -> None:
    documents = [draft("New"), draft("Changed", accession="EXS000001"), draft("Bad", design="rct")]
    before, known = revision(library), library.accessions()

    rehearsal = library.import_all(*documents, mode="upsert", on_error="skip", dry_run=True)
    assert (revision(library), library.accessions()) == (before, known)
    real = library.import_all(*documents, mode="upsert", on_error="skip")

    assert counts(rehearsal) == counts(real) == (1, 1, 0, 0, 1)
    assert library.report(rehearsal) == library.report(real)


def test_two_keys_of_two_studies_name_both(library: Library) -> None:
    library.import_all(
        draft("A", accession="EXS000700", identifiers={"doi": "10.1000/a"}),
        draft("B", accession="EXS000701", identifiers={"pmid": "77"}),
    )

    job = library.import_all(draft("C", identifiers={"doi": "10.1000/a", "pmid": "77"}), mode="upsert")
    other = library.import_all(draft("D", accession="EXS000702", identifiers={"pmid": "77"}), mode="upsert")

    assert library.codes(job) == library.codes(other) == ["conflicting-keys"]
    assert all(name in library.report(job)[0]["message"] for name in ("EXS000700", "EXS000701"))
    assert "EXS000701" in library.report(other)[0]["message"]


def test_the_same_title_and_year_only_warns(library: Library) -> None:
    library.import_all(draft("A title", year=2020))

    job = library.import_all(draft("a  TITLE", year=2020), draft("A title", year=2021))

    assert (job.status, job.created, job.warnings) == ("succeeded", 2, 1)
    assert library.codes(job) == ["same-title"]


def test_a_retired_accession_is_not_used_again(library: Library) -> None:
    with Session(library.engine) as session:
        session.add(RetiredStudy(accession="EXS000555", reason="Twin.", retired_on=dt.date(2026, 11, 24)))
        session.commit()

    job = library.import_all(draft("A", accession="EXS000555"))
    library.import_all(draft("Next"))

    assert library.codes(job) == ["retired-accession"]
    assert library.accessions()[-1] == "EXS000556"


def test_accessions_of_removed_studies_do_not_come_back(library: Library) -> None:
    first = library.import_all(draft("Gone"))
    gone = library.accessions()[-1]
    library.revert(first)

    library.import_all(draft("Next"))

    assert gone not in library.accessions()


def test_records_are_matched_across_batches(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.imports.blocks.BATCH", 2)
    documents = [draft(f"Study {number}", identifiers={"pmid": str(number % 4 + 1)}) for number in range(6)]

    job = library.import_all(*documents, on_error="skip")

    assert counts(job) == (4, 0, 0, 0, 2)
    assert library.codes(job) == ["twin-record", "twin-record"]


def test_an_identifier_may_move_from_one_study_to_the_next(library: Library) -> None:
    library.import_all(draft("A", accession="EXS000600", identifiers={"pmid": "9"}), draft("B", accession="EXS000601"))

    job = library.import_all(
        draft("A", accession="EXS000600"), draft("B", accession="EXS000601", identifiers={"pmid": "9"}), mode="update"
    )

    assert (job.status, job.updated) == ("succeeded", 2)


def test_faults_beyond_the_cap_are_counted(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.imports.joblog.FAULTS_KEPT", 3)

    job = library.import_all(*([1] * 10))

    assert (job.errors, len(library.report(job))) == (10, 3)
    assert import_options.FAULTS_KEPT == 10_000


@pytest.mark.parametrize(
    ("raw", "form", "code"),
    [
        (b"\n\n", "ndjson", "empty-file"),
        (b"[]", "json", "empty-file"),
        (b'[{"a": 1}, {', "json", "json"),
        (b"[" * 100_000, "json", "too-deep"),
    ],
)
def test_a_file_that_cannot_be_read_on_fails_even_when_skipping(
    library: Library, raw: bytes, form: str, code: str
) -> None:
    job = library.add(raw, format=form, on_error="skip")

    assert (job.status, job.failure_code) in (("failed", code), ("failed", "json"))


def test_more_records_than_are_taken_fail(library: Library) -> None:
    job = library.add(body(*[draft(f"S {number}") for number in range(5)]), limits=Limits(records=4))

    assert (job.status, job.failure_code) == ("failed", "too-many-records")


def test_an_array_of_documents_is_imported(library: Library) -> None:
    job = library.add(json.dumps([draft("A"), draft("B")], indent=2).encode(), format="json")

    assert (job.status, job.created) == ("succeeded", 2)


def test_a_database_without_vocabularies_says_so(library: Library) -> None:
    with Session(library.engine) as session:
        session.execute(delete(DataRelease))
        session.commit()

    job = library.import_all(draft("A"))

    assert (job.status, job.failure_code) == ("failed", "no-vocabularies")


def test_the_stored_document_is_the_canonical_one(library: Library) -> None:
    library.import_all(draft("A", accession="EXS000650", identifiers={"doi": None}))

    with Session(library.engine) as session:
        text = session.scalars(select(Study.document).where(Study.accession == "EXS000650")).one()
    assert text.startswith('{"accession": "EXS000650", "identifiers": {}, "title": "A"')


def test_more_words_than_can_be_searched_are_a_fault_of_the_record(library: Library) -> None:
    words = [f"{number:06d}" for number in range(95_000)]
    step = 700
    cell_effects = [" ".join(words[start : start + step]) for start in range(0, len(words), step)]
    rest: dict[str, Any] = {
        "arm": "exo",
        "pathway": None,
        "effect": "activates",
        "cargo": None,
        "targets": [],
        "locator": "p. 1",
    }
    many = draft("B", mechanisms=[rest | {"cell_effect": text} for text in cell_effects])

    job = library.import_all(draft("A"), many, on_error="skip")

    assert (job.status, job.created, job.failed) == ("succeeded", 1, 1)
    assert library.codes(job) == ["too-many-words"]
