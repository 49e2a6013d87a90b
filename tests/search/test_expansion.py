"""Names of vocabulary entries lead to the entries, and a name said in full to its other names."""

import pytest

from app.core.text_query import Leaf, leaves, parse
from app.reads.snapshot import Snapshot
from app.shared.expansion import Entry, EntryKind, Names
from app.shared.search import names_of

AGA = Entry(
    EntryKind.INDICATION,
    "androgenetic-alopecia",
    ("Androgenetic alopecia", "AGA", "male pattern baldness", "pattern hair loss"),
)
AREATA = Entry(EntryKind.INDICATION, "alopecia-areata", ("Alopecia areata", "AA"))
HAIR_LOSS = Entry(EntryKind.INDICATION, "hair-loss", ("Hair loss",))
WNT = Entry(EntryKind.PATHWAY, "wnt-beta-catenin-signaling", ("Wnt/β-catenin signaling", "canonical Wnt"))
NAMES = Names([AGA, AREATA, HAIR_LOSS, WNT])


def entries(question: str) -> list[set[str]]:
    tree = parse(question)
    found = NAMES.expand(tree)
    return [{entry.slug for entry in found.entries[leaf]} for leaf in [*leaves(tree), *leaves(tree, negative=True)]]


def phrases(question: str) -> list[list[str]]:
    tree = parse(question)
    found = NAMES.expand(tree).phrases
    return [[" ".join(phrase.words) for phrase in found.get(leaf, ())] for leaf in leaves(tree)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("AGA", [{AGA.slug}]),
        ("aga ", [{AGA.slug}]),
        ("alopecia ", [{AGA.slug, AREATA.slug}]),
        ("alop", [{AGA.slug, AREATA.slug}]),
        ("alop ", [set()]),
        ('"hair loss"', [{AGA.slug, HAIR_LOSS.slug}]),
        ('"loss hair"', [set()]),
        ("pattern loss ", [{AGA.slug}, {AGA.slug, HAIR_LOSS.slug}]),
        ("beta-catenin ", [{WNT.slug}]),
        ("β-cat", [{WNT.slug}]),
        ("wound -alopecia ", [set(), {AGA.slug, AREATA.slug}]),
    ],
)
def test_words_lead_to_the_entries_in_whose_names_they_stand(question: str, expected: list[set[str]]) -> None:
    assert entries(question) == expected


OTHERS = ["androgenetic alopecia", "aga", "male pattern baldness", "pattern hair loss"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("AGA", [[name for name in OTHERS if name != "aga"]]),
        ("male pattern baldness", [[name for name in OTHERS if "baldness" not in name]] * 3),
        ('"male pattern baldness"', [[name for name in OTHERS if "baldness" not in name]]),
        ("plant male pattern baldness topical ", [[], *[OTHERS[:2] + OTHERS[3:]] * 3, []]),
        ("pattern hair loss ", [OTHERS[:3]] * 3),
        ("canonical OR Wnt ", [[], []]),
        ("canonical Wnt ", [["wnt beta catenin signaling"]] * 2),
        ("Wnt/β-catenin signaling ", [["canonical wnt"]] * 2),
        ("alopecia ", [[]]),
    ],
)
def test_a_name_in_full_leads_to_its_other_names(question: str, expected: list[list[str]]) -> None:
    assert phrases(question) == expected


def test_what_was_understood_is_told() -> None:
    tree = parse("topical AGA")

    (meaning,) = NAMES.expand(tree).echo(leaves(tree))

    assert meaning.model_dump() == {
        "words": "aga*",
        "entries": [
            {
                "kind": "indication",
                "slug": "androgenetic-alopecia",
                "name": "Androgenetic alopecia",
                "matched": "AGA",
            }
        ],
        "phrases": ["androgenetic alopecia", "male pattern baldness", "pattern hair loss"],
    }


def test_all_vocabularies_are_read(snapshot: Snapshot) -> None:
    names = names_of(snapshot)

    assert {entry.kind for entry in names.entries} == set(EntryKind)
    for question in ("AGA", "male pattern baldness"):
        tree = parse(question)
        found = names.expand(tree)
        for leaf in leaves(tree):
            assert "androgenetic-alopecia" in {entry.slug for entry in found.entries[leaf]}
            assert Leaf(("androgenetic", "alopecia")) in found.phrases[leaf]
