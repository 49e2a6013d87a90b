"""Citation files, well and badly made, become suggestions that hold what they say and nothing else."""

import gzip
import json
from typing import Any

import pytest

from app.vocab import ReviewStatus
from tests.interchange.files import canonical, drafts, faults, read, refusal

RIS = """Provider: A database
Content: text/plain; charset="UTF-8"

1.
TY  - JOUR
AU  - Müller, Jörg
AU  - Smith, B. C.
AU  - Adams, A.
TI  - Exosomes in
   hair loss
T2  - Journal of Hair
AB  - They saw that
ER stress was low
ER  - positive cells were few
PY  - 2024///

DO  - https://doi.org/10.1000/ABC.1
UR  - https://example.org/1
ER  -\x20

TY  - JOUR
TI  - The DOI stands in the address
UR  - https://doi.org/10.1000/xyz
ER  - """
ENCODINGS = {
    "utf-8": RIS.encode(),
    "with-mark": RIS.encode("utf-8-sig"),
    "crlf": RIS.replace("\n", "\r\n").encode(),
    "old-mac": RIS.replace("\n", "\r").encode(),
    "latin-1": RIS.encode("latin-1"),
    "utf-16": RIS.encode("utf-16"),
    "gzip": gzip.compress(RIS.encode()),
}


@pytest.mark.parametrize("content", ENCODINGS.values(), ids=ENCODINGS)
def test_ris_is_read_however_it_is_written(content: bytes) -> None:
    first, second = drafts(read(content, "ris"))

    assert (first.place, second.place) == ("line 5", "line 21")
    assert first.data["title"] == "Exosomes in hair loss"
    assert first.data["authors"] == ["Müller, Jörg", "Smith, B. C.", "Adams, A."]
    assert (first.data["year"], first.data["journal"]) == (2024, "Journal of Hair")
    assert first.data["identifiers"] == {"doi": "10.1000/abc.1"}
    assert second.data["identifiers"] == {"doi": "10.1000/xyz"}


def test_a_suggestion_invents_nothing() -> None:
    [draft] = drafts(read(b"TY  - JOUR\nTI  - A title\nER  - \n", "ris"))

    assert draft.suggested
    said = {"title": "A title", "title_status": "published", "publication_type": "journal_article"}
    assert {name: draft.data[name] for name in said} == said
    for name in ("year", "journal", "authors", "country", "design", "phase", "n_participants"):
        assert draft.data[name] is None
    for name in ("levels", "indications", "topics", "arms", "outcomes", "adverse_events", "mechanisms", "relations"):
        assert draft.data[name] == []
    assert draft.data["safety"]["assessment"] == "not_reported"
    assert draft.data["summary"].startswith("Not read yet")
    assert draft.data["provenance"] == {
        "seen": "listing",
        "source_urls": [],
        "retrieved": "2026-11-24",
        "method": "machine_assisted",
        "review_status": ReviewStatus.SUGGESTED.value,
        "note": None,
    }
    draft.data["accession"] = "EXS000001"
    assert json.loads(canonical(draft))["title"] == "A title"


BAD_RIS = [
    ("TY  - JOUR\nTI  - Cut off\nAU  - A", [("line 1", "unended-record")]),
    ("TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \n", [("line 1", "unended-record")]),
    ("TI  - Lost\nTY  - JOUR\nTI  - One\nER  - \n", [("line 1", "outside-record")]),
    ("TY  - BOOK\nTI  - A book\nER  - \n", [("line 1", "unsupported-type")]),
    ("TY  - JOUR\nER  - \n", [("line 1", "missing-title")]),
    ("TY  - JOUR\nTI  - One\nDO  - see publisher\nER  - \n", [("line 1", "malformed-identifier")]),
    (f"TY  - JOUR\nTI  - {'a' * 501}\nER  - \n", [("line 1", "invalid-value")]),
]


@pytest.mark.parametrize(("text", "told"), BAD_RIS, ids=[f"{each[1][0][1]}-{n}" for n, each in enumerate(BAD_RIS)])
def test_what_is_wrong_with_ris_is_told_with_its_line(text: str, told: list[tuple[str, str]]) -> None:
    assert faults(read(text.encode(), "ris")) == told


NBIB = """
PMID- 15723705
OWN - NLM
DP  - 2005 Jan-Feb
TI  - Exosomes and the growth of
      hair.
LID - 10.1000/Abc [doi]
FAU - Gold, Michael H
AU  - Gold MH
AU  - Lee J
CN  - Hair Study Group
JT  - Journal of Hair
PT  - Journal Article
PT  - Randomized Controlled Trial
SI  - ClinicalTrials.gov/NCT12345678
PMC - PMC99

PMID- 3
TI  - An erratum
PT  - Published Erratum
"""


def test_pubmed_citations_are_read() -> None:
    first, *rest = read(NBIB.replace("\n", "\r\n").encode(), "nbib")

    [draft] = drafts([first])
    assert draft.place == "line 2"
    assert draft.data["title"] == "Exosomes and the growth of hair"
    assert draft.data["authors"] == ["Gold MH", "Lee J", "Hair Study Group"]
    assert draft.data["identifiers"] == {"doi": "10.1000/abc", "pmid": "15723705", "pmcid": "PMC99"}
    assert (draft.data["design"], draft.data["levels"]) == ("randomized_controlled_trial", [])
    assert "NCT12345678" in draft.data["provenance"]["note"]
    assert faults(rest) == [("line 18", "unsupported-type")]


BIBTEX = r"""
@string{jh = "Journal of Hair"}
@article{one,
  author = {M{\"u}ller, J{\'o}zef and {Group of Hair and Skin} and Smith, Bob and others},
  title = {The {HAIR} study: 5% of {\textit{in vitro}} \& $\beta$}, journal = jh, year = 2024,
  doi = {10.1000/A\_B}, url = {https://example.org/a_b}
}
@article{one, title = {The same key}}
@misc{broken, title = {No end
@misc{pre, title = {A preprint}, archiveprefix = {bioRxiv}, date = {2023-05-01}}
@book{book, title = {A book}}
"""


def test_bibtex_is_read_with_its_latex_turned_into_text() -> None:
    found = read(BIBTEX.encode(), "bibtex")

    first, second, preprint = drafts([found[0], found[1], found[3]])
    assert first.data["title"] == "The HAIR study: 5% of in vitro & β"
    assert first.data["authors"] == ["Müller, Józef", "Group of Hair and Skin", "Smith, Bob"]
    assert (first.data["journal"], first.data["year"]) == ("Journal of Hair", 2024)
    assert first.data["identifiers"] == {"doi": "10.1000/a_b"}
    assert first.data["provenance"]["source_urls"] == ["https://example.org/a_b"]
    assert second.data["title"] == "The same key"
    assert (preprint.data["publication_type"], preprint.data["year"]) == ("preprint", 2023)
    assert faults(found) == [("line 9", "bibtex"), ("line 11", "unsupported-type")]


def test_csl_json_is_read() -> None:
    authors = [{"family": "Beethoven", "given": "L.", "non-dropping-particle": "van"}, {"literal": "A Group"}]
    item = {"type": "article-journal", "title": ["A title"], "author": authors, "issued": {"date-parts": [["2020", 1]]}}
    content = json.dumps([item | {"DOI": "doi: 10.1000/X", "container-title": "J"}, {"type": "book"}, 5])

    found = read(content.encode(), "csl-json")

    [draft] = drafts(found[:1])
    assert draft.data["authors"] == ["van Beethoven, L.", "A Group"]
    assert (draft.data["year"], draft.data["journal"]) == (2020, "J")
    assert draft.data["identifiers"] == {"doi": "10.1000/x"}
    assert [code for _, code in faults(found)] == ["missing-title", "unsupported-type", "not-an-object"]


def trial(**changes: Any) -> dict[str, Any]:
    design = {
        "studyType": "INTERVENTIONAL",
        "phases": ["PHASE2", "PHASE1"],
        "designInfo": {"allocation": "RANDOMIZED", "maskingInfo": {"masking": "QUADRUPLE"}},
        "enrollmentInfo": {"count": 40, "type": "ESTIMATED"},
    }
    return {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT12345678", "briefTitle": "Brief", "officialTitle": "Official"},
            "statusModule": {"overallStatus": "RECRUITING", "studyFirstPostDateStruct": {"date": "2024-05-01"}},
            "designModule": design | changes,
        }
    }


def test_a_registry_record_gives_registry_facts() -> None:
    page = {"studies": [trial(), trial(studyType="OBSERVATIONAL", designInfo={"observationalModel": "COHORT"}), {}]}

    found = read(json.dumps(page).encode(), "ctgov-json")

    first, second = drafts(found[:2])
    facts = {name: first.data[name] for name in ("title", "design", "blinding", "phase", "n_participants", "year")}
    assert list(facts.values()) == ["Official", "randomized_controlled_trial", "triple", "1/2", 40, 2024]
    assert (first.data["levels"], first.data["arms"], first.data["authors"]) == (["human"], [], None)
    assert first.data["provenance"]["source_urls"] == ["https://clinicaltrials.gov/study/NCT12345678"]
    assert "planned" in first.data["provenance"]["note"]
    assert second.data["design"] == "cohort"
    assert [code for _, code in faults(found)] == ["not-a-registration"]


@pytest.mark.parametrize("file_format", ["ris", "nbib", "bibtex"])
def test_a_file_without_any_record_is_refused(file_format: str) -> None:
    assert refusal(b"Nothing of the kind.\n", file_format) == [("file", "no-records")]
