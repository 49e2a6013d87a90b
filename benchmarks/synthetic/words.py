"""Titles and summaries from the words of the field, as often and after one another as in the curated texts."""

from collections import defaultdict
from itertools import pairwise
from random import Random

from benchmarks.synthetic.draw import one_of


class Chain:
    """Which words follow which."""

    def __init__(self, texts: list[str]) -> None:
        self.after: dict[str, list[str]] = defaultdict(list)
        self.first: list[str] = []
        for text in texts:
            words = text.split()
            self.first.append(words[0])
            for word, following in pairwise(words):
                self.after[word].append(following)
        self.words = [word for text in texts for word in text.split()]

    def walk(self, random: Random, length: int) -> str:
        """Compose so many words; where the texts end, any word of theirs goes on."""
        draw, after, words = random.random, self.after, self.words
        word = one_of(random, self.first)
        walked = [word]
        for _ in range(length - 1):
            following = after.get(word)
            # One word in six is drawn freely, so that word pairs are not those of the curated texts alone.
            pool = following if following and draw() > 1 / 6 else words
            word = pool[int(draw() * len(pool))]
            walked.append(word)
        return " ".join(walked)
