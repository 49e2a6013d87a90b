"""Draw from weighted values fast enough for a million documents, and the same way for the same seed."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Values with weights."""

    def __init__(self, weights: Iterable[tuple[T, float]]) -> None:
        pairs = list(weights)
        self.values: list[T] = [value for value, _ in pairs]
        self._sums = list(accumulate(weight for _, weight in pairs))

    @classmethod
    def of(cls, seen: Iterable[T], others: Iterable[T] = (), rare: float = 0.3) -> "Weighted[T]":
        """Weigh each value by how often it was seen; others may occur, rarely and skewed."""
        counts: dict[T, float] = dict(Counter(seen))
        for place, other in enumerate(others):
            counts.setdefault(other, rare / (1 + place % 13))
        return cls(counts.items())

    def pick(self, random: Random) -> T:
        """Draw one value."""
        return self.values[bisect(self._sums, random.random() * self._sums[-1])]

    def some(self, random: Random, count: int) -> list[T]:
        """Draw up to `count` different values."""
        return list(dict.fromkeys(self.pick(random) for _ in range(count)))


def one_of(random: Random, values: Sequence[T]) -> T:
    """Draw one of equally likely values; quicker than `choice`."""
    return values[int(random.random() * len(values))]


def jitter(random: Random, number: float | None, spread: float = 0.5) -> Any:
    """Vary a number, keeping what is whole whole and what is unknown unknown."""
    if number is None:
        return None
    varied = number * (1 + spread * (2 * random.random() - 1))
    return round(varied) if isinstance(number, int) else round(varied, 2)
