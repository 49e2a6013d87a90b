"""What counts as a word, and which writings of it are one."""
# ruff: noqa: RUF001 - letters and signs that look like others are the point

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.text import MAX_WORD, Folded, spans, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("β-catenin", "beta catenin"),
        ("beta‐catenin", "beta catenin"),
        ("Wnt/β-Catenin", "wnt beta catenin"),
        ("TGF-β1, TGFβ1, TGF-beta1, TGFbeta 1", "tgf beta 1 tgf beta 1 tgf beta 1 tgf beta 1"),
        ("TNFα, TNFalpha, TNF-A", "tnf alpha tnf alpha tnf a"),
        ("NF-κB, NFκB, NF-kappaB", "nf kappa b nf kappa b nf kappa b"),
        ("αβ, alphabeta, betaine", "alpha beta alpha beta beta ine"),
        ("λ θ lambda theta", "lambda theta lambda theta"),
        ("miR-21-5p, miR21", "mir 21 5 p mir 21"),
        ("IL-6, IL6", "il 6 il 6"),
        ("hairs/cm², cm2", "hairs cm 2 cm 2"),
        ("10⁹/mL and 10^9", "10 9 ml and 10 9"),
        ("1½ ½", "1 1 2 1 2"),
        ("50 µg, 50μg", "50 ug 50 ug"),
        ("μ-opioid", "mu opioid"),
        ("Åström, Sørensen, Kılıç, İstanbul, Straße", "astrom sorensen kilic istanbul strasse"),
        ("外泌体", "外 泌 体"),
        ("a_b\x00c\ud800d", "a b c d"),
        ("💇 – …", ""),
    ],
)
def test_words_are_folded(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text())
def test_words_of_words_are_the_same_words(text: str) -> None:
    found = words(text)

    assert words(" ".join(found)) == found
    assert all((word.isalnum() or len(word) == 1) and "'" not in word and len(word) <= MAX_WORD for word in found)


def test_ascii_takes_the_same_way_as_all_other_text() -> None:
    everything = "".join(map(chr, range(128)))

    assert words(everything) == words(f"{everything} é")[:-1]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text() | st.text(st.sampled_from("aβμ µ9²½é\u0301ﬁ外-")))
def test_each_word_is_read_from_its_place(text: str) -> None:
    folded = Folded(text)
    found = [(word, *folded.place(start, end)) for word, start, end in spans(folded)]

    assert [word for word, _, _ in found] == words(text)
    assert all(0 <= start < end <= len(text) for _, start, end in found)
    assert all(word in words(text[start:end]) or "μ" in text or "µ" in text for word, start, end in found)


def test_a_place_holds_the_whole_of_what_was_written() -> None:
    assert written("Wnt/β-catenin, cafe\u0301; 5 µg") == ["Wnt", "β", "catenin", "cafe\u0301", "5", "µg"]
    assert written("TNFalpha") == ["TNF", "alpha"]


def written(text: str) -> list[str]:
    folded = Folded(text)
    places = [folded.place(start, end) for _, start, end in spans(folded)]
    return [text[start:end] for start, end in places]
