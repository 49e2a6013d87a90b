"""Exports over HTTP: whole files with what a reader needs to trust them, or an error."""

import base64
import csv
import hashlib
import io
import json
import tempfile
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.api import RESOURCES
from app.export import router as export_router
from app.export.formats import MEDIA
from app.export.service import formats_of
from app.export.writers import plain
from app.models import Outcome, Study

FILES = [f"{name}.{each}" for name in [*(r.name for r in RESOURCES), "knowledge-base"] for each in formats_of(name)]


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_complete_and_says_what_it_is(client: TestClient, name: str) -> None:
    answer = client.get(f"/v1/export/{name}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA[name.partition(".")[2]]
    assert int(answer.headers["content-length"]) == len(answer.content) > 0
    digest = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"
    assert answer.headers["x-data-release"] == "2026.11+1"
    assert answer.headers["content-disposition"] == f'attachment; filename="exokb-2026.11-r1-{name}"'
    assert int(answer.headers["x-row-count"]) > 0
    assert client.get(f"/v1/export/{name}").content == answer.content


@pytest.mark.parametrize("resource", [each.name for each in RESOURCES])
def test_an_export_has_the_rows_of_its_list_in_their_order(client: TestClient, resource: str) -> None:
    total = client.get(f"/v1/{resource}?page_size=1").json()["meta"]["total"]
    sort = "-" + next(each for each in RESOURCES if each.name == resource).default_sort
    listed = client.get(f"/v1/{resource}?page_size=200&sort={sort}").json()["data"]

    answer = client.get(f"/v1/export/{resource}.csv?sort={sort}")

    rows = table(answer.text)
    assert len(rows) == total == int(answer.headers["x-row-count"])
    key = next(name for name in ("id", "accession", "slug") if name in listed[0])
    assert [row[key] for row in rows[:200]] == [row[key] for row in listed]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_filters_are_those_of_the_list(client: TestClient) -> None:
    question = "indication=alopecia&route=topical&year__gte=2020&page_size=200"
    listed = client.get(f"/v1/studies?{question}").json()["data"]

    for file_format in ("csv", "ndjson"):
        answer = client.get(f"/v1/export/studies.{file_format}?{question.removesuffix('&page_size=200')}")

        assert int(answer.headers["x-row-count"]) == len(listed) > 0
    assert [json.loads(line)["accession"] for line in answer.text.splitlines()] == [
        each["accession"] for each in listed
    ]


def test_what_a_text_finds_is_exported_in_the_usual_order(client: TestClient) -> None:
    listed = client.get("/v1/studies?q=alopecia&sort=accession&page_size=200").json()["data"]

    lines = client.get("/v1/export/studies.ndjson?q=alopecia").text.splitlines()

    assert [json.loads(line)["accession"] for line in lines] == [each["accession"] for each in listed]


def test_nothing_found_is_a_file_without_rows(client: TestClient) -> None:
    for file_format in formats_of("studies"):
        answer = client.get(f"/v1/export/studies.{file_format}?title__contains=no%20such%20study")

        assert (answer.status_code, answer.headers["x-row-count"]) == (200, "0"), file_format


@pytest.mark.parametrize("resource", ["studies", "outcomes", "adverse-events", "mechanisms", "sources", "pathways"])
def test_csv_and_json_tell_the_same(client: TestClient, resource: str) -> None:
    rows = table(client.get(f"/v1/export/{resource}.csv").text)
    lines = client.get(f"/v1/export/{resource}.ndjson").text.splitlines()

    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        for name, value in json.loads(line).items():
            if name in row:
                assert row[name].removeprefix("'") == shown(value).removeprefix("'"), name


def shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return "; ".join(value)
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def test_a_cell_that_a_spreadsheet_would_run_is_marked(client: TestClient, session: Session) -> None:
    first = session.scalars(select(Outcome).limit(1)).one()
    key = (Outcome.study_id == first.study_id, Outcome.position == first.position)
    session.execute(update(Outcome).where(*key).values(measure='=HYPERLINK("x","y")', locator="'a"))

    row = table(client.get("/v1/export/outcomes.csv").text)[0]

    assert (row["measure"], row["locator"]) == ('\'=HYPERLINK("x","y")', "''a")


def test_a_byte_order_mark_comes_on_request(client: TestClient) -> None:
    assert client.get("/v1/export/pathways.csv?bom=true").content[:4] == b"\xef\xbb\xbfs"
    assert client.get("/v1/export/pathways.csv").content[:1] == b"s"
    assert b"\r\n" in client.get("/v1/export/pathways.csv").content


BAD = [
    ("studies.cvs", "unknown-format", "format"),
    ("outcomes.ris", "unknown-format", "format"),
    ("studies.csv?page=2", "unknown-parameter", "page"),
    ("studies.csv?cursor=x", "unknown-parameter", "cursor"),
    ("studies.csv?page_size=2", "unknown-parameter", "page_size"),
    ("studies.csv?indicaton=alopecia", "unknown-parameter", "indicaton"),
    ("studies.csv?indication=alopezia", "unknown-slug", "indication"),
    ("studies.csv?q=hair&sort=-relevance", "unknown-sort", "sort"),
    ("studies.csv?ids=EXS000001", "unknown-parameter", "ids"),
    ("studies.csv?fields=title", "unknown-parameter", "fields"),
    ("studies.csv?bom=perhaps", "not-a-boolean", "bom"),
    ("studies.csv?bom=true&bom=true", "one-value", "bom"),
    ("studies.xlsx?bom=true", "unknown-parameter", "bom"),
    ("studies.csv?title__contains=%FF", "encoding", None),
    ("knowledge-base.csv", "unknown-format", "format"),
    ("knowledge-base.ndjson?year=2024", "unknown-parameter", "year"),
]


@pytest.mark.parametrize(("name", "code", "parameter"), BAD, ids=[each[0] for each in BAD])
def test_what_cannot_be_exported_is_told(client: TestClient, name: str, code: str, parameter: str | None) -> None:
    answer = client.get(f"/v1/export/{name}")

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    fault = answer.json()["errors"][0]
    assert (fault["code"], fault.get("parameter")) == (code, parameter)


def test_the_type_of_the_file_must_be_accepted(client: TestClient) -> None:
    for accept, status in (("text/csv", 200), ("text/*", 200), ("*/*", 200), ("application/json", 406)):
        assert client.get("/v1/export/pathways.csv", headers={"Accept": accept}).status_code == status


def test_head_tells_all_but_the_file(client: TestClient) -> None:
    answer = client.head("/v1/export/studies.csv")

    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 100_000


@pytest.fixture
def spools(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Collect the temporary files that are opened."""
    opened: list[Any] = []
    make = tempfile.TemporaryFile

    def remember(*args: Any, **kwargs: Any) -> Any:
        opened.append(make(*args, **kwargs))
        return opened[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", remember)
    return opened


def test_a_failure_half_way_is_an_error_and_leaves_nothing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, spools: list[Any]
) -> None:
    def fail(*_: Any) -> list[str]:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(plain, "_csv_cells", fail)

    answer = client.get("/v1/export/studies.csv")

    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert spools
    assert all(file.closed for file in spools)


def test_the_temporary_file_is_closed_when_all_is_sent(client: TestClient, spools: list[Any]) -> None:
    client.get("/v1/export/studies.csv")

    assert spools
    assert all(file.closed for file in spools)


def test_what_a_workbook_cannot_hold_is_an_error(client: TestClient, session: Session) -> None:
    study = session.scalars(select(Study).limit(1)).one()
    document = json.loads(session.scalar(select(Study.document).where(Study.id == study.id)) or "")
    document["authors"] = ["a" * 499] * 100
    session.execute(update(Study).where(Study.id == study.id).values(document=json.dumps(document)))

    answer = client.get("/v1/export/studies.xlsx")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "not-storable")
    assert study.accession in answer.json()["detail"]


def test_more_exports_than_the_server_makes_at_once_are_put_off(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Taken:
        def acquire(self, *, blocking: bool) -> bool:
            return blocking

        def release(self) -> None:
            raise AssertionError("what was not taken is not given back")

    monkeypatch.setattr(export_router, "SLOTS", Taken())

    answer = client.get("/v1/export/studies.csv")

    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert answer.headers["retry-after"] == "5"


def test_places_are_given_back_whatever_happens(client: TestClient) -> None:
    for name in ("studies.csv", "studies.csv?indication=none", "studies.xlsx", "studies.csv") * 2:
        assert client.get(f"/v1/export/{name}").status_code in (200, 422)


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() <= before + 1
