"""Which studies are asked for: by filters, by a text, and unread suggestions only where they are asked about."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.curation.loader import load
from tests import factories

UNREAD = factories.study()["provenance"] | {"review_status": "suggested"}


@pytest.fixture
def suggestion(session: Session) -> None:
    """Load one study that was read and one that nobody has read yet."""
    unread = factories.study("EXS000002", provenance=UNREAD, arms=[], identifiers={})
    load(session, factories.corpus(factories.study(identifiers={}), unread))


def ask(client: TestClient, address: str) -> Any:
    answer = client.get(f"/v1/{address}")
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


@pytest.mark.usefixtures("suggestion")
@pytest.mark.parametrize(
    ("query", "studies"), [("", 1), ("?review_status=suggested", 1), ("?review_status=suggested,second_read", 2)]
)
def test_suggestions_count_only_where_they_are_asked_about(client: TestClient, query: str, studies: int) -> None:
    chosen = ask(client, f"synthesis/ladder{query}")["selection"]
    told = [item["parameter"] for item in chosen["filters"]]
    behind = ask(client, f"synthesis/studies{query}")

    assert chosen["evidence"]["studies"] == behind["total"] == studies
    assert ("review_status__not" in told) is (query == "")


@pytest.mark.usefixtures("suggestion")
def test_what_is_left_out_unless_asked_for_is_no_part_of_the_question(client: TestClient) -> None:
    assert ask(client, "synthesis/brief")["question"] == "everything in the knowledge base"


def test_a_text_selects_the_studies_that_the_list_finds(client: TestClient) -> None:
    query = "q=hair+density&level=human"
    found = ask(client, f"synthesis/brief?{query}")
    listed = client.get(f"/v1/studies?{query}&page_size=1").json()["meta"]["total"]

    chosen = found["selection"]
    left_out = chosen["retracted"]["records"] + chosen["linked"]["records"]
    assert 0 < chosen["evidence"]["studies"] == listed - left_out
    assert chosen["search"]["text"] == "hair density*"
    assert found["question"] == 'text "hair density", level human'
    assert all("q=hair+density" in each["studies_link"] for each in found["designs"])


@pytest.mark.parametrize("name", ["page", "sort", "ids", "facets", "fields", "view", "cursor", "page_size"])
def test_how_rows_are_shown_is_not_taken(client: TestClient, name: str) -> None:
    answer = client.get(f"/v1/synthesis/ladder?{name}=1")

    assert [fault["code"] for fault in answer.json()["errors"]] == ["unknown-parameter"]


@pytest.mark.parametrize(
    "address", ["synthesis/brief", "synthesis/brief.html?level=human", "charts/ladder.svg", "charts/ladder.vl.json"]
)
def test_an_unchanged_answer_is_not_sent_again(client: TestClient, address: str) -> None:
    first = client.get(f"/v1/{address}", headers={"Accept-Encoding": "gzip"})
    again = client.get(f"/v1/{address}", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["etag"]})

    assert first.headers["x-data-release"] == "2026.11+1"
    assert first.headers["content-encoding"] == "gzip"
    assert (again.status_code, again.content) == (304, b"")
