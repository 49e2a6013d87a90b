"""Facets count what a click would find: each field as if its own filter were off, all others on."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api import RESOURCES
from app.core.fields import Resource

CASES = {
    "studies": [
        ("design,indication,source:0,level,year:10", {}),
        ("design,indication", {"design": "cohort,case_series"}),
        ("indication,source,route", {"indication": "alopecia", "source_origin": "plant"}),
        ("route,source", {"route": "topical", "source_origin": "human"}),
        ("level,retraction_status", {"level__not": "human", "title__contains": "exosome"}),
    ],
    "outcomes": [("direction,indication,design", {"direction": "improved", "indication_category": "hair"})],
    "adverse-events": [("term,soc,source_origin,serious", {"source_origin": "human"})],
    "mechanisms": [("pathway,target,effect", {"effect": "activates", "target": "CTNNB1"})],
    "sources": [("origin", {"name__contains": "adipose"})],
}


def facets(client: TestClient, resource: str, names: str, asked: dict[str, str]) -> dict[str, Any]:
    body = client.get(f"/v1/{resource}", params=asked | {"facets": names, "page_size": "1"}).json()
    found: dict[str, Any] = body["meta"]["facets"]
    return found


@pytest.mark.parametrize("resource", CASES)
def test_each_bucket_counts_what_its_filter_finds(client: TestClient, resource: str) -> None:
    for names, asked in CASES[resource]:
        for text, facet in facets(client, resource, names, asked).items():
            name, _, number = text.partition(":")
            others = {key: value for key, value in asked.items() if key.partition("__")[0] != name}
            assert facet["total"] == total(client, resource, others)
            assert [one["count"] for one in facet["buckets"]] == sorted(
                (one["count"] for one in facet["buckets"]), reverse=True
            )
            for bucket in facet["buckets"][:12]:
                value: Any = str(bucket["value"]).lower() if isinstance(bucket["value"], bool) else bucket["value"]
                wanted = {name: value} if not facet["level"] and facet["step"] is None else {}
                if facet["step"] is not None:
                    wanted = {f"{name}__gte": value, f"{name}__lte": value + int(number) - 1}
                exact = {"rollup": "false"} if bucket.get("name") and facet["level"] is None else {}
                if exact and any("indication" in key for key in others):
                    continue  # the other filter would lose its descendants too
                assert bucket["count"] == total(client, resource, others | wanted | exact), (text, bucket)


def total(client: TestClient, resource: str, asked: dict[str, Any]) -> int:
    return int(client.get(f"/v1/{resource}", params=asked).json()["meta"]["total"])


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_every_field_that_can_be_grouped_by_has_a_facet(client: TestClient, resource: Resource) -> None:
    names = list(resource.groupable)
    for start in range(0, len(names), 10):
        found = facets(client, resource.name, ",".join(names[start : start + 10]), {})

        assert list(found) == names[start : start + 10]
        for name, facet in found.items():
            counted = sum(bucket["count"] for bucket in facet["buckets"]) + facet["missing"]
            assert counted == facet["total"] or facet["multi_valued"], name


def test_the_missing_are_those_that_isnull_finds(client: TestClient) -> None:
    for name in ("route", "design", "blinding", "source"):
        facet = facets(client, "studies", name, {})[name]

        assert facet["missing"] == total(client, "studies", {f"{name}__isnull": "true"})


def test_a_list_without_facets_says_nothing_of_them(client: TestClient) -> None:
    assert client.get("/v1/studies").json()["meta"]["facets"] is None


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("title", "unknown-field"),
        ("desing", "unknown-field"),
        ("design,design", "twin-field"),
        ("design:1", "no-levels"),
        ("source:x", "out-of-range"),
        ("year:0", "out-of-range"),
        (",".join(["design"] * 11), "too-many-values"),
    ],
)
def test_what_cannot_be_counted_is_refused(client: TestClient, asked: str, code: str) -> None:
    answer = client.get("/v1/studies", params={"facets": asked})

    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json()["errors"]] == [code]
    if code == "unknown-field":
        assert "design" in answer.json()["errors"][0]["allowed"]
