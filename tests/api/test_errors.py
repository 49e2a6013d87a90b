"""Bad requests get a problem document that says where and what would be right; none is a server error."""

import pytest
from fastapi.testclient import TestClient

from app.core.logs import configure_logs

BAD = [
    ("/v1/studies?indicaton=alopecia", "unknown-parameter", "indicaton"),
    ("/v1/studies?indication=alopezia", "unknown-slug", "indication"),
    ("/v1/studies?design=rct", "unknown-value", "design"),
    ("/v1/studies?year=99999999999999999999999", "not-an-integer", "year"),
    ("/v1/studies?year=%D9%A2%D9%A0%D9%A2%D9%A4", "not-an-integer", "year"),
    ("/v1/studies/EXS%D9%A0%D9%A0%D9%A0%D9%A0%D9%A0%D9%A9", "malformed-identifier", "study"),
    ("/readyz?verbose=1", "unknown-parameter", "verbose"),
    ("/v1/studies?year=2147483648", "not-an-integer", "year"),
    ("/v1/studies?follow_up_weeks__gt=nan", "not-a-number", "follow_up_weeks__gt"),
    ("/v1/studies?retrieved__lt=yesterday", "not-a-date", "retrieved__lt"),
    ("/v1/studies?split_body=yes", "not-a-boolean", "split_body"),
    ("/v1/studies?page_size=201", "out-of-range", "page_size"),
    ("/v1/studies?page_size=0", "out-of-range", "page_size"),
    ("/v1/studies?page=401", "page-too-deep", "page"),
    ("/v1/studies?page=99999999999999999999", "out-of-range", "page"),
    ("/v1/studies?cursor=abc", "damaged-cursor", "cursor"),
    ("/v1/studies?cursor=%C3%A9", "damaged-cursor", "cursor"),
    ("/v1/studies?page=1&cursor=abc", "page-and-cursor", "cursor"),
    ("/v1/studies?title__contains=a%00b", "control-character", "title__contains"),
    ("/v1/studies?title__contains=a%1Fb", "control-character", "title__contains"),
    ("/v1/studies?title__contains=%FF", "encoding", None),
    ("/v1/studies?title__contains=" + "a" * 10_000, "too-long", "title__contains"),
    ("/v1/studies?accession=" + "a" * 10_000, "too-long", "accession"),
    ("/v1/studies?year=", "empty-value", "year"),
    ("/v1/studies?sort=colour", "unknown-sort", "sort"),
    ("/v1/studies?year__gte=2020&year__gte=2021", "one-value", "year__gte"),
    ("/v1/studies/banana", "malformed-identifier", "study"),
    ("/v1/studies/doi:10", "malformed-identifier", "study"),
    ("/v1/studies/EXS000009?fields=title", "unknown-parameter", "fields"),
    ("/v1/outcomes/EXS000009-M1", "malformed-identifier", "key"),
    ("/v1/sources/No_Slug", "malformed-identifier", "slug"),
]


@pytest.mark.parametrize(
    ("address", "code", "parameter"), BAD, ids=[f"{code}-{n}" for n, (_, code, _) in enumerate(BAD)]
)
def test_bad_requests_are_told_where_they_are_wrong(
    client: TestClient, address: str, code: str, parameter: str | None
) -> None:
    answer = client.get(address)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    fault = answer.json()["errors"][0]
    assert (fault["code"], fault.get("parameter")) == (code, parameter)


def test_what_was_probably_meant_is_suggested(client: TestClient) -> None:
    parameter = client.get("/v1/studies?indicaton=alopecia").json()["errors"][0]
    slug = client.get("/v1/studies?indication=alopezia").json()["errors"][0]

    assert parameter["did_you_mean"][0] == "indication"
    assert slug["did_you_mean"][0] == "alopecia"


def test_a_cursor_of_another_question_is_refused(client: TestClient) -> None:
    link = client.get("/v1/studies?page_size=5").json()["links"]["next"]

    answer = client.get(f"{link}&year__gte=2020")

    assert answer.json()["errors"][0]["code"] == "foreign-cursor"


@pytest.mark.parametrize("address", ["/v1/studies/EXS999999", "/v1/studies/pmid:1", "/v1/nothing", "/v1/sources/none"])
def test_what_is_not_there_is_a_404(client: TestClient, address: str) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


@pytest.mark.parametrize("address", ["/v1/studies", "/static/none.css"])
def test_a_wrong_method_is_told_which_are_right(client: TestClient, address: str) -> None:
    answer = client.post(address)

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json()["code"] == "method-not-allowed"


@pytest.mark.parametrize(("accept", "status"), [("text/csv", 406), ("application/json;q=0", 406), ("*/*", 200)])
def test_accept_is_obeyed(client: TestClient, accept: str, status: int) -> None:
    assert client.get("/v1/studies", headers={"Accept": accept}).status_code == status


def test_an_unexpected_error_is_told_plainly_and_logs_no_key(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr("app.studies.queries.get_study", fail)
    configure_logs()

    answer = client.get("/v1/studies/EXS000009", headers={"Authorization": "Bearer exokb_secret"})

    logged = capsys.readouterr()
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert "ZeroDivisionError" in logged.err
    assert "exokb_secret" not in logged.err + logged.out
