"""The forest plot: rates apart from bounds, and harm that cannot be drawn told in words."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.curation.loader import load
from tests import factories
from tests.synthesis.test_answers import controlled
from tests.synthesis.test_charts import spec, told


def rows(found: Any) -> dict[str, Any]:
    return {row["label"]: row for row in found["data"]["values"]}


def marks(found: Any) -> list[str]:
    return [layer["mark"]["type"] for layer in found["layer"]]


def test_the_forest_shows_each_rate_with_its_denominator(client: TestClient) -> None:
    rate = rows(spec(client, "safety"))["human: Hepatotoxicity"]

    assert (rate["count"], rate["low"] < rate["share"] < rate["high"]) == ("1/22 · 4.5 % (0.1–22.8)", True)  # noqa: RUF001


def test_no_event_is_drawn_as_its_one_sided_bound(client: TestClient) -> None:
    found = spec(client, "safety")
    groups = client.get("/v1/synthesis/safety").json()["data"]["groups"]
    human = next(group["no_harm_of_any_kind"] for group in groups if group["value"] == "human")

    bound = rows(found)["human: no event"]
    assert (bound["kind"], bound["low"]) == ("bound", 0)
    assert bound["count"] == f"0/{human['of']} · at most 3.1 %"
    assert bound["high"] == pytest.approx(100 * human["upper_bound"])
    assert "share" not in bound
    assert "one-sided 95 % upper bound in studies picked because they saw no event" in told(found)


def test_the_mark_of_a_bound_ends_at_the_bound(client: TestClient) -> None:
    tick = next(layer["mark"] for layer in spec(client, "safety")["layer"] if layer["mark"]["type"] == "tick")

    assert tick["xOffset"] == -tick["thickness"] / 2


def test_the_three_answers_are_told(client: TestClient) -> None:
    words = told(spec(client, "safety"))

    assert "26 studies report harm, 44 saw none of what they looked for, 311 silent." in words
    assert "27 reports of an event in an arm of people given vesicles, 5 with both affected and at risk." in words


def test_harm_of_studies_as_a_whole_is_told(client: TestClient) -> None:
    overall = client.get("/v1/synthesis/safety").json()["data"]["overall"]
    words = told(spec(client, "safety"))

    stated = overall["serious"]["stated_by_studies"]
    assert f"{stated} studies say as a whole that serious events occurred, described or not." in words
    number = overall["reported_without_event"]
    assert f"Of those that report harm, {number} describe no event in an arm given vesicles." in words


def test_arms_without_vesicles_are_set_against_those_with(client: TestClient) -> None:
    words = "Same study, arms without vesicles: Complication, kind not stated 6/41 against 1/60 with."

    assert words in told(spec(client, "safety"))
    assert "Same study" not in told(spec(client, "safety", "?accession=EXS000001"))


def test_comparisons_that_have_no_room_are_counted(
    client: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.charts.harm.MOST_NAMED", 1)
    load(session, factories.corpus(controlled("EXS000001", 12, 4), controlled("EXS000002", 15, 9)))

    words = "Same study, arms without vesicles: erythema 4/20 against 12/20 with; and 1 more."
    assert words in told(spec(client, "safety"))


@pytest.mark.parametrize(
    ("by", "words"),
    [("source_origin", "By source origin; a study can stand in several groups."), ("design", "By design. Squares")],
)
def test_the_groups_are_named(client: TestClient, by: str, words: str) -> None:
    assert words in told(spec(client, "safety", f"?by={by}"))


def test_only_what_is_drawn_is_explained(client: TestClient, session: Session) -> None:
    safety = {"assessment": "none_observed", "scope": "any", "serious": None, "note": None}
    load(session, factories.corpus(human(safety=safety, n_participants=20)))

    found = spec(client, "safety")
    assert list(rows(found)) == ["human: no event"]
    assert marks(found) == ["rule", "tick", "text"]
    assert ("Squares:" in told(found), "Dashed" in told(found)) == (False, True)


def test_rates_alone_have_no_bounds(client: TestClient, session: Session) -> None:
    event = factories.adverse_event(n_affected=1, n_at_risk=20)
    load(session, factories.corpus(human(safety=REPORTED, adverse_events=[event])))

    found = spec(client, "safety")
    assert list(rows(found)) == ["human: erythema"]
    assert marks(found) == ["rule", "point", "point", "text"]
    assert ("Squares:" in told(found), "Dashed" in told(found)) == (True, False)


def test_harm_without_both_numbers_is_named(client: TestClient) -> None:
    words = told(spec(client, "safety"))

    assert "Reported in people without both numbers: Papules or nodules at injection site (3 studies), " in words
    assert "(1) and 10 more." in words
    assert "In arms given vesicles only in other records (animals, cells, reviews, notices): Adverse event, " in words
    assert (
        "Called serious: Adverse event, kind not stated (2 arms), Sepsis (2), "
        "Death NOS (1, said not to be caused by the treatment in 1), Bacteremia (1)." in words
    )


def test_harm_without_any_rate_is_no_silence(client: TestClient) -> None:
    found = spec(client, "safety", "?accession=EXS000001")

    why = "Events are named in arms given vesicles, but none in people with both numbers."
    assert found["data"]["values"] == [{"why": why}]
    assert "By source origin; a study can stand in several groups." in told(found)
    assert "Reported in people without both numbers: Dizziness (1 study), Hypertrichosis (1)." in told(found)
    assert "Squares:" not in told(found)


def test_harm_without_any_event_is_no_silence(client: TestClient, session: Session) -> None:
    load(session, factories.corpus(human(safety=REPORTED)))

    found = spec(client, "safety")
    why = "Harm is reported in 1 study, without any event in an arm given vesicles."
    assert found["data"]["values"] == [{"why": why}]
    assert "1 study reports harm, 0 saw none of what they looked for, 0 silent." in told(found)


def test_what_has_no_room_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.charts.safety.MOST", 2)
    found = spec(client, "safety")

    assert len(rows(found)) == 2
    assert "Drawn: the 2 rows with most participants at risk, of 7." in told(found)


REPORTED = {"assessment": "reported", "scope": None, "serious": None, "note": None}


def human(**changes: Any) -> dict[str, Any]:
    return factories.study(levels=["human"], identifiers={}, **changes)
