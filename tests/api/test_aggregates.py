"""Aggregates are what the documents say, counted again in plain Python; each group leads to its rows."""

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api import RESOURCES
from app.reads.grouping import metrics_of
from tests.api.recount import INDICATIONS, SOURCES, TERMS, Unit, Values, at_depth, lineage, origin, recount, treats

Place = Callable[[Unit], Iterable[Values]]


def arms(unit: Unit) -> Any:
    return unit[0]["arms"]


def or_none(values: Iterable[Any]) -> list[Any]:
    return list(values) or [None]


CASES: dict[str, Place] = {
    "studies?by=design": lambda unit: [(unit[0]["design"],)],
    "studies?by=year:10,design": lambda unit: [
        (None if unit[0]["year"] is None else unit[0]["year"] // 10 * 10, unit[0]["design"])
    ],
    "studies?by=source": lambda unit: [(arm["source"],) for arm in arms(unit)],
    "studies?by=source:1,design": lambda unit: [
        (at_depth(SOURCES, arm["source"], 1), unit[0]["design"]) for arm in arms(unit)
    ],
    "studies?by=indication:0": lambda unit: [
        (each and at_depth(INDICATIONS, each, 0),) for each in or_none(unit[0]["indications"])
    ],
    "studies?by=level,topic,design": lambda unit: product(
        or_none(unit[0]["levels"]), or_none(unit[0]["topics"]), [unit[0]["design"]]
    ),
    # One and the same arm.
    "studies?by=route,isolation": lambda unit: [(arm["route"], arm["isolation"]) for arm in arms(unit)],
    "studies?by=source_origin,source:0": lambda unit: [
        (origin(arm), at_depth(SOURCES, arm["source"], 0)) for arm in arms(unit)
    ],
    "studies?by=route&source_origin=plant": lambda unit: [
        (arm["route"],) for arm in arms(unit) if origin(arm) == "plant"
    ],
    "studies?by=indication&indication=alopecia": lambda unit: [
        (slug,) for slug in unit[0]["indications"] if "alopecia" in lineage(INDICATIONS, slug)
    ],
    "studies?by=outcome_direction": lambda unit: [
        (direction,) for direction in or_none({row["direction"] for row in unit[0]["outcomes"]})
    ],
    "adverse-events?by=term,source_origin": lambda unit: [(unit[2]["term"], origin(unit[1]))],  # type: ignore[index, arg-type]
    "adverse-events?by=source_origin,soc": lambda unit: [(origin(unit[1]), TERMS[unit[2]["term"]]["soc"])],  # type: ignore[index, arg-type]
    "adverse-events?by=severity,serious,relatedness": lambda unit: [
        (unit[2]["severity"], unit[2]["serious"], unit[2]["relatedness"])  # type: ignore[index]
    ],
    "adverse-events?by=term,source_origin&indication=covid-19": lambda unit: (
        [(unit[2]["term"], origin(unit[1]))] if treats(unit[0], "covid-19") else []  # type: ignore[index, arg-type]
    ),
    "adverse-events?by=indication_category,route": lambda unit: [
        (category, unit[1]["route"])  # type: ignore[index]
        for category in or_none(INDICATIONS[slug]["category"] for slug in unit[0]["indications"])
    ],
    "outcomes?by=direction,indication:0": lambda unit: [
        (unit[2]["direction"], each and at_depth(INDICATIONS, each, 0))  # type: ignore[index]
        for each in or_none(unit[0]["indications"])
    ],
    "outcomes?by=compared_with,source&year__gte=2024": lambda unit: (
        [(unit[2]["compared_with"], unit[1]["source"])] if (unit[0]["year"] or 0) >= 2024 else []  # type: ignore[index]
    ),
    "mechanisms?by=pathway,effect,source:0": lambda unit: [
        (unit[2]["pathway"], unit[2]["effect"], at_depth(SOURCES, unit[1]["source"], 0))  # type: ignore[index]
    ],
    "mechanisms?by=target": lambda unit: [(symbol,) for symbol in or_none(unit[2]["targets"])],  # type: ignore[index]
}
BY_NAME = {resource.name: resource for resource in RESOURCES}
AGGREGATED = ("studies", "outcomes", "adverse-events", "mechanisms")


@pytest.mark.parametrize("case", CASES)
def test_groups_are_those_of_the_documents(client: TestClient, case: str) -> None:
    resource, _, query = case.partition("?")
    metrics = metrics_of(BY_NAME[resource])
    body = client.get(f"/v1/{resource}/aggregate?{query}&metric={','.join(metrics)}").json()
    figures = [name for name in body["data"][0] if name not in ("values", "names", "link", "link_missing_because")]

    expected = {
        values: {name: found[name] for name in figures} for values, found in recount(resource, CASES[case]).items()
    }
    width = len(body["meta"]["dimensions"])
    expected.setdefault((None,) * width, {name: None if name in SUMS else 0 for name in figures})

    found = {tuple(group["values"].values()): {name: group[name] for name in figures} for group in body["data"]}
    assert found == expected
    assert body["meta"]["groups_total"] == len(expected)
    first = [(group[metrics[0]] is None, -group[metrics[0]]) for group in body["data"]]
    assert first == sorted(first)


SUMS = ("participants", "events", "at_risk")


@pytest.mark.parametrize("case", CASES)
def test_each_link_leads_to_as_many_rows(client: TestClient, case: str) -> None:
    resource, _, query = case.partition("?")
    body = client.get(f"/v1/{resource}/aggregate?{query}").json()
    for group in body["data"][:25]:
        counted = group[body["meta"]["counts"]]
        if group["link"] is None:
            assert group["link_missing_because"], group
        else:
            assert client.get(group["link"]).json()["meta"]["total"] == counted, group


@pytest.mark.parametrize("name", AGGREGATED)
def test_by_every_field_the_groups_add_up_to_the_list(client: TestClient, name: str) -> None:
    total = client.get(f"/v1/{name}").json()["meta"]["total"]
    for field in BY_NAME[name].groupable:
        body = client.get(f"/v1/{name}/aggregate", params={"by": field}).json()
        meta = body["meta"]
        counts = meta["counts"]
        dimension = meta["dimensions"][0]
        added = sum(group[counts] for group in body["data"])

        assert meta["total"][counts] == total == dimension["with_value"] + dimension["without_value"], field
        assert added >= total - meta["in_no_group"], field
        assert added == total or dimension["multi_valued"], field
        assert any(group["values"] == {field: None} for group in body["data"]), field


def test_names_stand_beside_slugs(client: TestClient) -> None:
    groups = client.get("/v1/studies/aggregate?by=source:0,design").json()["data"]

    assert {group["names"]["source:0"] for group in groups if group["values"]["source:0"] == "plant"} == {"Plant (any)"}
