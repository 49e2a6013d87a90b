"""The service as a whole: real servers, many clients, rows that come while pages are walked."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
import uvicorn
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from app.core.database import make_engine
from app.core.settings import Settings
from app.curation.loader import load
from app.curation.reader import Corpus
from app.main import create_app
from tests.databases import sibling


@pytest.fixture
def server(engine: Engine) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(Settings(), engine), log_level="warning", ws="none")
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        while not running.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        running.should_exit = True
        thread.join()


def test_two_hundred_requests_at_once_are_all_answered(server: str) -> None:
    addresses = ["/v1/studies?page_size=5", "/v1/studies/EXS000009", "/v1/outcomes?page_size=5", "/v1/sources/plant"]

    def ask(number: int) -> int:
        return httpx2.get(f"{server}{addresses[number % len(addresses)]}", timeout=60).status_code

    with ThreadPoolExecutor(200) as threads:
        answers = list(threads.map(ask, range(200)))

    assert answers == [200] * 200


def test_a_walk_misses_nothing_while_rows_are_added(client: TestClient, session: Session, corpus: Corpus) -> None:
    half = Corpus(**{**vars(corpus), "studies": corpus.studies[::2]})
    load(session, half)
    seen: list[str] = []
    link: str | None = "/v1/studies?sort=-year&page_size=30"
    while link:
        body = client.get(link).json()
        seen += [row["accession"] for row in body["data"]]
        link = body["links"]["next"]
        if len(seen) == 60:
            load(session, corpus)

    assert len(seen) == len(set(seen))
    assert {item.name for item in half.studies} <= set(seen)


def test_a_database_without_tables_is_told_and_not_ready(database: str, tmp_path: Path) -> None:
    is_postgres = database.startswith("postgresql")
    engine = make_engine(sibling(database, "exokb_bare") if is_postgres else f"sqlite:///{tmp_path / 'bare'}")
    with TestClient(create_app(Settings(), engine), raise_server_exceptions=False) as client:
        assert client.get("/healthz").status_code == 200
        for address in ("/readyz", "/v1/studies", "/"):
            answer = client.get(address)
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    engine.dispose()


def test_an_empty_database_is_not_ready(client: TestClient, session: Session) -> None:
    session.execute(text("DELETE FROM data_release"))

    assert client.get("/readyz").status_code == 503


def test_a_ready_database_is_ready(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ok"}


def test_a_retired_accession_says_where_it_went(client: TestClient, session: Session) -> None:
    insert = "INSERT INTO retired_study VALUES (:accession, :merged_into, 'Twin of another.', '2026-11-24')"
    session.execute(text(insert), {"accession": "EXS999991", "merged_into": "EXS000009"})
    session.execute(text(insert), {"accession": "EXS999992", "merged_into": None})

    merged = client.get("/v1/studies/EXS999991", follow_redirects=False)
    withdrawn = client.get("/v1/studies/EXS999992")

    assert (merged.status_code, merged.headers["location"]) == (301, "/v1/studies/EXS000009")
    assert merged.headers["cache-control"] == withdrawn.headers["cache-control"] == "no-store"
    assert merged.headers["x-data-release"].startswith("2026.11+")
    assert withdrawn.status_code == 410
    assert "Twin of another." in withdrawn.json()["detail"]


def test_head_tells_what_get_would(client: TestClient) -> None:
    plain = {"Accept-Encoding": "identity"}
    head = client.head("/v1/studies?page_size=3", headers=plain)
    get = client.get("/v1/studies?page_size=3", headers=plain)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"] == str(len(get.content))


def test_reads_may_come_from_any_site(client: TestClient) -> None:
    answer = client.get("/v1/studies", headers={"Origin": "https://example.org"})

    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-data-release"].startswith("2026.11+")


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("GET", "if-none-match"),
        ("HEAD", "if-none-match"),
        ("POST", "authorization, content-type, idempotency-key, prefer"),
    ],
)
def test_a_page_of_any_site_may_send_what_the_service_reads(client: TestClient, method: str, asked: str) -> None:
    headers = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": asked,
    }

    answer = client.options("/v1/imports", headers=headers)

    assert answer.status_code == 200, answer.text
    assert method in answer.headers["access-control-allow-methods"]


def test_reads_are_documented_to_answer_304(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]

    assert "304" in paths["/v1/studies"]["get"]["responses"]
    assert "304" not in paths["/v1/studies/search"]["post"]["responses"]
