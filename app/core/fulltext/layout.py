"""Where each word of a study stands: decided here once, so that no engine's own rules decide anything."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.core.text import runs


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
    """The words of one class: runs of neighbours, in which phrases are found, and loose ones that are found singly."""

    runs: list[list[str]]
    loose: list[str]

    def pieces(self) -> Iterator[list[str]]:
        """Give the runs, the loose words each as one of its own."""
        yield from self.runs
        for word in self.loose:
            yield [word]


def lay_out(texts: Iterable[str]) -> Column:
    """Make each text a run of words, so that no phrase reaches from one text into the next."""
    found = runs(list(texts))
    small = sum(map(len, found)) <= MAX_REPEATS
    return Column(found, []) if small else _lay_out_large(found)


def _lay_out_large(texts: list[list[str]]) -> Column:
    """Leave out what no engine could place: repeats without number; and words beyond the last position become loose."""
    runs: list[list[str]] = []
    loose: dict[str, None] = {}
    repeats: Counter[str] = Counter()
    position = 0
    for text in texts:
        run: list[str] = []
        for word in text:
            if position < MAX_POSITION and repeats[word] < MAX_REPEATS:
                position += 1
                repeats[word] += 1
                run.append(word)
                continue
            if not repeats[word]:
                loose[word] = None
            if run:
                runs.append(run)
                run = []
                position += 1
        if run:
            runs.append(run)
            position += 1
    if sum(len(word.encode()) + 4 for word in {*repeats, *loose}) > MAX_BYTES:
        raise TextTooLargeError(f"more than {MAX_BYTES} bytes of different words; shorten the texts")
    return Column(runs, list(loose))
