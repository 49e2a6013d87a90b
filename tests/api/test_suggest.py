"""Suggestions fit what was typed so far, forgive a typo, and never fail."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.core.corrections import Corrector
from app.curation.loader import load
from tests import factories

GROUPS = ("studies", "indications", "sources", "adverse_event_terms", "pathways")


def suggest(client: TestClient, text: str, **more: Any) -> dict[str, list[dict[str, Any]]]:
    answer = client.get("/v1/suggest", params={"q": text, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, list[dict[str, Any]]] = answer.json()["data"]
    return found


@pytest.mark.parametrize(
    ("typed", "group", "slug", "matched"),
    [
        ("alope", "indications", "alopecia", "Alopecia"),
        ("AGA", "indications", "androgenetic-alopecia", "AGA"),
        ("male pattern bal", "indications", "androgenetic-alopecia", "male pattern baldness"),
        ("ginseng", "sources", "plant-ginseng", None),
        ("beta-cat", "pathways", "wnt-beta-catenin-signaling", None),
        ("β-cat", "pathways", "wnt-beta-catenin-signaling", None),
        ("hair shed", "adverse_event_terms", "alopecia", "hair shedding"),
    ],
)
def test_the_best_entry_comes_first(client: TestClient, typed: str, group: str, slug: str, matched: str | None) -> None:
    first = suggest(client, typed)[group][0]

    assert first["slug"] == slug
    assert first["corrected"] is None
    assert matched in (None, first["matched"])
    assert first["is_synonym"] == (first["matched"] != first["label"])


@pytest.mark.parametrize(
    ("typed", "group", "slug", "corrected"),
    [
        ("alopcia", "indications", "alopecia", "alopecia"),
        ("alpoec", "indications", "alopecia", "alopec"),
        ("androgentic alop", "indications", "androgenetic-alopecia", "androgenetic alop"),
        ("ginsneg ", "sources", "plant-ginseng", "ginseng"),
    ],
)
def test_a_typo_is_forgiven_and_told(client: TestClient, typed: str, group: str, slug: str, corrected: str) -> None:
    first = suggest(client, typed)[group][0]

    assert (first["slug"], first["corrected"]) == (slug, corrected)


@pytest.mark.parametrize(
    ("table", "group"),
    [
        ("indications", "indications"),
        ("sources", "sources"),
        ("adverse-event-terms", "adverse_event_terms"),
        ("pathways", "pathways"),
    ],
)
def test_counts_are_those_of_the_entries(client: TestClient, table: str, group: str) -> None:
    entries = {row["slug"]: row for row in client.get(f"/v1/{table}?page_size=200").json()["data"]}

    shown = [row for typed in "abcehimpstw" for row in suggest(client, typed, limit=20)[group]]

    assert len(shown) > 15
    assert all(row["studies"] == entries[row["slug"]]["evidence"]["studies"] for row in shown)


def test_titles_are_found_newest_first_and_with_a_typo(client: TestClient) -> None:
    found = suggest(client, "exosome wound", limit=20)["studies"]
    years = [study["year"] or 0 for study in found]

    assert years == sorted(years, reverse=True)
    assert all("exosome" in study["label"].lower() and "wound" in study["label"].lower() for study in found)
    assert {study["matched"] for study in found} == {"title"}

    corrected = suggest(client, "exsome wuond", limit=20)["studies"]
    assert [study["accession"] for study in corrected] == [study["accession"] for study in found]
    assert {study["corrected"] for study in corrected} == {"exosome wound"}


@pytest.mark.parametrize(
    ("typed", "matched"),
    [
        ("EXS000004", "accession"),
        ("exs000004", "accession"),
        ("10.3390/life16020217", "doi"),
        ("https://doi.org/10.3390/LIFE16020217", "doi"),
        ("10.3390/life1602", "doi"),
        ("PMC12942482", "pmcid"),
        ("pmcid:12942482", "pmcid"),
        ("PMCID: PMC12942482", "pmcid"),
        ("DOI 10.3390/life16020217", "doi"),
        ("10.3390/life16020217.", "doi"),
        ("doi:10.3390/life1602", "doi"),
        ("https://doi.org/10.3390/life1602", "doi"),
        ("pmcid:1294248", "pmcid"),
    ],
)
def test_identifiers_come_first(client: TestClient, typed: str, matched: str) -> None:
    first = suggest(client, typed)["studies"][0]

    assert (first["accession"], first["matched"]) == ("EXS000004", matched)


def test_the_beginning_of_a_pmid_needs_its_prefix(client: TestClient) -> None:
    assert {study["matched"] for study in suggest(client, "pmid:33")["studies"]} == {"pmid"}
    assert "pmid" not in {study["matched"] for study in suggest(client, "33")["studies"]}


@pytest.mark.parametrize("typed", ["exs1", "10."])
def test_words_of_identifiers_are_not_said_to_stand_in_titles(client: TestClient, typed: str) -> None:
    found = suggest(client, typed, limit=20)["studies"]

    assert found != []
    assert {study["matched"] for study in found if typed[:2] not in study["label"].lower()} == {"identifier"}


def test_beginnings_of_accessions_lead_on(client: TestClient) -> None:
    found = suggest(client, "EXS00000", limit=4)["studies"]

    assert [study["accession"] for study in found] == ["EXS000001", "EXS000002", "EXS000003", "EXS000004"]


@settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80) | st.text(st.sampled_from('ab "-*\x00βexos10./:EXSNCT'), max_size=20))
def test_any_text_has_an_answer(client: TestClient, text: str) -> None:
    assert tuple(suggest(client, text)) == GROUPS


def test_nothing_typed_suggests_nothing(client: TestClient) -> None:
    assert suggest(client, "") == {group: [] for group in GROUPS}
    assert suggest(client, " - ") == {group: [] for group in GROUPS}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "missing-parameter"),
        ("q=a&q=b", "one-value"),
        ("q=a&limit=0", "out-of-range"),
        ("q=a&limit=21", "out-of-range"),
        ("q=a&limit=x", "out-of-range"),
        ("q=a&page=2", "unknown-parameter"),
        (f"q={'a' * 501}", "too-long"),
    ],
)
def test_what_is_wrong_is_told(client: TestClient, query: str, code: str) -> None:
    answer = client.get(f"/v1/suggest?{query}")

    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json()["errors"]] == [code]


def test_new_data_are_suggested_at_once(client: TestClient, session: Session) -> None:
    assert suggest(client, "zebrafish regen")["studies"] == []

    retraction = {"status": "retracted", "date": "2026-01-31", "url": "https://example.org"}
    load(session, factories.corpus(factories.study(title="Zebrafish regeneration", retraction=retraction)))

    (found,) = suggest(client, "zebrafish regen")["studies"]
    assert (found["label"], found["retraction_status"]) == ("Zebrafish regeneration", "retracted")
    assert suggest(client, "alopecia")["indications"][0]["studies"] == 0


def test_a_hundred_mistyped_words_are_answered(client: TestClient) -> None:
    found = suggest(client, "colo " * 100)

    assert tuple(found) == GROUPS
    assert all(len(suggestions) <= 5 for suggestions in found.values())


def test_what_nobody_has_read_is_neither_shown_nor_counted(client: TestClient, session: Session) -> None:
    provenance = factories.study()["provenance"] | {"review_status": "suggested"}
    changes = {"title": "Zebra vesicles", "identifiers": {"doi": "10.9999/zebra.1"}, "arms": []}
    load(session, factories.corpus(factories.study("EXS000002", provenance=provenance, **changes)))

    for typed in ("zebra ves", "EXS000002", "EXS00000", "10.9999/zebra.1", "10.9999/zeb"):
        assert suggest(client, typed)["studies"] == []
    assert suggest(client, "alopecia")["indications"][0]["studies"] == 0
    for key in ("EXS000002", "doi:10.9999/zebra.1"):
        assert client.get(f"/v1/studies/{key}").json()["data"]["title"] == "Zebra vesicles"


def test_corrections_keep_to_what_is_near() -> None:
    corrector = Corrector(["alopecia", "areata", "hair", "heir", "chair"])

    assert corrector.correct("hair", unfinished=False) == []
    assert corrector.correct("hai", unfinished=False) == []
    assert corrector.correct("alo", unfinished=True) == []
    assert corrector.correct("haair", unfinished=False) == ["hair"]
    assert corrector.correct("xair", unfinished=False) == ["hair"]
    assert corrector.correct("alpoe", unfinished=True) == ["alope", "alopec"][:1]
    assert corrector.correct("zzzzzzzz", unfinished=False) == []
    assert corrector.correct("zzzz", unfinished=True) == []
