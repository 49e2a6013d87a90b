"""The forest plot: rates apart from bounds, and harm that cannot be drawn told in words."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.curation.loader import load
from tests import factories
from tests.synthesis.test_charts import spec, told


def rows(found: Any) -> dict[str, Any]:
    return {row["label"]: row for row in found["data"]["values"]}


def shapes(found: Any) -> list[str]:
    return [layer["mark"]["shape"] for layer in found["layer"] if "shape" in layer["mark"]]


def test_the_forest_shows_each_rate_with_its_denominator(client: TestClient) -> None:
    rate = rows(spec(client, "safety"))["human: Hepatotoxicity"]

    assert (rate["count"], rate["low"] < rate["share"] < rate["high"]) == ("1/22", True)


def test_no_event_is_drawn_as_its_one_sided_bound(client: TestClient) -> None:
    found = spec(client, "safety")
    groups = client.get("/v1/synthesis/safety").json()["data"]["groups"]
    human = next(group["no_harm_of_any_kind"] for group in groups if group["value"] == "human")

    bound = rows(found)["human: no event"]
    assert (bound["kind"], bound["low"], bound["count"]) == ("bound", 0, f"0/{human['of']}")
    assert bound["high"] == pytest.approx(100 * human["upper_bound"])
    assert "share" not in bound
    assert "picked because they saw no event" in told(found)


@pytest.mark.parametrize(
    ("by", "words"),
    [("source_origin", "By source origin; a study can stand in several groups."), ("design", "By design. Bars")],
)
def test_the_groups_are_named(client: TestClient, by: str, words: str) -> None:
    assert words in told(spec(client, "safety", f"?by={by}"))


def test_only_what_is_drawn_is_explained(client: TestClient, session: Session) -> None:
    safety = {"assessment": "none_observed", "scope": "any", "serious": None, "note": None}
    load(session, factories.corpus(human(safety=safety, n_participants=20)))

    found = spec(client, "safety")
    assert list(rows(found)) == ["human: no event"]
    assert (len(shapes(found)), "Bars:" in told(found), "Triangles:" in told(found)) == (1, False, True)


def test_rates_alone_have_no_triangles(client: TestClient, session: Session) -> None:
    event = factories.adverse_event(n_affected=1, n_at_risk=20)
    load(session, factories.corpus(human(safety=REPORTED, adverse_events=[event])))

    found = spec(client, "safety")
    assert list(rows(found)) == ["human: erythema"]
    assert ("Bars:" in told(found), "Triangles:" in told(found)) == (True, False)


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

    assert found["data"]["values"][0]["why"].startswith("Harm is reported in 1 study, but")
    assert "Reported in people without both numbers: Dizziness (1 study), Hypertrichosis (1)." in told(found)
    assert "Bars:" not in told(found)


def test_what_has_no_room_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.charts.safety.MOST", 2)
    found = spec(client, "safety")

    assert len(rows(found)) == 2
    assert "Drawn: the 2 rows with most participants at risk, of 7." in told(found)


REPORTED = {"assessment": "reported", "scope": None, "serious": None, "note": None}


def human(**changes: Any) -> dict[str, Any]:
    return factories.study(levels=["human"], identifiers={}, **changes)
