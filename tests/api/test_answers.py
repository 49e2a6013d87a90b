"""How much of a row is given, and which rows: projections, views, records by key."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api import RESOURCES
from app.core.fields import Resource
from app.core.projection import all_paths
from app.shared.study_schemas import StudyRead, StudySummary

LISTS = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)


def data(client: TestClient, address: str) -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


def key_of(row: dict[str, Any]) -> str:
    return str(row.get("id") or row.get("accession") or row.get("slug"))


@LISTS
def test_every_path_of_a_row_can_be_asked_for(client: TestClient, resource: Resource) -> None:
    for view, schema in resource.views.items():
        shown = f"view={view}&" if len(resource.views) > 1 else ""
        whole = data(client, f"/v1/{resource.name}?{shown}page_size=3")
        for path in all_paths(schema):
            first, *rest = path.split(".")

            rows = data(client, f"/v1/{resource.name}?{shown}page_size=3&fields={path}")

            assert [list(row) for row in rows] == [[first]] * len(whole)
            if not rest:
                assert [row[first] for row in rows] == [row[first] for row in whole]


def test_parts_of_parts_keep_their_shape(client: TestClient) -> None:
    row = data(client, "/v1/studies?ids=EXS000009&view=full&fields=year,arms.source,arms.dose,identifiers.doi")[0]
    whole = client.get("/v1/studies/EXS000009").json()["data"]

    assert row == {
        "year": whole["year"],
        "arms": [{"source": arm["source"], "dose": arm["dose"]} for arm in whole["arms"]],
        "identifiers": {"doi": whole["identifiers"]["doi"]},
    }


def test_a_full_row_is_the_record_itself(client: TestClient) -> None:
    for row in data(client, "/v1/studies?view=full&page_size=20"):
        assert row == client.get(f"/v1/studies/{row['accession']}").json()["data"]


def test_what_was_finished_when_written_is_what_the_schemas_say(client: TestClient) -> None:
    for view, schema in (("summary", StudySummary), ("full", StudyRead)):
        link: str | None = f"/v1/studies?view={view}&page_size=200"
        while link:
            body = client.get(link).json()
            for row in body["data"]:
                assert list(row) == list(schema.model_fields)
            link = body["links"]["next"]
    body = client.get("/v1/studies?view=full&page_size=50").content
    first = body[len('{"data":[') : body.index(b',{"accession":"EXS000002"')]
    assert StudyRead.model_validate_json(first).model_dump_json().encode() == first


@LISTS
def test_records_by_key_come_in_the_order_asked_for(client: TestClient, resource: Resource) -> None:
    keys = [key_of(row) for row in data(client, f"/v1/{resource.name}?page_size=200")][:7][::-1]
    keys = [*keys, keys[0]]

    answer = client.get(f"/v1/{resource.name}?ids={','.join(keys)}").json()

    assert [key_of(row) for row in answer["data"]] == keys
    assert (answer["meta"]["total"], answer["meta"]["missing"]) == (len(keys), [])


def test_what_is_missing_is_named_with_its_reason(client: TestClient) -> None:
    answer = client.get("/v1/studies?ids=EXS999999,EXS000009,pmid:999999999").json()

    assert [row["accession"] for row in answer["data"]] == ["EXS000009"]
    assert [(item["id"], item["code"]) for item in answer["meta"]["missing"]] == [
        ("EXS999999", "not-found"),
        ("pmid:999999999", "not-found"),
    ]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("fields=titel", "unknown-field"),
        ("fields=title.x", "unknown-field"),
        ("fields=arms.source", "unknown-field"),
        ("view=long", "unknown-value"),
        ("ids=EXS000009&year=2024", "ids-alone"),
        ("ids=EXS000009&sort=year", "ids-alone"),
        ("ids=EXS000009,nothing", "malformed-identifier"),
        ("ids=EXS000009,,EXS000010", "malformed-identifier"),
        ("ids=" + ",".join(["EXS000009"] * 201), "too-many-values"),
    ],
)
def test_nonsense_is_refused_with_a_reason(client: TestClient, query: str, code: str) -> None:
    answer = client.get(f"/v1/studies?{query}")

    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json()["errors"]] == [code]
