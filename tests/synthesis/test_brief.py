"""The brief says nothing that does not stand in its numbers, in any of its forms."""

import re
from math import ceil

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.curation.loader import load
from tests import factories

BRIEF = "/v1/synthesis/brief"


def test_the_brief_names_ten_studies_of_which_three_are_reviews(client: TestClient) -> None:
    found = client.get(f"{BRIEF}?indication=alopecia").json()["data"]

    refs = [study["study_ref"] for study in found["informative_studies"]]
    reviews = [ref["design"] for ref in refs if ref["design"] in ("systematic_review", "meta_analysis")]
    assert (len(refs), len(reviews)) == (10, 3)
    assert found["citation"].startswith("The ExoKB contributors. Evidence brief: indication Alopecia.")


def test_the_strongest_most_complete_largest_and_latest_study_is_read_first(
    session: Session, client: TestClient
) -> None:
    # Each is ahead of the next in one thing, and behind it in all that counts for less.
    ranked: list[tuple[str | None, int | None, int | None, int | None]] = [
        ("randomized_controlled_trial", None, 10, 2001),
        ("cohort", 12, 10, 2001),
        ("cohort", None, 90, 2001),
        ("cohort", None, 20, 2026),
        ("cohort", None, 20, 2003),
        ("cohort", None, 20, None),
        ("cohort", 12, None, 2026),
        (None, 12, 90, 2026),
    ]
    names = ("design", "follow_up_weeks", "n_participants", "year")
    known = {"levels": ["human"], "identifiers": {}}
    studies = [
        factories.study(f"EXS{number:06d}", **known, **dict(zip(names, each, strict=True)))
        for number, each in zip(range(8, 0, -1), ranked, strict=True)
    ]
    load(session, factories.corpus(*reversed(studies)))

    found = client.get(BRIEF).json()["data"]["informative_studies"]

    assert [each["study_ref"]["accession"] for each in found] == [each["accession"] for each in studies]


@pytest.mark.parametrize("query", ["?indication=alopecia", "?source_origin=plant", ""])
def test_every_number_in_a_sentence_stands_in_the_answer(client: TestClient, query: str) -> None:
    answer = client.get(BRIEF + query)
    found = answer.json()["data"]

    sections = found.pop("sections")
    numbers = numbers_of(found)
    for section in sections:
        for sentence in section["sentences"]:
            plain = re.sub(r"EXS\d+", "", sentence).replace(",", "")
            told = {float(number) for number in re.findall(r"(?<![\w.^-])\d+(?:\.\d+)?(?![\w^])", plain)}
            assert told <= numbers, (sentence, told - numbers)


def numbers_of(found: object) -> set[float]:
    """Give all numbers of an answer, sums and shares that sentences tell included."""
    if isinstance(found, dict):
        inner = set().union(*(numbers_of(value) for value in found.values())) if found else set()
        votes = [found.get(name, 0) for name in ("improved", "no_difference", "worsened", "mixed")]
        if all(isinstance(vote, int) for vote in votes):
            inner.add(float(sum(votes)))
        if "participants_not_stated" in found:
            inner.add(float(found["studies_in_people"] - found["participants_not_stated"]))
        return inner | {5.0, 95.0, float(len(found))}
    if isinstance(found, list):
        return set().union(*(numbers_of(value) for value in found)) if found else set()
    if isinstance(found, str):
        return {float(number) for number in re.findall(r"\d+(?:\.\d+)?", found)}
    if isinstance(found, int | float):
        return {float(found), round(100 * found, 1), ceil(1000 * found) / 10}
    return set()


def test_the_brief_is_read_as_markdown_and_as_a_page(client: TestClient) -> None:
    markdown = client.get(f"{BRIEF}.md?indication=alopecia", headers={"Accept": "text/markdown"})
    page = client.get(f"{BRIEF}.html?indication=alopecia", headers={"Accept": "text/html"})

    assert markdown.headers["content-type"] == "text/markdown; charset=utf-8"
    assert markdown.text.startswith("# Exosome therapy: the evidence for indication Alopecia\n")
    assert "(http://testserver/v1/studies/EXS000170)" in markdown.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["x-data-release"] == markdown.headers["x-data-release"] == "2026.11+1"
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_markup_in_titles_is_text(session: Session, client: TestClient) -> None:
    load(session, factories.corpus(factories.study(title="<script>*a* [b](c)</script>", identifiers={})))

    assert "<script>" not in client.get(f"{BRIEF}.html").text
    assert "\\<script\\>\\*a\\* \\[b\\](c)" in client.get(f"{BRIEF}.md").text


@pytest.mark.parametrize(("form", "accept"), [(".md", "text/html"), (".html", "application/json"), ("", "text/html")])
def test_other_forms_are_refused(client: TestClient, form: str, accept: str) -> None:
    assert client.get(BRIEF + form, headers={"Accept": accept}).status_code == 406


def sentences(client: TestClient, query: str, key: str) -> str:
    found = client.get(f"{BRIEF}?{query}").json()["data"]["sections"]
    return " ".join(next(section["sentences"] for section in found if section["key"] == key))


def test_what_the_question_keeps_out_is_no_gap(client: TestClient) -> None:
    missing = "randomized controlled trial is among the studies, none with results"
    assert missing in sentences(client, "indication=burn", "gaps")
    assert missing not in sentences(client, "indication=burn&design__not=cohort", "gaps")
    assert "the question asks for design and level" in sentences(client, "design=case_report&level=human", "gaps")
    assert "nothing in vitro" in sentences(client, "indication=melasma", "reach")
    assert "nothing in vitro" not in sentences(client, "indication=melasma&level=human", "reach")


def test_the_brief_tells_what_was_compared_with_what(client: TestClient) -> None:
    found = client.get(f"{BRIEF}?indication=covid-19").json()["data"]

    told = sentences(client, "indication=covid-19", "effect")
    assert "a study can have several: 0 of 1 against arms without vesicles, 5 of 5 against the state before." in told
    assert [each["value"] for each in found["votes_by_comparator"]] == ["without_vesicles", "baseline"]


def test_the_brief_tells_the_comparison_that_has_a_control(client: TestClient) -> None:
    (event,) = client.get(BRIEF).json()["data"]["controlled"]

    told = sentences(client, "", "safety")
    assert (
        f"{event['term_ref']['name']} in arms with vesicles against arms without, in 1 study: 1 of 60 against 6 of 41; "
        "a difference of -13.0 percentage points (95 % interval -26.8 to -2.4)."
    ) in told
    assert "Death NOS (1, said not to be caused by the treatment in 1)" in told


def test_one_third_of_the_parts_is_not_less_than_one_third(session: Session, client: TestClient) -> None:
    # Of nine parts, the source, the route and the number of participants.
    study = factories.study(levels=["human"], n_participants=20, follow_up_weeks=None, identifiers={})
    load(session, factories.corpus(study))

    (row,) = [each for each in client.get("/v1/synthesis/protocols").json()["data"]["completeness"] if each["studies"]]
    assert (row["mean_completeness"], row["low"], row["middle"], row["high"]) == (0.33, 0, 1, 0)


def test_studies_with_a_control_are_pooled_and_counted(session: Session, client: TestClient) -> None:
    control = factories.arm(key="control", role="comparator", source=None, comparator_type="placebo")
    events = [
        factories.adverse_event(n_affected=2, n_at_risk=20),
        factories.adverse_event(arm="control", n_affected=4, n_at_risk=20),
    ]
    safety = {"assessment": "reported", "scope": None, "serious": None, "note": None}
    known = {"design": "cohort", "levels": ["human"], "identifiers": {}, "safety": safety, "adverse_events": events}
    studies = [factories.study(f"EXS00000{number}", arms=[factories.arm(), control], **known) for number in range(1, 5)]
    load(session, factories.corpus(*studies))

    assert (
        "in 4 studies: 2 of 20 against 4 of 20, 2 of 20 against 4 of 20, 2 of 20 against 4 of 20 and 1 more; "
        "pooled, a difference of -10.0 percentage points (95 % interval "
    ) in sentences(client, "", "safety")
