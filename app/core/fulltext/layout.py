"""Where each word of a study stands: decided here once, so that no engine's own rules decide anything."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.core.text import words


class Weight(StrEnum):
    """A class of places, from the most telling one on; also the name of its column."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"


Texts: TypeAlias = tuple[int, Sequence[str], Sequence[str], Sequence[str], Sequence[str]]
# PostgreSQL knows positions up to 16 383 and 255 of them for one word, and takes 1 MB of words in one value.
MAX_POSITION = 16_000
MAX_REPEATS = 250
MAX_BYTES = 900_000


class TextTooLargeError(ValueError):
    """A study has more text than can be searched."""


@dataclass(frozen=True)
class Column:
    """The words of one class: those with a position make phrases, loose ones are found singly."""

    placed: list[tuple[int, str]]
    loose: list[str]


def lay_out(texts: Iterable[str]) -> Column:
    """Give each word its position; a gap after each text keeps phrases from running across."""
    placed: list[tuple[int, str]] = []
    loose: dict[str, None] = {}
    repeats: Counter[str] = Counter()
    position = 0
    for text in texts:
        for word in words(text):
            position += 1
            if position <= MAX_POSITION and repeats[word] < MAX_REPEATS:
                placed.append((position, word))
                repeats[word] += 1
            elif not repeats[word]:
                loose[word] = None
        position += 1
    if sum(len(word.encode()) + 4 for word in {*repeats, *loose}) > MAX_BYTES:
        raise TextTooLargeError(f"more than {MAX_BYTES} bytes of different words; shorten the texts")
    return Column(placed, list(loose))


def spell_out(column: Column, gap: str) -> Iterator[str]:
    """Give the words of a column in order, with `gap` wherever two of them are not neighbours."""
    last = 0
    for position, word in column.placed:
        if position != last + 1:
            yield gap
        yield word
        last = position
    for word in column.loose:
        yield gap
        yield word
