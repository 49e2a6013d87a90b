"""An answer is as fresh as the data: ETag, 304, and the memory of one process beside the writes of another."""

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from unittest.mock import Mock

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event, update
from sqlalchemy.orm import Session

from app.core.settings import ROOT, Settings
from app.curation.fingerprint import fingerprint
from app.curation.loader import load
from app.curation.reader import Corpus
from app.main import create_app
from app.models import DataRelease
from app.reads import incidence
from app.shared import search
from tests import factories
from tests.databases import own_database

ADDRESSES = [
    "/v1/studies?page_size=2",
    "/v1/studies/EXS000001",
    "/v1/outcomes",
    "/v1/version",
    "/v1/sources?page_size=1",
]


def corpus_titled(title: str) -> Corpus:
    return factories.corpus(factories.study(title=title, outcomes=[factories.outcome()]))


@pytest.fixture
def own(database: str, tmp_path: Path) -> Iterator[Engine]:
    with own_database(database, tmp_path, "cached") as engine:
        write(engine, "first")
        yield engine


def write(engine: Engine, title: str) -> None:
    with Session(engine) as session:
        load(session, corpus_titled(title))
        session.commit()


@pytest.fixture
def cached(own: Engine) -> Iterator[TestClient]:
    app = create_app(Settings(), own)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
    app.state.store.close()


def title(client: TestClient) -> str:
    return str(client.get("/v1/studies/EXS000001").json()["data"]["title"])


@pytest.mark.parametrize(
    ("address", "module", "read"),
    [
        ("/v1/studies?q=first&page_size=5", search, "find_by_weight"),
        ("/v1/adverse-events/aggregate?by=term&metric=events,at_risk&design=cohort", incidence, "read_table"),
    ],
)
def test_what_is_remembered_of_a_revision_is_used_again_and_forgotten_with_it(
    own: Engine, monkeypatch: pytest.MonkeyPatch, address: str, module: ModuleType, read: str
) -> None:
    spy = Mock(wraps=getattr(module, read))
    monkeypatch.setattr(module, read, spy)
    app = create_app(Settings(cache_mb=0), own)
    with TestClient(app) as client:
        answers = [client.get(address), client.get(address)]
        assert spy.call_count == 1
        write(own, "second")
        answers.append(client.get(address))
    app.state.store.close()

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].json()["data"] == answers[1].json()["data"]
    assert spy.call_count == 2


def test_the_second_answer_asks_no_query(cached: TestClient, own: Engine) -> None:
    first = [cached.get(address).content for address in ADDRESSES]
    asked: list[str] = []
    event.listen(own, "before_cursor_execute", lambda *words: asked.append(words[2]))

    second = [cached.get(address).content for address in ADDRESSES]

    assert second == first
    assert asked == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unchanged_answer_is_not_sent_again(cached: TestClient, address: str) -> None:
    full = cached.get(address)

    again = cached.get(address, headers={"If-None-Match": f'"other", {full.headers["etag"]}'})
    other = cached.get(address, headers={"If-None-Match": '"1-0000000000000000"'})
    star = cached.head(address, headers={"If-None-Match": "*"})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", full.headers["etag"])
    assert {"cache-control", "vary", "last-modified", "x-data-release"} <= again.headers.keys()
    assert (other.status_code, other.content) == (200, full.content)
    assert star.status_code == 304


def test_a_304_needs_no_query_even_for_a_process_that_never_gave_the_answer(own: Engine) -> None:
    tags: list[str] = []
    for _ in range(2):
        app = create_app(Settings(cache_mb=0), own)
        with TestClient(app) as client:
            client.get("/v1/version")
            asked: list[str] = []
            event.listen(own, "before_cursor_execute", lambda *words: asked.append(words[2]))  # noqa: B023
            if tags:
                assert client.get(ADDRESSES[0], headers={"If-None-Match": tags[0]}).status_code == 304
                assert asked == []
            tags.append(client.get(ADDRESSES[0]).headers["etag"])
        app.state.store.close()
    assert tags[0] == tags[1]


def test_errors_are_not_kept_and_have_no_tag(cached: TestClient) -> None:
    for _ in range(2):
        answer = cached.get("/v1/studies/EXS999999", headers={"If-None-Match": "*"})
        assert answer.status_code == 404
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-data-release"] == cached.get("/v1/version").headers["x-data-release"]


def test_a_write_of_this_process_is_seen_at_once(cached: TestClient, own: Engine) -> None:
    assert title(cached) == "first"
    for number in range(5):
        write(own, f"title {number}")

        assert title(cached) == f"title {number}"


def test_a_write_of_another_process_is_seen_within_a_second(cached: TestClient, own: Engine) -> None:
    before = cached.get("/v1/studies/EXS000001")
    script = f"""
import sys
from {__name__} import write
from app.core.database import make_engine
write(make_engine(sys.argv[1]), "from elsewhere")
"""
    url = own.url.render_as_string(hide_password=False)
    subprocess.run([sys.executable, "-c", script, url], check=True, cwd=ROOT, env={**os.environ})

    time.sleep(0.0 if own.dialect.name == "sqlite" else 0.6)
    after = cached.get("/v1/studies/EXS000001", headers={"If-None-Match": before.headers["etag"]})

    assert after.status_code == 200
    assert after.json()["data"]["title"] == "from elsewhere"
    assert after.headers["etag"] != before.headers["etag"]


def test_a_rolled_back_write_changes_nothing(cached: TestClient, own: Engine) -> None:
    tag = cached.get("/v1/studies/EXS000001").headers["etag"]
    with Session(own) as session:
        load(session, corpus_titled("never"))
        session.rollback()

    assert cached.get("/v1/studies/EXS000001").headers["etag"] == tag


def test_the_same_revision_of_other_data_has_another_tag(cached: TestClient, own: Engine) -> None:
    tag = cached.get("/v1/studies/EXS000001").headers["etag"]
    with Session(own) as session:
        session.execute(update(DataRelease).values(changed_at=DataRelease.released_on))
        session.commit()

    assert cached.get("/v1/studies/EXS000001").headers["etag"] != tag


def test_packed_and_plain_answers_are_kept_apart(cached: TestClient) -> None:
    plain = cached.get(ADDRESSES[0], headers={"Accept-Encoding": "identity"})
    with cached.stream("GET", ADDRESSES[0], headers={"Accept-Encoding": "br;q=1, gzip;q=0.5"}) as packed:
        raw = b"".join(packed.iter_raw())
    refused = cached.get(ADDRESSES[0], headers={"Accept-Encoding": "gzip;q=0"})
    twice = cached.get(ADDRESSES[0], headers=[("Accept-Encoding", "gzip"), ("Accept-Encoding", "br")])

    assert packed.headers["content-encoding"] == twice.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content == refused.content
    assert "content-encoding" not in plain.headers
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept, Accept-Encoding"


def test_the_host_is_part_of_the_question(cached: TestClient) -> None:
    one = cached.get(ADDRESSES[0], headers={"Host": "one.example"}).json()["links"]["self"]
    other = cached.get(ADDRESSES[0], headers={"Host": "other.example"}).json()["links"]["self"]

    assert (one[:18], other[:20]) == ("http://one.example", "http://other.example")


def test_two_workers_answer_alike_and_see_each_write(own: Engine) -> None:
    url = own.url.render_as_string(hide_password=False)
    environment = {**os.environ, "EXOKB_DATABASE_URL": url, "EXOKB_SEED_DIR": str(ROOT / "seed")}
    with Session(own) as session:
        session.execute(update(DataRelease).values(seed=fingerprint(ROOT / "seed")))
        session.commit()
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", "0", "--workers", "2"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as served:
        try:
            assert served.stderr is not None
            address = next(line for line in served.stderr if "http://" in line).split("on ")[1].split()[0]
            _wait(address)
            for number in range(2):
                write(own, f"title {number}")
                time.sleep(0.6)
                seen = {httpx2.get(f"{address}/v1/studies/EXS000001").json()["data"]["title"] for _ in range(20)}
                assert seen == {f"title {number}"}
        finally:
            served.terminate()


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            if httpx2.get(f"{address}/readyz").status_code == 200:
                return
        except httpx2.ConnectError:
            time.sleep(0.05)
