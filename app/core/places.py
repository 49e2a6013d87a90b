"""Where in a text words and phrases stand."""

import re
from collections.abc import Iterator
from functools import lru_cache

from app.core.text import IDEOGRAPH, LETTER, MAX_WORD, Folded, spans
from app.core.text_query import Leaf, standing

BETWEEN_WORDS = r"[\W_]*"


def places(leaf: Leaf, folded: Folded) -> list[tuple[int, int]]:
    """Give each stretch of a folded text in which a leaf stands, from its first to its last character."""
    for word in leaf.words:
        if word not in folded.text:
            return []
        if len(word) == MAX_WORD:
            return list(_among_words(leaf, folded))
    return list(_matches(_pattern(leaf), folded.text))


def _among_words(leaf: Leaf, folded: Folded) -> Iterator[tuple[int, int]]:
    """Look at the text word by word, where longer words are cut."""
    placed = spans(folded)
    for start in standing(leaf, [word for word, _, _ in placed]):
        yield placed[start][1], placed[start + len(leaf.words) - 1][2]


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    # A phrase may begin within itself, so the next one is looked for from the next character on.
    begin = 0
    while found := pattern.search(text, begin):
        yield found.span()
        begin = found.start() + 1


@lru_cache(maxsize=1024)
def _pattern(leaf: Leaf) -> re.Pattern[str]:
    """Write a leaf as a pattern that begins with its letters, which are found faster than the border before them."""
    kinds = [_kind(word) for word in leaf.words]
    ends = [f"(?!{kind})" if kind else "" for kind in kinds]
    if leaf.prefix and kinds[-1]:
        ends[-1] = f"{kinds[-1]}*"
    pieces = [
        f"{re.escape(word)}{f'(?<!{kind}{re.escape(word)})' if kind else ''}{end}"
        for word, kind, end in zip(leaf.words, kinds, ends, strict=True)
    ]
    return re.compile(BETWEEN_WORDS.join(pieces))


def _kind(word: str) -> str:
    """Give what a word is made of, and what may therefore not stand beside it; a sign is a word anywhere."""
    if re.match(f"[{IDEOGRAPH}]", word):
        return ""
    return r"\d" if word[0].isdecimal() else LETTER
