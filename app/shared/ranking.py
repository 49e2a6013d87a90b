"""Which studies match a question and in which order: the same on every database, and explained by adding up points."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from pyroaring import BitMap

from app.core.fulltext import Weight
from app.core.text_query import And, Leaf, Node, Not

WeightSets: TypeAlias = dict[Weight, BitMap]
# Powers of two: points are added bit by bit over whole sets.
POINTS = {Weight.A: 8, Weight.B: 4, Weight.C: 2, Weight.D: 1}
# More than any question can earn by its words.
IDENTIFIER_POINTS = 10_000


def matching(node: Node, sets: Mapping[Leaf, WeightSets], everything: BitMap) -> BitMap:
    """Give the studies that match a tree, from the sets of its leaves."""
    match node:
        case Leaf():
            return BitMap.union(BitMap(), *sets[node].values())
        case Not(part):
            return everything - matching(part, sets, everything)
        case And(parts):
            return BitMap.intersection(everything, *(matching(part, sets, everything) for part in parts))
        case _:
            return BitMap.union(BitMap(), *(matching(part, sets, everything) for part in node.parts))


def united(parts: Iterable[WeightSets]) -> WeightSets:
    """Put together what stands for one leaf: its own places, its other names and the studies coded as it."""
    together: WeightSets = {weight: BitMap() for weight in Weight}
    for part in parts:
        for weight, numbers in part.items():
            together[weight] = together[weight] | numbers
    return together


def rank(
    sought: Iterable[Leaf], sets: Mapping[Leaf, WeightSets], found: BitMap, identified: BitMap | None = None
) -> Iterator[tuple[int, BitMap]]:
    """Give the found studies in buckets of equal points, best first; later buckets cost nothing until asked for."""
    identified = BitMap() if identified is None else identified
    if identified:
        yield IDENTIFIER_POINTS, identified
    digits: list[BitMap] = []
    for leaf in sought:
        lower = found - identified
        for weight, points in POINTS.items():
            # Only the best place of a leaf counts.
            best = lower & sets[leaf].get(weight, BitMap())
            lower = lower - best
            _add(digits, best, points.bit_length() - 1)
    yield from _split(digits, found - identified, len(digits), 0)


def _add(digits: list[BitMap], members: BitMap, place: int) -> None:
    """Add a power of two to the points of all members: the points of all studies together are kept digit by digit."""
    carry = members
    while carry:
        digits += [BitMap() for _ in range(place + 1 - len(digits))]
        digits[place], carry = digits[place] ^ carry, digits[place] & carry
        place += 1


def _split(digits: list[BitMap], members: BitMap, place: int, points: int) -> Iterator[tuple[int, BitMap]]:
    if not members:
        return
    if not place:
        yield points, members
        return
    place -= 1
    yield from _split(digits, members & digits[place], place, points + 2**place)
    yield from _split(digits, members - digits[place], place, points)
