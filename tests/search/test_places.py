"""A word or phrase is found in a text exactly where the words of the text say that it stands."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.places import places
from app.core.text import MAX_WORD, Folded, spans
from app.core.text_query import Leaf, leaves, parse, standing

PIECES = [
    "ab",
    "abab",
    "a",
    "b",
    "β",
    "beta",
    "alphab",
    "9",
    "99",
    "10⁹",
    "_",
    "-",
    " ",
    "é",
    "外",
    "泌",
    "µg",
    "ﬁ",
    "ы",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
LEAVES = st.builds(
    Leaf,
    st.lists(
        st.sampled_from(["ab", "a", "b", "beta", "9", "99", "10", "e", "外", "ug", "fi", "ы"]), min_size=1, max_size=3
    ).map(tuple),
    st.booleans(),
)


def word_by_word(leaf: Leaf, text: str) -> list[tuple[int, int]]:
    placed = spans(Folded(text))
    starts = standing(leaf, [word for word, _, _ in placed])
    return [(placed[start][1], placed[start + len(leaf.words) - 1][2]) for start in starts]


@settings(max_examples=2000, derandomize=True, deadline=None)
@given(LEAVES, TEXTS)
@example(Leaf(("ab", "ab")), "ab ab ab")
@example(Leaf(("a" * MAX_WORD,)), "a" * (MAX_WORD + 5))
@example(Leaf(("a" * 99,), prefix=True), "a" * (MAX_WORD + 5))
def test_a_leaf_stands_where_the_words_say(leaf: Leaf, text: str) -> None:
    assert places(leaf, Folded(text)) == word_by_word(leaf, text)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("migration ", "Migration, immigration, MIGRATION9", ["Migration", "MIGRATION"]),
        ("migr", "Migration", ["Migration"]),
        ('"il 6"', "IL-6 IL60 IL_6", ["IL-6", "IL_6"]),
        ("beta-catenin ", "β-catenin and betacatenin", ["β-catenin", "betacatenin"]),
    ],
)
def test_it_is_the_original_that_is_told(question: str, text: str, expected: list[str]) -> None:
    (leaf,) = leaves(parse(question))
    folded = Folded(text)

    stretches = [folded.place(*place) for place in places(leaf, folded)]

    assert [text[start:end] for start, end in stretches] == expected
