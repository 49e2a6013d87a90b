"""Every text that can be typed has a meaning, and can be written back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.text_query import NOTHING, And, Leaf, Node, Not, Or, leaves, parse, write

A, B, C = Leaf(("aa",)), Leaf(("bb",)), Leaf(("cc",))
TYPED = st.text(st.sampled_from('ab1β"-* OR*,“é💇\x00')) | st.lists(
    st.sampled_from(["OR", "NOT", "AND", "aa", "-bb", '"aa bb"', "beta-catenin", '-"', "aa*", "-", "or", "IL-6"])
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aa bb ", And((A, B))),
        ("aa AND bb ", And((A, B))),
        ("aa NOT bb NOT", And((A, Not(B)))),
        ("NOT", NOTHING),
        ("aa OR bb cc ", And((Or((A, B)), C))),
        ("aa or bb ", And((A, Leaf(("or",)), B))),
        ("OR aa OR OR bb OR", Or((A, B))),
        ("-aa ", Not(A)),
        ("-aa", Not(A)),
        ("aa -bb OR cc ", And((A, Or((Not(B), C))))),
        ('"aa bb"', Leaf(("aa", "bb"))),
        ("“aa bb”", Leaf(("aa", "bb"))),
        ('"aa bb', Leaf(("aa", "bb"))),
        ('-"aa bb" cc ', And((Not(Leaf(("aa", "bb"))), C))),
        ("β-catenin ", Leaf(("beta", "catenin"))),
        ("aa,bb (cc) ", And((A, B, C))),
        ("wound hea", And((Leaf(("wound",)), Leaf(("hea",), prefix=True)))),
        ("h", Leaf(("h",))),
        ("miR-21", Leaf(("mir", "21"))),
        ("beta-cat", Leaf(("beta", "cat"), prefix=True)),
        ("fibro* aa ", And((Leaf(("fibro",), prefix=True), A))),
        ('"wound hea"* aa ', And((Leaf(("wound", "hea"), prefix=True), A))),
        ('"aa"', A),
        ("aa aa ", A),
        ("", NOTHING),
        ('- -- "" OR * 💇 \x00 -"', NOTHING),
    ],
)
def test_texts_are_understood(text: str, expected: Node) -> None:
    assert parse(text) == expected


@settings(max_examples=500, derandomize=True, deadline=None)
@given(TYPED | st.text(max_size=500))
def test_what_was_understood_can_be_typed_again(text: str) -> None:
    node = parse(text)

    assert parse(write(node)) == node


def test_leaves_tell_what_is_asked_for_and_what_is_excluded() -> None:
    node = parse("aa -bb OR cc aa -dd ")

    assert leaves(node) == [A, C]
    assert leaves(node, negative=True) == [B, Leaf(("dd",))]


def test_a_name_at_the_end_is_finished() -> None:
    assert parse("aa AGA", {("aga",)}.__contains__) == And((A, Leaf(("aga",))))
    assert parse("aa AGA*", {("aga",)}.__contains__) == And((A, Leaf(("aga",), prefix=True)))
