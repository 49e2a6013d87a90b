"""Correct what was mistyped towards words that are known to stand somewhere."""

from bisect import bisect_left
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

# Letters that may be wrong, by the length from which on they may; shorter words have too many neighbours.
TOLERANCE = ((8, 2), (4, 1))
MAX_CORRECTIONS = 5


class Corrector:
    """Knows words, and finds those that a mistyped one is nearest to."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = sorted(set(known))
        self._cut: dict[int, list[str]] = {}

    def knows(self, word: str, *, unfinished: bool) -> bool:
        """Tell whether a word is known or, being typed still, begins one that is."""
        place = bisect_left(self._known, word)
        if place == len(self._known):
            return False
        return self._known[place].startswith(word) if unfinished else self._known[place] == word

    def correct(self, word: str, *, unfinished: bool) -> list[str]:
        """Give the nearest known words or, for one being typed still, their beginnings; none for what is known."""
        allowed = next((wrong for length, wrong in TOLERANCE if len(word) >= length), 0)
        if not allowed or self.knows(word, unfinished=unfinished):
            return []
        choices = self._beginnings(len(word)) if unfinished else self._known
        near = extract(word, choices, scorer=OSA.distance, score_cutoff=allowed, limit=50)
        # A first letter is seldom mistyped; the rest of the order only has to be always the same.
        ordered = sorted((distance, found[0] != word[0], found) for found, distance, _ in near)
        least = ordered[0][:2] if ordered else None
        return [found for *how, found in ordered if tuple(how) == least][:MAX_CORRECTIONS]

    def _beginnings(self, length: int) -> list[str]:
        if length not in self._cut:
            self._cut[length] = sorted({word[:size] for word in self._known for size in (length, length + 1)})
        return self._cut[length]
