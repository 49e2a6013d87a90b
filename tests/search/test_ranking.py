"""Points over sets are the points of each study added up, and the best come first."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from app.core.fulltext import Weight
from app.core.text_query import And, Leaf, Not, Or
from app.shared.ranking import IDENTIFIER_POINTS, POINTS, WeightSets, matching, rank, united

NUMBERS = st.sets(st.integers(1, 9)).map(BitMap)
SETS = st.dictionaries(st.sampled_from(list(Weight)), NUMBERS)
LEAVES = [Leaf((word,)) for word in "abcdefgh"]
ALL = BitMap(range(1, 10))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(SETS, max_size=8), NUMBERS, NUMBERS)
def test_points_are_those_of_the_best_place_of_each_leaf(
    parts: list[WeightSets], found: BitMap, identified: BitMap
) -> None:
    sets = dict(zip(LEAVES, parts, strict=False))

    buckets = list(rank(sets, sets, found, identified))

    expected: dict[int, set[int]] = {IDENTIFIER_POINTS: set(identified)}
    for number in found - identified:
        best = [max((POINTS[at] for at, numbers in each.items() if number in numbers), default=0) for each in parts]
        expected.setdefault(sum(best), set()).add(number)
    assert [points for points, _ in buckets] == sorted(dict(buckets), reverse=True)
    assert {points: set(members) for points, members in buckets} == {k: v for k, v in expected.items() if v}


def test_a_tree_matches_what_its_leaves_match() -> None:
    a, b, c = LEAVES[:3]
    sets: dict[Leaf, WeightSets] = {
        a: {Weight.A: BitMap([1]), Weight.D: BitMap([2, 3])},
        b: {Weight.C: BitMap([2])},
        c: {Weight.B: BitMap([4])},
    }

    assert matching(And((a, Not(b))), sets, ALL) == BitMap([1, 3])
    assert matching(And((Or((a, c)), Not(b))), sets, ALL) == BitMap([1, 3, 4])
    assert matching(Or((b, Not(a))), sets, ALL) == ALL - BitMap([1, 3])
    assert (matching(And(()), sets, ALL), matching(Or(()), sets, ALL)) == (ALL, BitMap())


def test_places_of_one_meaning_are_put_together() -> None:
    together = united([{Weight.A: BitMap([1])}, {Weight.A: BitMap([2]), Weight.B: BitMap([1])}])

    assert (together[Weight.A], together[Weight.B], together[Weight.D]) == (BitMap([1, 2]), BitMap([1]), BitMap())
