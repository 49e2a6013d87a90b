"""Pictures are drawn in each form, say what they count, and are honest about nothing."""

import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.charts.catalogue import CHARTS
from app.charts.ladder import COLOURS as RUNG_COLOURS
from app.charts.lettering import fit, width_of, wrap
from app.charts.levels import COLOURS, DARK, WORDS
from app.charts.style import FEW, INK, TEXT_ROOM, VOTE_COLOURS, WIDTH, count_axis
from app.core.errors import NotAcceptableError
from app.curation.loader import load
from app.synthesis.part_words import PART_WORDS
from app.vocab import EvidenceLevel
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


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_says_what_it_shows_to_those_who_hear_it(client: TestClient, name: str) -> None:
    drawn = ET.fromstring(client.get(f"/v1/charts/{name}.svg?q=wound").text)  # noqa: S314
    found = spec(client, name, "?q=wound")

    assert (drawn.get("role"), [each.tag.partition("}")[2] for each in drawn][:2]) == ("img", ["title", "desc"])
    assert [drawn[0].text, drawn[1].text] == [found["title"]["text"], found["description"]]
    assert " ".join(found["description"].split()) == " ".join([found["title"]["text"], *found["title"]["subtitle"]])


def test_a_picture_is_drawn_in_points(client: TestClient) -> None:
    drawn = client.get("/v1/charts/ladder.png?indication=hair-loss")

    assert drawn.headers["content-type"] == "image/png"
    assert drawn.content.startswith(b"\x89PNG")


def told(found: Any) -> str:
    return " ".join(found["title"]["subtitle"])


def layers(found: Any) -> Any:
    return found.get("layer", [found])


def encodings(found: Any) -> Any:
    return [layer["encoding"] for layer in layers(found) if "encoding" in layer]


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


def test_numbers_along_an_axis_do_not_collide(client: TestClient) -> None:
    drawn = client.get("/v1/charts/ladder.svg?level=animal").text

    axis = drawn.split("mark-text role-axis-label")[1].split("</g>")[0]
    ticks = [(float(place), label) for place, label in re.findall(r"translate\(([\d.]+),[^>]*>(\d+)<", axis)]
    assert ticks[-1][1] == "180"
    assert axis.count('text-anchor="middle"') == len(ticks)
    room = (width_of(one[1]) / 2 + width_of(other[1]) / 2 + 6 for one, other in pairwise(ticks))
    assert all(other[0] - one[0] > least for (one, other), least in zip(pairwise(ticks), room, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_one_study_is_no_studies(client: TestClient, name: str) -> None:
    found = spec(client, name, "?accession=EXS000001")

    assert "EXS000001: 1 study. " in told(found)
    assert not re.search(r"\b1 (studies|events|years|rows|columns|arms)\b", told(found))


@pytest.mark.parametrize(
    ("name", "of"),
    [("evidence-map", "best evidence level of the studies"), ("timeline", "evidence level of the study")],
)
def test_legends_say_what_evidence_levels_mean(client: TestClient, name: str, of: str) -> None:
    found = spec(client, name)
    colour = next(each["color"] for each in encodings(found) if "legend" in each.get("color", {}))
    named = {row["level"] for row in found["data"]["values"] if row["studies"]}

    assert colour["legend"]["title"] == f"{of}, 1 is strongest"
    assert colour["scale"]["domain"][1:3] == ["2 randomised trials", "3 cohorts, trials not randomised"]
    assert {"1 systematic reviews", "ungraded"} < named <= set(colour["scale"]["domain"])


def test_each_evidence_level_has_words_and_a_colour() -> None:
    assert [*map(str, WORDS)] == [*EvidenceLevel.values()]
    assert [*COLOURS] == [*WORDS, None]


@pytest.mark.parametrize("level", COLOURS)
def test_numbers_in_bubbles_have_contrast(level: int | None) -> None:
    number = "#ffffff" if level in DARK else INK
    light, dark = sorted((luminance(COLOURS[level]), luminance(number)), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("colours", [[*COLOURS.values()], [*VOTE_COLOURS], [*RUNG_COLOURS.values()]])
def test_neighbouring_colours_differ_in_grey(colours: list[str]) -> None:
    lightness = [116 * luminance(colour) ** (1 / 3) for colour in colours]

    assert all(abs(one - other) >= 10 for one, other in pairwise(lightness))


def luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_votes_are_written_out_beside_their_bars(client: TestClient) -> None:
    bars, texts = (layer["data"]["values"] for layer in spec(client, "outcomes")["layer"])

    votes = {row["label"]: row["told"] for row in texts}
    assert votes["5 animals, cells, narrative reviews (159)"] == "improved 130, mixed 23, no difference 1, worsened 5"
    assert {row["label"] for row in bars} == set(votes)


def test_directions_are_those_that_studies_state(client: TestClient) -> None:
    assert "45 of 53 against the state before" in told(spec(client, "outcomes"))


def test_a_rung_without_results_has_a_cross(client: TestClient) -> None:
    bars, labels, crosses = (
        layer["data"]["values"] for layer in spec(client, "ladder", "?accession=EXS000001")["layer"]
    )

    assert [(bar["label"], bar["studies"]) for bar in bars] == [("in people", 1)]
    assert [row["told"] for row in labels] == ["with results 1", "no results", "no results", "no results"]
    assert [row["label"] for row in crosses] == ["in animals", "ex vivo", "in vitro"]


def test_reviews_are_no_results_of_a_rung(client: TestClient, session: Session) -> None:
    load(session, factories.corpus(factories.study(levels=["animal"], design="systematic_review", identifiers={})))

    bars, labels, crosses = (layer["data"]["values"] for layer in spec(client, "ladder")["layer"])
    assert [(bar["label"], bar["kind"]) for bar in bars] == [("in animals", "reviews")]
    assert labels[1]["told"] == "no results; reviews 1"
    assert "in animals" in [row["label"] for row in crosses]


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


def test_parts_are_named_with_the_studies_they_are_asked_of(client: TestClient) -> None:
    found = spec(client, "protocols")
    reporting = client.get("/v1/synthesis/protocols").json()["data"]["reporting"]
    of = {each["part"]: each["reported"]["of"] for each in reporting}

    assert {row["part"] for row in found["data"]["values"]} == set(PART_WORDS.values())
    assert f"Asked of {of['dose']} studies: source of the vesicles, " in told(found)
    assert f"; of {of['safety']} studies: number of participants, " in told(found)


def test_a_year_that_is_not_over_is_told(client: TestClient) -> None:
    now, then = (told(spec(client, "timeline", query)) for query in ("", "?year__lt=2026"))

    assert "2026: up to release 2026.11." in now
    assert "up to release" not in then


def test_lines_break_where_their_room_ends() -> None:
    for text in ("W" * 150, "i" * 600, "a wide W " * 40, "外泌体" * 50):
        lines = wrap(text, TEXT_ROOM)

        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(width_of(line) <= TEXT_ROOM for line in lines)
    assert wrap("iiii iiii", width_of("iiii iiii")) == ["iiii iiii"]


def test_labels_that_are_cut_can_be_told_apart() -> None:
    long = "a very long name of an indication that has no room at all, kind "
    names = [f"{long}{kind}" for kind in ("one", "two")] + [f"{kind}{long * 2}{kind}" for kind in "ab"] + ["short"]
    same = [f"{long}{kind}{long}" for kind in "ab"]

    for labels in (fit(names, 120), fit(names, 120, 2), fit(same, 120, 2)):
        assert len(set(labels)) == len(labels)
        assert all(width_of(line.partition(" [")[0]) <= 120 for label in labels for line in label.split("\n"))
    assert fit(names, 120, 2)[-1] == "short"
    assert fit(["two words"], 40, 2) == ["two\nwords"]
