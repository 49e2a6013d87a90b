"""What holds for every list: pages, order, filters, totals."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, event

from app.api import RESOURCES
from app.core.fields import Resource
from app.core.operators import Operator
from app.curation.reader import Corpus

LISTS = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)


def key_of(row: dict[str, Any]) -> str:
    return str(row.get("id") or row.get("accession") or row.get("slug"))


def walk(client: TestClient, address: str, way: str = "next") -> list[str]:
    keys = []
    link: str | None = address
    while link:
        body = client.get(link).json()
        rows = [key_of(row) for row in body["data"]]
        keys += rows if way == "next" else rows[::-1]
        link = body["links"][way]
    return keys


@LISTS
def test_walk_over_all_pages_gives_each_row_once_in_both_directions(client: TestClient, resource: Resource) -> None:
    for sort in resource.sort_values:
        address = f"/v1/{resource.name}?sort={sort}&page_size=37"
        total = client.get(address).json()["meta"]["total"]
        forward = walk(client, address)
        last = address
        while following := client.get(last).json()["links"]["next"]:
            last = following

        backward = walk(client, last, "prev")

        assert len(forward) == len(set(forward)) == total
        assert backward[::-1] == forward


@LISTS
def test_numbered_pages_give_the_same_rows_as_cursors(client: TestClient, resource: Resource) -> None:
    address = f"/v1/{resource.name}?page_size=50"

    assert walk(client, f"{address}&page=1") == walk(client, address)


# No seeded study is retracted; events exclude a statement of no harm; no comparator has a mechanism.
WITHOUT_ROWS = {("adverse-events", "safety_scope"), ("mechanisms", "comparator_type")}


@LISTS
def test_every_parameter_takes_its_example_and_gives_rows(client: TestClient, resource: Resource) -> None:
    for name, (field, operator) in resource.parameters.items():
        value = "false" if operator == Operator.ISNULL else str(field.example)
        value = value.lower() if isinstance(field.example, bool) else value
        assert field.example is not None, name

        answer = client.get(f"/v1/{resource.name}", params={name: value})

        assert answer.status_code == 200, (name, value, answer.text)
        is_example = operator in (Operator.EQ, Operator.CONTAINS) and field.name != "retraction_status"
        if is_example and (resource.name, field.name) not in WITHOUT_ROWS:
            assert answer.json()["data"], (name, value)


@LISTS
def test_not_is_the_complement_and_isnull_splits(client: TestClient, resource: Resource) -> None:
    def total(**params: str) -> int:
        return int(client.get(f"/v1/{resource.name}", params=params).json()["meta"]["total"])

    everything = total()
    for name, (field, operator) in resource.parameters.items():
        value = str(field.example)
        if operator == Operator.NOT:
            assert total(**{name: value}) + total(**{field.name: value}) == everything, name
        if operator == Operator.ISNULL and not (field.scope and field.scope.many):
            assert total(**{name: "true"}) + total(**{name: "false"}) == everything, name


@LISTS
def test_number_of_queries_does_not_grow_with_the_rows(
    client: TestClient, connection: Connection, resource: Resource
) -> None:
    def queries(size: int) -> int:
        seen: list[str] = []

        def note(*args: Any) -> None:
            seen.append(args[2])

        event.listen(connection, "before_cursor_execute", note)
        client.get(f"/v1/{resource.name}?page_size={size}")
        event.remove(connection, "before_cursor_execute", note)
        return len([statement for statement in seen if statement.startswith("SELECT")])

    assert queries(3) == queries(40) <= 9


def test_alopecia_and_plants_in_people_are_those_of_the_documents(client: TestClient, corpus: Corpus) -> None:
    parents = {item.name: item.record.parent for item in corpus.indications}
    origins = {item.name: item.record.origin for item in corpus.sources}

    def is_alopecia(slug: str | None) -> bool:
        return slug == "alopecia" or (slug is not None and is_alopecia(parents[slug]))

    expected = [
        item.name
        for item in corpus.studies
        if "human" in item.record.levels
        and any(is_alopecia(slug) for slug in item.record.indications)
        and any(arm.source and origins[arm.source] == "plant" for arm in item.record.arms)
    ]

    found = walk(client, "/v1/studies?indication=alopecia&source_origin=plant&level=human&page_size=2")

    assert found == expected != []


def test_conditions_on_arms_hold_for_one_and_the_same_arm(client: TestClient, corpus: Corpus) -> None:
    expected = [
        item.name
        for item in corpus.studies
        if any(arm.route == "topical" and arm.role == "comparator" for arm in item.record.arms)
    ]

    assert walk(client, "/v1/studies?route=topical&arm_role=comparator") == expected != []


def test_rollup_can_be_turned_off_and_is_echoed(client: TestClient) -> None:
    wide = client.get("/v1/studies?indication=alopecia").json()["meta"]
    narrow = client.get("/v1/studies?indication=alopecia&rollup=false").json()["meta"]

    assert wide["total"] > narrow["total"]
    assert "androgenetic-alopecia" in wide["query"]["filters"][0]["includes"]["alopecia"]
    assert narrow["query"]["filters"][0]["includes"] == {"alopecia": ["alopecia"]}


def test_zero_affected_is_a_value_and_not_silence(client: TestClient, corpus: Corpus) -> None:
    events = [event for item in corpus.studies for event in item.record.adverse_events]

    zero = client.get("/v1/adverse-events?n_affected=0").json()
    silent = client.get("/v1/adverse-events?n_affected__isnull=true").json()

    assert zero["meta"]["total"] == sum(event.n_affected == 0 for event in events)
    assert all(row["n_affected"] == 0 for row in zero["data"])
    assert silent["meta"]["total"] == sum(event.n_affected is None for event in events)
