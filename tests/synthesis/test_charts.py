"""Pictures are drawn in each form, say what they count, and are honest about nothing."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.charts.router import CHARTS
from app.charts.style import FEW, WIDTH, count_axis
from app.core.errors import NotAcceptableError
from app.curation.loader import load
from tests import factories

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


def told(found: Any) -> str:
    return " ".join(found["title"]["subtitle"])


def layers(found: Any) -> Any:
    return found.get("layer", [found])


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_drawn_as_nothing(client: TestClient, name: str) -> None:
    found = spec(client, name, "?year=1950")

    assert found["title"]["subtitle"] == ["Year 1950: 0 studies. ExoKB 2026.11, revision 1."]
    assert found["data"]["values"] == [{"why": "No study matches the question."}]
    assert found["mark"]["type"] == "text"


@pytest.mark.parametrize("query", ["", "?year=1950"])
def test_full_and_empty_pictures_are_equally_wide(client: TestClient, query: str) -> None:
    drawn = client.get(f"/v1/charts/ladder.png{query}")

    # The header of a PNG tells its width.
    assert int.from_bytes(drawn.content[16:20], "big") == 2 * WIDTH


def test_a_wrong_question_is_refused_also_where_no_study_matches(client: TestClient) -> None:
    answer = client.get("/v1/charts/evidence-map.svg?year=1950&rows=year&cols=year")

    assert [fault["code"] for fault in answer.json()["errors"]] == ["twin-dimension"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("ladder", "No study that matches the question says at which level it observed."),
        ("timeline", "No study that matches the question states its year."),
        ("outcomes", "No study has an outcome with a direction."),
        ("protocols", "No study was asked for any part."),
        ("safety", "No study reports harm, or how many people it saw without an event."),
    ],
)
def test_what_studies_do_not_state_is_no_picture(client: TestClient, session: Session, name: str, why: str) -> None:
    load(session, factories.corpus(factories.study(levels=[], year=None, design="systematic_review", arms=[])))

    assert spec(client, name)["data"]["values"] == [{"why": why}]


@pytest.mark.parametrize(("name", "side"), [("outcomes", "x"), ("ladder", "x"), ("timeline", "y")])
def test_an_axis_of_few_studies_writes_each_number_once(client: TestClient, name: str, side: str) -> None:
    few, many = (layers(spec(client, name, query))[0] for query in ("?accession=EXS000001", ""))

    assert few["encoding"][side]["axis"]["values"] == [0, 1]
    assert "values" not in many["encoding"][side]["axis"]


def test_an_axis_writes_each_number_up_to_a_dozen() -> None:
    assert count_axis("studies", FEW)["values"] == list(range(FEW + 1))
    assert "values" not in count_axis("studies", FEW + 1)


@pytest.mark.parametrize("name", NAMES)
def test_one_study_is_no_studies(client: TestClient, name: str) -> None:
    found = spec(client, name, "?accession=EXS000001")

    assert "EXS000001: 1 study. " in told(found)
    assert not re.search(r"\b1 (studies|events|years|rows|columns|arms)\b", told(found))


@pytest.mark.parametrize(
    ("name", "of"),
    [("evidence-map", "best evidence level of the studies"), ("timeline", "evidence level of the study")],
)
def test_legends_say_which_evidence_level_is_strongest(client: TestClient, name: str, of: str) -> None:
    legends = re.findall(r"'legend': {'title': '([^']*level[^']*)'", str(spec(client, name)))

    assert legends == [f"{of}, 1 is strongest"]


def test_votes_are_written_out_beside_their_bars(client: TestClient) -> None:
    bars, texts = (layer["data"]["values"] for layer in spec(client, "outcomes")["layer"])

    votes = {row["label"]: row["told"] for row in texts}
    assert votes["level 5: animals and laboratory (159)"] == "improved 130, mixed 23, no difference 1, worsened 5"
    assert {row["label"] for row in bars} == set(votes)


def test_a_rung_without_studies_has_no_bar(client: TestClient) -> None:
    bars, labels = (layer["data"]["values"] for layer in spec(client, "ladder", "?accession=EXS000001")["layer"])

    assert [(bar["label"], bar["studies"]) for bar in bars] == [("in people", 1)]
    assert [row["told"] for row in labels] == ["with results 1", "no study", "no study", "no study"]


def test_reviews_and_records_without_results_are_told_apart_from_results(client: TestClient) -> None:
    rungs = client.get("/v1/synthesis/ladder").json()["data"]["rungs"]
    _, labels = (layer["data"]["values"] for layer in spec(client, "ladder")["layer"])

    people = rungs[-1]
    words = f"with results {people['with_results']}, reviews {people['reviews']}, others {people['others']}"
    assert labels[0] == {"label": "in people", "told": words}


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
