"""Snippets show the original text, marked where the question stands, and can go into a page as they are."""

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.text import words
from app.core.text_query import Leaf, leaves, parse
from app.curation.search_text import search_row
from app.shared.snippets import LENGTH, make_snippets
from tests import factories

LONG = "The vesicles of adipose cells were given. " * 12 + "Hair density grew & Wnt/β-catenin rose. " + "No harm. " * 60


def sought(question: str) -> dict[Leaf, frozenset[Leaf]]:
    return {leaf: frozenset([leaf]) for leaf in leaves(parse(question))}


def snippets(question: str, **changes: Any) -> list[tuple[str, str]]:
    document = factories.study(**changes)
    return [(found.field, found.html) for found in make_snippets(document, sought(question))]


@pytest.mark.parametrize(
    ("title", "question", "expected"),
    [
        ("Wnt/β-catenin rises", "beta-catenin ", "Wnt/<mark>β-catenin</mark> rises"),
        ("Wnt/β-catenin rises", "catenin beta ", "Wnt/<mark>β</mark>-<mark>catenin</mark> rises"),
        ("Follicles & <b>hair</b>", "hai", "Follicles &amp; &lt;b&gt;<mark>hair</mark>&lt;/b&gt;"),
        ("Thérapie d'été", "etE ", "Thérapie d&#x27;<mark>été</mark>"),
        ("Hair hair density", '"hair density" hair ', "<mark>Hair</mark> <mark>hair density</mark>"),
    ],
)
def test_matches_are_marked_in_the_original_text(title: str, question: str, expected: str) -> None:
    assert snippets(question, title=title) == [("title", expected)]


def test_a_long_text_is_cut_at_borders_of_words_around_the_matches() -> None:
    ((field, html),) = snippets("density catenin ", summary=LONG, title="x")
    plain = unescape(re.sub("</?mark>", "", html))

    assert field == "summary"
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert "<mark>density</mark> grew &amp; Wnt/β-<mark>catenin</mark>" in html
    assert len(plain) <= LENGTH + 4
    assert f" {plain[2:-2]} " in f" {LONG}"


def test_a_second_fragment_comes_only_with_something_new() -> None:
    found = snippets("wound plant ", title="Wound", summary="wound wound", arms=[factories.arm(label="Plant")])

    assert found == [("title", "<mark>Wound</mark>"), ("arms.label", "<mark>Plant</mark>")]
    assert snippets("wound ", title="Wound", summary="wound") == [("title", "<mark>Wound</mark>")]
    assert snippets("nowhere ", title="Wound") == []


def test_another_name_is_as_good_as_the_word_itself() -> None:
    aga, name = Leaf(("aga",)), Leaf(("androgenetic", "alopecia"))
    document = factories.study(title="Androgenetic alopecia", summary="AGA")

    found = make_snippets(document, {aga: frozenset([aga]), name: frozenset([aga])})

    assert [(item.field, item.html) for item in found] == [("title", "<mark>Androgenetic alopecia</mark>")]


def test_entries_that_were_meant_are_named() -> None:
    document = factories.study(title="x", indications=["alopecia", "other"])
    coded = {"indications": {"alopecia": "Alopecia & more"}, "arms.source": {"nobody": "x"}}

    found = make_snippets(document, sought("AGA "), coded)

    assert [(item.field, item.html) for item in found] == [("indications", "<mark>Alopecia &amp; more</mark>")]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.lists(st.sampled_from(["ab", "β", "é", "<", "a-b", "µg", "ﬁ", "外泌", "&", "a" * 90]), max_size=60).map(
        " ".join
    ),
    st.sampled_from(["ab", "a-b", "b OR beta ", '"beta e"', "ﬁ*", "泌", "ug "]),
)
def test_the_text_of_a_snippet_is_a_stretch_of_the_original(text: str, question: str) -> None:
    document = factories.study(title="x", summary=text)
    asked = leaves(parse(question))

    for found in make_snippets(document, sought(question)):
        plain = unescape(re.sub("</?mark>", "", found.html)).removeprefix("… ").removesuffix(" …")
        marked = re.findall("<mark>(.*?)</mark>", found.html)
        assert plain in text
        assert marked
        assert all(words(unescape(part))[0].startswith(tuple(leaf.words[0] for leaf in asked)) for part in marked)


def test_each_text_of_a_study_is_searched_with_its_weight() -> None:
    mechanism = {
        "arm": "exo", "pathway": None, "effect": "activates", "cargo": "miR-21", "targets": ["PTEN", "AKT1"],
        "cell_effect": "Migration", "locator": "p. 1",
    }  # fmt: skip
    document = factories.study(
        "EXS000007",
        identifiers={"doi": "10.1000/x", "registry_id": "IRCT1"},
        title="Title",
        summary="Summary",
        arms=[factories.arm(label="Label", product="Product", dose="5 µg"), factories.arm(key="b", label="Label")],
        outcomes=[factories.outcome(measure="Measure"), factories.outcome(measure="Measure")],
        adverse_events=[factories.adverse_event(reported_as="Redness", onset_text="At once")],
        mechanisms=[mechanism],
        safety={"assessment": "reported", "scope": None, "serious": None, "note": "Note"},
        animal_model="Mouse",
        authors=["Author"],
        journal="Journal",
        year=2024,
    )

    key, a, b, c, d = search_row(document)

    assert key == 7
    assert a == ["Title", "EXS000007", "10.1000/x", "IRCT1"]
    assert b == ["Label", "Product"]
    assert c == ["Summary", "Measure", "Redness", "miR-21", "PTEN", "AKT1", "Migration"]
    assert d == ["Note", "5 µg", "Mouse", "At once", "Author", "Journal", "2024"]
