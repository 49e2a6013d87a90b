"""Workbooks and zips of CSV give back the documents they were made of, and tell each fault with its cell."""

import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.settings import ROOT
from app.interchange.cells import NotStorableError
from app.interchange.csv_zip_writer import write_csv_zip
from app.interchange.workbook_reader import SheetDraft
from app.interchange.workbook_writer import write_xlsx
from tests.factories import arm, outcome, study
from tests.interchange.files import READ_ON, canonical, csv_zip, drafts, faults, read, refusal, xlsx

LINES = (ROOT / "seed" / "studies.jsonl").read_text("utf-8").splitlines()


def make(file_format: str, documents: list[dict[str, Any]]) -> bytes:
    file = io.BytesIO()
    if file_format == "xlsx":
        write_xlsx(documents, file, READ_ON)
    else:
        write_csv_zip(documents, file)
    return file.getvalue()


@pytest.mark.parametrize("file_format", ["xlsx", "csv.zip"])
def test_the_seed_comes_back_byte_for_byte(file_format: str) -> None:
    content = make(file_format, [json.loads(line) for line in LINES])

    assert [canonical(draft) for draft in drafts(read(content, file_format))] == LINES
    assert make(file_format, [json.loads(line) for line in LINES]) == content


def test_a_workbook_that_another_program_saved_comes_back_byte_for_byte() -> None:
    content = xlsx(*(json.loads(line) for line in LINES[:60]))

    assert [canonical(draft) for draft in drafts(read(content, "xlsx"))] == LINES[:60]


AWKWARD_TEXTS = (
    *("=1+1", "'quoted", "''", "-5", "+a", "@b", "NULL", "null", "true", "TRUE", "1", "1.0", "1e5", "2026-11-22"),
    *("a;b", "a; b", "\\", "\\;", ";", "_x0041_", "_x005F_", "<r>b</r>", "<b>", "a&b", 'say "x", y', "007", "½", "🙂"),
)
AWKWARD = st.sampled_from(AWKWARD_TEXTS)
NUMBERS = st.one_of(
    st.sampled_from([-9.0, -9, 0, 0.0, -0.0, 0.1 + 0.2, 1e15, 999999999999999, 1e-7, 123456789.12345678]),
    st.floats(-1e15, 1e15),
    st.integers(-(10**15), 10**15),
)


@pytest.mark.parametrize("file_format", ["xlsx", "csv.zip"])
@given(texts=st.lists(AWKWARD, min_size=5, max_size=5), numbers=st.lists(NUMBERS, min_size=3, max_size=3))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_awkward_values_come_back_as_they_were(file_format: str, texts: list[str], numbers: list[float]) -> None:
    one, two, three, four, five = texts
    values = dict(zip(("baseline", "value", "change"), numbers, strict=True))
    result = outcome(measure=one, p_value=two, **values)
    document = study(title=three, authors=[four, five, "Last, F"], arms=[arm(dose=five)], outcomes=[result])

    [draft] = drafts(read(make(file_format, [document]), file_format))

    assert json.dumps(draft.data["outcomes"], sort_keys=True) == json.dumps([result], sort_keys=True)
    assert canonical(draft) == canonical(SheetDraft(1, "", document))


def test_a_new_study_has_a_name_of_its_own_and_no_accession() -> None:
    [draft] = drafts(read(make("csv.zip", [study("my study", outcomes=[outcome()])]), "csv.zip"))

    assert "accession" not in draft.data
    assert len(draft.data["outcomes"]) == 1
    assert (draft.number, draft.place, draft.suggested) == (1, "studies!A2", False)
    assert draft.locate("/outcomes/0/direction") == "outcomes!D2"
    assert draft.locate("/provenance/note") == "studies!AI2"
    assert draft.locate("/nowhere") == "studies!A2"


def cell(sheet: str, place: str, value: Any, number_format: str | None = None) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][place] = value
        if number_format:
            book[sheet][place].number_format = number_format

    return change


CELLS: list[tuple[str, str, Any, str | None, str]] = [
    ("outcomes", "D2", "better", None, "unknown-value"),
    ("outcomes", "G2", "5,3", None, "not-a-number"),
    ("outcomes", "G2", 0.42, "0%", "percent-cell"),
    ("outcomes", "H2", "=1+1", None, "formula"),
    ("outcomes", "H2", "#N/A", None, "cell-error"),
    ("outcomes", "K2", dt.date(2026, 2, 1), None, "not-a-text"),
    ("outcomes", "C2", None, None, "wrong-type"),
    ("outcomes", "Z2", "lost", None, "unknown-column"),
    ("arms", "M2", 2.5, None, "not-an-integer"),
    ("studies", "R2", "yes", None, "not-a-boolean"),
    ("studies", "AF2", "22.11.2026", None, "not-a-date"),
    ("studies", "B2", "10.1000/UPPER", None, "invalid-value"),
    ("studies", "A2", "EXS1", None, "malformed-identifier"),
    ("outcomes", "A2", "EXS000002", None, "unknown-study"),
    ("outcomes", "A2", None, None, "missing-study"),
]


@pytest.mark.parametrize(("sheet", "place", "value", "number_format", "code"), CELLS, ids=[each[4] for each in CELLS])
def test_each_fault_has_its_cell(sheet: str, place: str, value: Any, number_format: str | None, code: str) -> None:
    document = study("EXS000001", arms=[arm()], outcomes=[outcome()])

    found = faults(read(xlsx(document, change=cell(sheet, place, value, number_format)), "xlsx"))

    assert (f"{sheet}!{place}", code) in found


def test_values_that_a_spreadsheet_typed_are_read_as_meant() -> None:
    def change(book: Any) -> None:
        book["studies"]["C2"] = 15723705
        book["studies"]["R2"] = True
        book["studies"]["U2"] = 24
        book["studies"]["AF2"] = dt.date(2026, 11, 22)
        book["studies"]["I2"] = "2024"

    [draft] = drafts(read(xlsx(study(), change=change), "xlsx"))

    assert draft.data["identifiers"]["pmid"] == "15723705"
    assert (draft.data["split_body"], draft.data["n_participants"], draft.data["year"]) == (True, 24, 2024)
    assert draft.data["provenance"]["retrieved"] == "2026-11-22"


def header(texts: dict[str, str], name: str, old: str, new: str) -> None:
    texts[name] = texts[name].replace(old, new, 1)


FILES: list[tuple[Callable[[dict[str, str]], Any], list[tuple[str, str]]]] = [
    (lambda texts: texts.pop("arms.csv"), [("arms", "missing-sheet")]),
    (lambda texts: texts.update({"armes.csv": "x"}), [("armes", "unknown-sheet")]),
    (
        lambda texts: header(texts, "arms.csv", "role", "roll"),
        [("arms!C1", "unknown-column"), ("arms!A1", "missing-column")],
    ),
    (
        lambda texts: header(texts, "relations.csv", "accession", "type"),
        [("relations!C1", "twin-column"), ("relations!A1", "missing-column")],
    ),
    (lambda texts: header(texts, "arms.csv", "exo,", '"exo"x,'), [("arms!A2", "csv")]),
]


@pytest.mark.parametrize(("change", "told"), FILES, ids=[each[1][0][1] for each in FILES])
def test_a_file_of_the_wrong_shape_is_refused_as_a_whole(change: Any, told: list[tuple[str, str]]) -> None:
    assert refusal(csv_zip(study(), change=change), "csv.zip") == told


def test_what_was_probably_meant_is_said() -> None:
    found = read(xlsx(study(outcomes=[outcome()]), change=cell("outcomes", "D2", "improvd")), "xlsx")

    assert "did you mean 'improved'?" in getattr(found[0], "message", "")
    assert "improved" in getattr(found[0], "allowed", ())


def test_a_study_that_stands_twice_is_told() -> None:
    found = read(make("csv.zip", [study("EXS000001"), study("EXS000001")]), "csv.zip")

    assert faults(found) == [("studies!A3", "twin-study")]


def test_what_no_workbook_can_hold_is_an_error() -> None:
    with pytest.raises(NotStorableError, match="authors of EXS000001 has more than 32767 characters"):
        make("xlsx", [study(authors=["a" * 499] * 100)])
    with pytest.raises(NotStorableError, match=r"U\+FFFE"):
        make("xlsx", [study(title="a\ufffe")])


def test_sheets_that_only_explain_are_passed_over() -> None:
    content = xlsx(study(), change=lambda book: book.create_sheet("help"))

    assert len(drafts(read(content, "xlsx"))) == 1
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[-1] == "help"
