"""Imports over HTTP: keys, limits, idempotency, waiting, reports, cancelling and undoing."""

import csv
import gzip
import io
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import ApiKey, ImportJob
from app.vocab import JobStatus, KeyScope
from tests.imports.conftest import Library, body, draft, key

NDJSON = {"Content-Type": "application/x-ndjson", "Prefer": "wait=20"}


def post(api: TestClient, raw: bytes, query: str = "", **headers: str) -> Any:
    return api.post(f"/v1/imports{query}", content=raw, headers=NDJSON | headers)


def test_a_file_becomes_a_job_that_tells_what_came_of_it(api: TestClient, library: Library) -> None:
    answer = post(api, body(draft("Over HTTP")), "?mode=upsert&file_name=a.ndjson&licence=CC0-1.0")

    job = answer.json()["data"]
    assert (answer.status_code, job["status"], job["counts"]["created"]) == (202, "succeeded", 1)
    assert answer.headers["location"].endswith(f"/v1/imports/{job['id']}")
    assert answer.headers["preference-applied"] == "wait=20"
    assert (job["owner"], job["file_name"], job["licence"], job["mode"]) == ("anna", "a.ndjson", "CC0-1.0", "upsert")
    assert api.get(answer.headers["location"]).json() == answer.json()
    accession = library.accessions()[-1]
    assert api.get(f"/v1/studies/{accession}").json()["data"]["title"] == "Over HTTP"


def test_without_waiting_the_answer_comes_at_once(api: TestClient) -> None:
    answer = post(api, body(draft("A")), Prefer="respond-async")

    assert answer.json()["data"]["status"] in ("queued", "running", "succeeded")
    assert "preference-applied" not in answer.headers
    assert finished(api, answer)["status"] == "succeeded"


def finished(api: TestClient, answer: Any) -> Any:
    for _ in range(400):
        job = api.get(answer.headers["location"]).json()["data"]
        if job["finished_at"]:
            return job
        time.sleep(0.05)
    raise AssertionError(job)


@pytest.mark.parametrize(
    ("headers", "status", "challenge"),
    [
        ({"Authorization": ""}, 401, 'Bearer realm="ExoKB", scope="import"'),
        ({"Authorization": "Bearer nonsense"}, 401, 'error="invalid_token"'),
        ({"Authorization": "Basic YTpi"}, 401, 'scope="import"'),
        ({"Authorization": "Bearer exokb_00000000_" + "A" * 43}, 401, 'error="invalid_token"'),
    ],
)
def test_nobody_gets_in_without_a_key(api: TestClient, headers: dict[str, str], status: int, challenge: str) -> None:
    for method, address in (("POST", "/v1/imports"), ("GET", "/v1/imports"), ("GET", "/v1/imports/imp_0/events")):
        answer = api.request(method, address, headers=headers)

        assert (answer.status_code, answer.json()["code"]) == (status, "unauthorized")
        assert challenge in answer.headers["www-authenticate"]


def test_a_key_without_the_scope_is_refused(api: TestClient, library: Library) -> None:
    headers = key(library, KeyScope.IMPORT, owner="bert")
    with Session(library.operations) as session:
        session.execute(update(ApiKey).where(ApiKey.owner == "bert").values(scopes=[]))
        session.commit()

    answer = api.get("/v1/imports", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert 'error="insufficient_scope"' in answer.headers["www-authenticate"]


def test_jobs_of_others_are_seen_by_admins_only(api: TestClient, library: Library) -> None:
    mine = post(api, body(draft("A"))).json()["data"]["id"]
    other, admin = key(library, owner="bert"), key(library, KeyScope.ADMIN, owner="root")

    assert api.get(f"/v1/imports/{mine}", headers=other).status_code == 404
    assert api.post(f"/v1/imports/{mine}/revert", headers=other).status_code == 404
    assert api.get("/v1/imports", headers=other).json()["data"] == []
    assert [job["id"] for job in api.get("/v1/imports", headers=admin).json()["data"]] == [mine]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (("?mod=create", b"{}", {}), 422, "unknown-parameter"),
        (("?mode=make", b"{}", {}), 422, "unknown-value"),
        (("?mode=create&mode=update", b"{}", {}), 422, "one-value"),
        (("?dry_run=perhaps", b"{}", {}), 422, "invalid-value"),
        (("?format=docx", b"{}", {}), 422, "unknown-value"),
        (("", b"", {}), 422, "empty-file"),
        (("", b"\x1f\x8bno", {}), 422, "broken-gzip"),
        (("", b"{}", {"Content-Type": "multipart/form-data; boundary=x"}), 415, "unsupported-media-type"),
        (("", b"{}", {"Content-Type": ""}), 415, "unsupported-media-type"),
        (("", b"{}", {"Content-Encoding": "br"}), 415, "unsupported-media-type"),
        (("", b" " * 300_000, {}), 413, "body-too-large"),
        (("", gzip.compress(b" " * 300_000), {}), 413, "body-too-large"),
        (("", b"{}", {"Idempotency-Key": "a b"}), 422, "malformed-idempotency-key"),
        (("", b"{}", {"Accept": "text/html"}), 406, "not-acceptable"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_not_taken_is_refused_with_a_remedy(
    api: TestClient, sent: tuple[str, bytes, dict[str, str]], status: int, code: str
) -> None:
    query, raw, headers = sent
    answer = post(api, raw, query, **headers)

    problem = answer.json()
    assert answer.status_code == status, problem
    assert code in [problem["code"], *(fault["code"] for fault in problem["errors"])]
    assert api.get("/v1/imports").json()["data"] == []


def test_too_large_is_told_while_the_body_streams(api: TestClient) -> None:
    sent = []

    def chunks() -> Any:
        for number in range(100):
            sent.append(number)
            yield b" " * 50_000

    answer = api.post("/v1/imports", content=chunks(), headers=NDJSON)

    assert answer.status_code == 413


def test_the_same_request_again_gives_the_same_job(api: TestClient, library: Library) -> None:
    raw, again = body(draft("Once")), {"Idempotency-Key": '"a-1"'}
    first = post(api, raw, **again)
    known = library.accessions()

    second = post(api, raw, **again)

    assert second.status_code == 202
    assert second.json()["data"]["id"] == first.json()["data"]["id"]
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert library.accessions() == known
    for other in (post(api, raw + b"\n", **again), post(api, raw, "?mode=upsert", **again)):
        assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "idempotency-key-reused")
    assert post(api, raw, **again, **key(library, owner="bert")).json()["data"]["id"] != first.json()["data"]["id"]


def test_a_refused_request_leaves_its_key_free(api: TestClient) -> None:
    again = {"Idempotency-Key": "b-1"}
    assert post(api, b"", **again).status_code == 422

    assert post(api, body(draft("A")), **again).json()["data"]["status"] == "succeeded"


def test_one_key_sent_many_times_at_once_makes_one_job(api: TestClient) -> None:
    raw = body(draft("Race"))

    def send(_number: int) -> Any:
        return post(api, raw, **{"Idempotency-Key": "race"})

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, range(4)))

    assert {answer.status_code for answer in answers} <= {202, 409}
    assert len({answer.json()["data"]["id"] for answer in answers if answer.status_code == 202}) == 1
    assert len(api.get("/v1/imports").json()["data"]) == 1


def test_the_report_comes_as_lines_and_as_a_table(api: TestClient) -> None:
    raw = body(draft("A"), draft("=cmd()", year="=1+1"))
    job = post(api, raw, "?on_error=skip").json()

    lines = [json.loads(line) for line in api.get(job["links"]["report"]).text.splitlines()]
    table = api.get(job["links"]["report_csv"])

    assert [line["kind"] for line in lines] == ["error", "created"]
    assert job["faults"] == lines[:1]
    assert (lines[0]["pointer"], lines[0]["value"], lines[0]["place"]) == ("/year", "=1+1", "line 2")
    assert table.content.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["kind"] for row in rows] == ["error", "created"]
    assert rows[0]["value"] == "'=1+1"


def test_progress_is_told_as_events(api: TestClient) -> None:
    job = post(api, body(draft("A"))).json()

    answer = api.get(job["links"]["events"], headers={"Accept": "text/event-stream"})

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "event: finished\n" in answer.text
    assert json.loads(answer.text.split("data: ")[1].splitlines()[0])["counts"]["created"] == 1


def test_jobs_are_listed_page_by_page(api: TestClient) -> None:
    made = [post(api, body(draft(f"S {number}"))).json()["data"]["id"] for number in range(3)]

    first = api.get("/v1/imports?page_size=2&status=succeeded").json()
    second = api.get(first["links"]["next"]).json()

    assert [job["id"] for page in (first, second) for job in page["data"]] == made[::-1]
    assert second["links"]["next"] is None
    assert api.get("/v1/imports?status=failed").json()["data"] == []
    assert api.get("/v1/imports?status=broken").status_code == 422


def test_a_job_can_be_undone(api: TestClient, library: Library) -> None:
    known = library.accessions()
    job = post(api, body(draft("A"))).json()["data"]["id"]

    answer = api.post(f"/v1/imports/{job}/revert", headers={"Prefer": "wait=20", "Idempotency-Key": "u"})
    again = api.post(f"/v1/imports/{job}/revert", headers={"Prefer": "wait=20", "Idempotency-Key": "u"})

    assert (answer.status_code, answer.json()["data"]["counts"]["removed"]) == (202, 1)
    assert answer.json()["links"]["reverts"].endswith(job)
    assert again.json()["data"]["id"] == answer.json()["data"]["id"]
    assert library.accessions() == known
    assert api.post(f"/v1/imports/{answer.json()['data']['id']}/cancel").status_code == 409


def test_a_waiting_job_is_cancelled_at_once(api: TestClient, library: Library) -> None:
    job = post(api, body(draft("A"))).json()["data"]["id"]
    with Session(library.operations) as session:
        session.execute(update(ImportJob).values(status=JobStatus.QUEUED, runner="elsewhere:1:a"))
        session.commit()

    answer = api.post(f"/v1/imports/{job}/cancel")

    assert (answer.status_code, answer.json()["data"]["status"]) == (202, "cancelled")
    assert api.post(f"/v1/imports/{job}/revert").status_code == 409


def test_so_many_jobs_wait_and_no_more(api: TestClient, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.imports.jobs.MAX_WAITING", 1)
    post(api, body(draft("A")))
    with Session(library.operations) as session:
        session.execute(update(ImportJob).values(status=JobStatus.QUEUED, runner="elsewhere:1:a", heartbeat_at="9"))
        session.commit()

    answer = post(api, body(draft("B")))

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "10")


@pytest.mark.parametrize("name", ["imp_0", "nonsense", "imp_0%00", "imp_" + "0" * 200])
def test_an_unknown_job_is_told(api: TestClient, name: str) -> None:
    assert api.get(f"/v1/imports/{name}").status_code in (404, 422)
    assert api.post(f"/v1/imports/{name}/cancel").status_code in (404, 422)
