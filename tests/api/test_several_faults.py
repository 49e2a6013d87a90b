"""Each value that is wrong is told, where it is wrong, with what was probably meant."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

SEVERAL = [
    ("studies?design=foo,bar,cohort", ["unknown-value"] * 2),
    ("studies?sort=nope,year,nope2", ["unknown-sort"] * 2),
    ("studies?fields=titel,title,title.x", ["unknown-field"] * 2),
    ("studies?facets=titel,design:3", ["unknown-field", "no-levels"]),
    ("studies?pmid=abc,33073298,PMC1&year=x", ["malformed-identifier"] * 2 + ["not-an-integer"]),
    ("studies/aggregate?by=foo,bar&metric=a,b", ["unknown-field"] * 2 + ["unknown-value"] * 2),
    ("studies?fields=" + "x," * 200 + "x", ["unknown-field"] * 50),
    ("studies?fields=identifiers,identifiers.zzz", ["unknown-field"]),
    ("studies?fields=identifiers.zzz,identifiers", ["unknown-field"]),
    ("studies?view=full&fields=arms,arms.nonsense.more", ["unknown-field"]),
]
BODIES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"sort": ["year", "nope", "-nope2"]}, [("unknown-sort", "/sort/1"), ("unknown-sort", "/sort/2")]),
    ({"sort": [1, "year", [2]]}, [("wrong-type", "/sort/0"), ("wrong-type", "/sort/2")]),
    ({"sort": []}, [("empty-value", "/sort")]),
    ({"sort": "year"}, [("wrong-type", "/sort")]),
    ({"fields": ["title", "titel"]}, [("unknown-field", "/fields/1")]),
    ({"facets": ["design", "titel"]}, [("unknown-field", "/facets/1")]),
]
MEANT = [
    ("year__in", "year"),
    ("year__eq", "year"),
    ("title__like", "title__contains"),
    ("indicaton", "indication"),
    ("limit", "page_size"),
    ("per_page", "page_size"),
    ("offset", "page"),
    ("select", "fields"),
    ("search", "q"),
    ("order_by", "sort"),
    ("ordering", "sort"),
]


@pytest.mark.parametrize(("address", "codes"), SEVERAL)
def test_every_value_that_is_wrong_is_told(client: TestClient, address: str, codes: list[str]) -> None:
    answer = client.get(f"/v1/{address}")

    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json()["errors"]] == codes


@pytest.mark.parametrize(("body", "faults"), BODIES)
def test_a_body_is_told_which_value_is_wrong(
    client: TestClient, body: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    answer = client.post("/v1/studies/search", json=body)

    assert answer.status_code == 422
    assert [(fault["code"], fault["pointer"]) for fault in answer.json()["errors"]] == faults


def test_a_number_among_texts_is_told_as_such(client: TestClient) -> None:
    answer = client.post("/v1/studies/search", json={"sort": [1]}).json()

    assert answer["detail"] == "sort holds 1; each of its values is a text."


def test_a_path_below_what_is_wanted_whole_changes_nothing(client: TestClient) -> None:
    whole, both, other = (
        client.get(f"/v1/studies?fields={fields}").json()["data"]
        for fields in ("identifiers", "identifiers,identifiers.doi", "identifiers.doi,identifiers")
    )

    assert whole == both == other


@pytest.mark.parametrize(("name", "meant"), MEANT)
def test_the_parameter_that_was_meant_comes_first(client: TestClient, name: str, meant: str) -> None:
    fault = client.get(f"/v1/studies?{name}=1").json()["errors"][0]

    assert (fault["code"], fault["did_you_mean"][0]) == ("unknown-parameter", meant)


def test_a_body_and_a_synthesis_suggest_what_they_take(client: TestClient) -> None:
    body = client.post("/v1/studies/search", json={"limit": 5}).json()["errors"][0]
    synthesis = client.get("/v1/synthesis/safety?year__in=2024").json()["errors"][0]

    assert body["did_you_mean"] == ["page_size"]
    assert synthesis["did_you_mean"][0] == "year"


def test_the_own_parameters_of_a_field_are_all_that_is_suggested(client: TestClient) -> None:
    fault = client.get("/v1/studies?year__in=2024").json()["errors"][0]

    assert {name.partition("__")[0] for name in fault["did_you_mean"]} == {"year"}
