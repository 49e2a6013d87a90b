"""Searching studies by a text: what is found, in which order, and how it is told."""

import json
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.text import words
from app.curation.reader import Corpus


def ask(client: TestClient, text: str, **more: str) -> dict[str, Any]:
    answer = client.get("/v1/studies", params={"q": text, "page_size": "200"} | more)
    assert answer.status_code == 200, (text, answer.text)
    body: dict[str, Any] = answer.json()
    return body


def found(client: TestClient, text: str, **more: str) -> list[str]:
    return [row["accession"] for row in ask(client, text, **more)["data"]]


def coded(corpus: Corpus, *slugs: str) -> set[str]:
    return {item.name for item in corpus.studies if set(item.record.indications) & set(slugs)}


@pytest.mark.parametrize("text", ["AGA", "male pattern baldness", "Androgenetic alopecia", '"pattern hair loss"'])
def test_synonyms_find_what_is_coded_and_say_so(client: TestClient, corpus: Corpus, text: str) -> None:
    body = ask(client, text)

    assert coded(corpus, "androgenetic-alopecia") <= {row["accession"] for row in body["data"]}
    meant = [entry for meaning in body["meta"]["query"]["search"]["expansions"] for entry in meaning["entries"]]
    assert "androgenetic-alopecia" in {entry["slug"] for entry in meant}


def test_ways_to_write_a_name_are_one(client: TestClient) -> None:
    one, two, three = (found(client, text) for text in ("beta-catenin", "β-catenin", '"beta catenin"'))

    assert one == two
    assert set(one) == set(three)
    assert one


def test_words_phrases_minus_or_and_beginnings(client: TestClient) -> None:
    both, phrase = set(found(client, "hair density ")), set(found(client, '"hair density"'))
    assert phrase < both == set(found(client, "density hair "))
    assert set(found(client, '"hair density" -mouse ')) == phrase - set(found(client, "mouse "))
    assert set(found(client, "notch OR minoxidil ")) == set(found(client, "notch ")) | set(found(client, "minoxidil "))
    assert set(found(client, "minoxi")) == set(found(client, "minoxi* ")) >= set(found(client, "minoxidil "))
    assert found(client, "minoxi ") == []
    assert set(found(client, "-mouse ")) == set(found(client, "-mouse")) != set()


@pytest.mark.parametrize(
    "text",
    ["", " ", '"', "((", "-", "OR", "OR OR", "AND NOT", "*", "'; DROP TABLE study;--", "\x00", "a\tb\nc", "😀", "%_\\"],
)
def test_no_text_is_an_error(client: TestClient, text: str) -> None:
    assert ask(client, text)["meta"]["query"]["search"]["text"] is not None


def test_an_identifier_finds_its_study_first(client: TestClient, corpus: Corpus) -> None:
    for item in corpus.studies[:60]:
        for scheme, value in item.record.identifiers:
            if value and scheme != "registry_id":
                assert found(client, value)[0] == item.name
        assert found(client, item.name)[0] == item.name
    doi = next(item for item in corpus.studies if item.record.identifiers.doi)
    assert found(client, f"https://doi.org/{doi.record.identifiers.doi}")[0] == doi.name


def test_every_filter_and_order_goes_with_a_text(client: TestClient) -> None:
    text, every = "hair", found(client, "hair")
    filtered = {row["accession"] for row in client.get("/v1/studies?level=human&page_size=200").json()["data"]}

    assert set(found(client, text, level="human")) <= filtered & set(every)
    years = [row["year"] or 0 for row in ask(client, text, sort="-year")["data"]]
    assert years == sorted(years, reverse=True)
    titles = [row["title"] for row in ask(client, "wound", sort="title")["data"]]
    assert set(titles) == {row["title"] for row in ask(client, "wound")["data"]}


def test_a_walk_by_relevance_gives_each_study_once_in_both_directions(client: TestClient) -> None:
    for sort in ("-relevance", "relevance,year", "-relevance,-accession"):
        link: str | None = f"/v1/studies?q=skin wound&sort={sort}&page_size=7"
        total = client.get(f"/v1/studies?q=skin wound&sort={sort}").json()["meta"]["total"]
        forward: list[str] = []
        last = ""
        while link:
            body = client.get(link).json()
            forward += [row["accession"] for row in body["data"]]
            last, link = link, body["links"]["next"]
        assert len(forward) == len(set(forward)) == total > 20
        backward: list[str] = []
        link = last
        while link:
            body = client.get(link).json()
            backward += [row["accession"] for row in body["data"]][::-1]
            link = body["links"]["prev"]
        assert backward[::-1] == forward


def test_words_in_the_title_count_most(client: TestClient) -> None:
    rows = ask(client, '"dermal papilla"')["data"]
    in_title = [" dermal papilla " in f" {' '.join(words(row['title']))} " for row in rows]

    assert in_title == sorted(in_title, reverse=True)
    assert True in in_title
    assert False in in_title


def test_snippets_show_the_original_text_and_are_safe(client: TestClient, corpus: Corpus) -> None:
    documents = {item.name: json.dumps(json.loads(item.text), ensure_ascii=False) for item in corpus.studies}
    for row in ask(client, "collagen wound")["data"]:
        assert row["snippets"]
        for snippet in row["snippets"]:
            assert "<mark>" in snippet["html"]
            plain = unescape(snippet["html"].replace("<mark>", "").replace("</mark>", "")).strip("… ")
            if snippet["field"] not in ("indications", "arms.source", "mechanisms.pathway", "adverse_events.term"):
                assert json.dumps(plain, ensure_ascii=False)[1:-1] in documents[row["accession"]]
    assert client.get("/v1/studies?page_size=1").json()["data"][0]["snippets"] is None


def test_a_text_goes_into_a_search_by_tree(client: TestClient) -> None:
    body = {"q": "hair density ", "where": {"field": "level", "op": "any", "value": "human"}, "page_size": 200}

    rows = client.post("/v1/studies/search", json=body).json()["data"]

    assert [row["accession"] for row in rows] == found(client, "hair density ", level="human")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("sort=-relevance", "sort-without-text"),
        ("q=a&q=b", "one-value"),
        ("q=" + "x" * 501, "too-long"),
        ("q=hair&ids=EXS000009", "ids-alone"),
    ],
)
def test_what_makes_no_sense_is_refused(client: TestClient, query: str, code: str) -> None:
    answer = client.get(f"/v1/studies?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == code


def test_other_lists_have_no_text_question(client: TestClient) -> None:
    assert client.get("/v1/outcomes?q=hair").json()["errors"][0]["code"] == "unknown-parameter"
