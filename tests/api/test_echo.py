"""The echo of a tree lists filters only where parameters would ask the same."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

ROLE = {"field": "arm_role", "op": "any", "value": "comparator"}
ROUTE = {"field": "route", "op": "any", "value": "topical"}
YEAR = {"field": "year", "op": "gte", "value": 2024}
HAIR = {"field": "indication", "op": "any", "value": "alopecia"}
IN_ONE_ARM = {"any": {"of": "arms", "where": {"and": [ROUTE, ROLE]}}}
PLAIN: list[tuple[dict[str, Any], str]] = [
    (YEAR, "year__gte=2024"),
    ({"and": [{"and": [HAIR]}, YEAR]}, "year__gte=2024&indication=alopecia"),
    ({"and": [IN_ONE_ARM, YEAR]}, "year__gte=2024&arm_role=comparator&route=topical"),
    ({"field": "level", "op": "all", "value": ["human", "animal"]}, "level__all=human,animal"),
    ({"field": "level", "op": "not", "value": ["human", "animal"]}, "level__not=human,animal"),
]
MORE: list[dict[str, Any]] = [
    {"or": [HAIR, YEAR]},
    {"not": YEAR},
    {"and": [YEAR, {"not": {"or": [HAIR, ROLE]}}]},
    {"and": [ROLE, ROUTE]},
    {"any": {"of": "arms", "where": ROUTE | {"op": "not"}}},
]


@pytest.mark.parametrize(("where", "asked"), PLAIN)
def test_filters_of_a_plain_conjunction_are_those_of_the_query_string(
    client: TestClient, where: dict[str, Any], asked: str
) -> None:
    found = client.post("/v1/studies/search", json={"where": where}).json()
    listed = client.get(f"/v1/studies?{asked}").json()

    def by_name(answer: dict[str, Any]) -> list[dict[str, Any]]:
        return sorted(answer["meta"]["query"]["filters"], key=lambda item: str(item["parameter"]))

    assert by_name(found) == by_name(listed) != []
    assert found["meta"]["total"] == listed["meta"]["total"]


@pytest.mark.parametrize("where", MORE)
def test_filters_are_null_where_no_parameters_ask_the_same(client: TestClient, where: dict[str, Any]) -> None:
    query = client.post("/v1/studies/search", json={"where": where}).json()["meta"]["query"]

    assert query["filters"] is None
    assert query["where"] is not None


def test_what_slugs_include_is_told_of_any_tree(client: TestClient) -> None:
    query = client.post("/v1/studies/search", json={"where": {"not": HAIR}}).json()["meta"]["query"]
    listed = client.get("/v1/studies?indication=alopecia").json()["meta"]["query"]

    assert "androgenetic-alopecia" in query["includes"]["indication"]["alopecia"]
    assert query["includes"] == listed["includes"]
