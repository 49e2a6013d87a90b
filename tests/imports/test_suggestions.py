"""Citations become suggestions: hidden from reads unless asked for, and never put over what was curated."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.factories import arm, study
from tests.imports.conftest import Library, draft

RIS = """TY  - JOUR
AU  - Gamma, Anna
AU  - Alpha, Bert
TI  - Vesicles of an unread paper
PY  - 2024
JO  - Journal of Tests
DO  - https://doi.org/10.1000/RIS.1
ER  -
"""


def suggestion(title: str, **changes: Any) -> dict[str, Any]:
    provenance = study()["provenance"] | {"review_status": "suggested"}
    return draft(title, arms=[], provenance=provenance, **changes)


def test_a_citation_becomes_a_hidden_suggestion(library: Library, api: TestClient) -> None:
    job = library.add(RIS.encode(), format="ris")

    assert (job.status, job.created) == ("succeeded", 1)
    accession = library.accessions()[-1]
    found = library.document(accession)
    assert found is not None
    assert found["provenance"]["review_status"] == "suggested"
    assert found["authors"] == ["Gamma, Anna", "Alpha, Bert"]
    assert found["identifiers"] == {"doi": "10.1000/ris.1"}
    assert found["arms"] == found["outcomes"] == found["adverse_events"] == []
    assert api.get(f"/v1/studies/{accession}").json()["data"]["title"] == "Vesicles of an unread paper"


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", False),
        ("?title__contains=qqsuggested", False),
        ("?review_status=suggested", True),
        ("?review_status=suggested,provisional,second_read&title__contains=qqsuggested", True),
        ("?review_status__not=second_read&title__contains=qqsuggested", True),
    ],
)
def test_suggestions_are_seen_only_where_review_status_is_asked_about(
    library: Library, api: TestClient, query: str, *, seen: bool
) -> None:
    before = api.get("/v1/studies").json()["meta"]["total"], api.get("/v1/version").json()["data"]["counts"]["studies"]
    library.import_all(suggestion("QqSuggested"))

    answer = api.get(f"/v1/studies{query}").json()

    assert ("QqSuggested" in [row["title"] for row in answer["data"]]) is seen
    told = [item["parameter"] for item in answer["meta"]["query"]["filters"]]
    assert ("review_status__not" in told) is (not seen or "__not" in query)
    after = api.get("/v1/studies").json()["meta"]["total"], api.get("/v1/version").json()["data"]["counts"]["studies"]
    assert before == after


def test_the_evidence_of_an_indication_leaves_suggestions_out(library: Library, api: TestClient) -> None:
    before = api.get("/v1/indications/alopecia").json()["data"]["evidence"]
    library.import_all(suggestion("S"))

    assert api.get("/v1/indications/alopecia").json()["data"]["evidence"] == before


def test_a_suggestion_never_changes_a_study_that_is_there(library: Library) -> None:
    library.import_all(draft("Curated", identifiers={"doi": "10.1000/ris.1"}))
    accession = library.accessions()[-1]
    before = library.document(accession)

    job = library.add(RIS.encode(), format="ris", mode="upsert")

    assert (job.status, job.skipped, library.codes(job)) == ("succeeded", 1, ["already-there"])
    assert accession in library.report(job)[0]["message"]
    assert library.document(accession) == before


def test_a_suggestion_becomes_a_study_when_it_was_read(library: Library) -> None:
    library.import_all(suggestion("S", identifiers={"pmid": "5"}))

    job = library.import_all(draft("S", identifiers={"pmid": "5"}), mode="update")

    assert job.updated == 1
    fields = library.report(job)[0]["fields"]
    assert "/provenance/review_status" in fields


def test_a_suggestion_with_findings_is_refused(library: Library) -> None:
    job = library.import_all(suggestion("S") | {"arms": [arm()]})

    assert (job.status, library.codes(job)) == ("failed", ["suggested-means-unread"])


def test_a_citation_with_several_faults_is_one_record(library: Library) -> None:
    job = library.add(b"TY  - XXXX\nDO  - nonsense\nER  -\n" + RIS.encode(), format="ris", on_error="skip")

    assert (job.records, job.failed, job.created) == (2, 1, 1)
    assert job.errors >= 2
