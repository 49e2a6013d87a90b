"""Pictures are drawn in each form, say what they count, and are honest about nothing."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.charts.router import CHARTS
from app.core.errors import NotAcceptableError

NAMES = [chart.name for chart in CHARTS]


def spec(client: TestClient, name: str, query: str = "") -> Any:
    answer = client.get(f"/v1/charts/{name}.vl.json{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    return answer.json()


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_drawn_from_its_specification(client: TestClient, name: str) -> None:
    drawn = client.get(f"/v1/charts/{name}.svg?indication=hair-loss", headers={"Accept": "image/*"})

    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")
    assert spec(client, name)["title"]["text"] in drawn.text
    assert "http://www.w3.org" in drawn.text
    assert "<image" not in drawn.text


def test_a_picture_is_drawn_in_points(client: TestClient) -> None:
    drawn = client.get("/v1/charts/ladder.png?indication=hair-loss")

    assert drawn.headers["content-type"] == "image/png"
    assert drawn.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_drawn_as_nothing(client: TestClient, name: str) -> None:
    found = spec(client, name, "?year=1950")

    assert "0 studies" in found["title"]["subtitle"][0]
    assert found["mark"]["type"] == "text"


def test_the_map_marks_its_gaps_and_tells_what_it_leaves_out(client: TestClient) -> None:
    found = spec(client, "evidence-map", "?source_origin=plant&rows=source&cols=indication")

    points = found["data"]["values"]
    assert any(point["studies"] == 0 for point in points)
    told = " ".join(found["title"]["subtitle"])
    assert "Not drawn:" in told
    assert "without any study" in told


def test_the_forest_shows_each_rate_with_its_denominator(client: TestClient) -> None:
    rows = {row["label"]: row for row in spec(client, "safety")["data"]["values"]}

    rate = rows["human: Hepatotoxicity"]
    assert (rate["count"], rate["low"] < rate["share"] < rate["high"]) == ("1/22", True)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("ladder.gif", 422),
        ("colours.svg", 404),
        ("ladder.svg?by=design", 422),
        ("safety.svg?by=colour", 422),
        ("evidence-map.svg?layer=design", 422),
    ],
)
def test_what_cannot_be_drawn_is_refused(client: TestClient, address: str, status: int) -> None:
    assert client.get(f"/v1/charts/{address}").status_code == status


def test_a_form_that_is_not_accepted_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/charts/ladder.svg", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (406, NotAcceptableError.code)
