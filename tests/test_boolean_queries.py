"""A tree means the same as a query string, by sets, by SQL and in plain Python, on both databases."""

from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.api import RESOURCES, searched
from app.core.body import read_body
from app.core.conditions import clause
from app.core.fields import Field, Kind, Resource
from app.curation.reader import Corpus
from app.identifiers import accession_number
from app.models import Study
from app.reads.sets import Sets
from app.reads.slugs import understand
from app.shared.studies import STUDIES
from tests.naive import FIELDS, Naive
from tests.questions import WORDS, Trees, query_strings, trees

SEARCHED = pytest.mark.parametrize("resource", searched(), ids=lambda resource: resource.name)
TREES = {resource.name: trees(resource) for resource in searched()}
RANDOM = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


def search(client: TestClient, resource: Resource, **body: Any) -> dict[str, Any]:
    answer = client.post(f"/v1/{resource.name}/search", json=body)
    assert answer.status_code == 200, (body, answer.text)
    found: dict[str, Any] = answer.json()
    return found


def test_studies_and_all_findings_are_searched() -> None:
    assert [resource.name for resource in searched()] == ["studies", "outcomes", "adverse-events", "mechanisms"]
    assert len(RESOURCES) > 4


@SEARCHED
@settings(RANDOM, max_examples=25)
@given(data=st.data())
def test_what_a_list_echoes_finds_the_same_by_search(
    clients: list[TestClient], resource: Resource, data: st.DataObject
) -> None:
    asked = data.draw(query_strings(resource))
    for client in clients:
        answer = client.get(f"/v1/{resource.name}", params=asked)
        meta = answer.json()["meta"]
        body = {name: meta["query"][name] for name in ("where", "sort", "rollup")} | {"page_size": meta["page_size"]}
        body |= {"q": asked["q"]} if "q" in asked else {}

        found = client.post(f"/v1/{resource.name}/search", json=body)

        told = found.json()["meta"]
        assert found.status_code == 200, (asked, found.text)
        assert found.content.partition(b',"meta":')[0] == answer.content.partition(b',"meta":')[0]
        for name in ("total", "next_cursor", "prev_cursor"):
            assert told[name] == meta[name], asked
        assert told["query"]["where"] == meta["query"]["where"]
        if cursor := meta["next_cursor"]:
            following = client.get(f"/v1/{resource.name}", params=asked | {"cursor": cursor}).json()
            assert search(client, resource, **body, cursor=cursor)["data"] == following["data"] != []
            back = search(client, resource, **body, cursor=following["meta"]["prev_cursor"])
            assert back["data"] == answer.json()["data"]


@SEARCHED
@settings(RANDOM, max_examples=25)
@given(data=st.data())
def test_both_databases_find_the_same_and_the_echo_finds_it_again(
    clients: list[TestClient], resource: Resource, data: st.DataObject
) -> None:
    where = data.draw(TREES[resource.name])
    rollup = data.draw(st.booleans())

    one, other = (search(client, resource, where=where, rollup=rollup, page_size=40) for client in clients)

    assert one == other, where
    again = search(clients[0], resource, where=one["meta"]["query"]["where"], rollup=rollup, page_size=40)
    assert again["data"] == one["data"]
    assert again["meta"]["next_cursor"] == one["meta"]["next_cursor"]
    assert again["meta"]["query"]["where"] == one["meta"]["query"]["where"]


@settings(RANDOM, max_examples=250)
@given(data=st.data())
def test_sets_statements_and_plain_python_find_the_same_studies(
    clients: list[TestClient], naive: Naive, known_trees: Trees, data: st.DataObject
) -> None:
    where = data.draw(known_trees)
    expected = [accession_number(name) for name in naive.find(where)]

    for client in clients:
        found = by_sets_and_by_statement(client, where)
        assert found == (expected, expected), where


def by_sets_and_by_statement(client: TestClient, where: dict[str, Any]) -> tuple[list[int], list[int]]:
    query = read_body(STUDIES, orjson.dumps({"where": where}))
    with client.app.state.store.snapshot() as snapshot:  # type: ignore[attr-defined]
        tree = understand(snapshot, query).where
        statement = select(Study.id).where(clause(tree)).order_by(Study.id)
        return list(Sets(snapshot).matching(tree)), list(snapshot.connection.scalars(statement))


@pytest.fixture(scope="module")
def naive(corpus: Corpus) -> Naive:
    return Naive(corpus)


@pytest.fixture(scope="module")
def known_trees(naive: Naive) -> Trees:
    """Trees over the values that the documents have."""

    def values(field: Field) -> st.SearchStrategy[Any]:
        known = st.sampled_from(naive.values(field.name))
        return known.map(lambda text: text[2:9].strip() or "a") | WORDS if field.kind == Kind.TEXT else known

    return trees(STUDIES, FIELDS, values)


def test_most_fields_are_compared_in_plain_python() -> None:
    left = {field.name for field in STUDIES.fields} - set(FIELDS)

    assert len(FIELDS) > 2 * len(left), left
