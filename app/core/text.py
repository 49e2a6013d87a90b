"""How texts are compared when case, accents, hyphens and alphabets shall not matter."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TypeAlias

# Longer words are cut alike in texts and questions: PostgreSQL takes no lexeme of 2 KB.
MAX_WORD = 100
# By their Unicode names, which write lambda without b.
GREEK = {chr(code): unicodedata.name(chr(code)).split()[-1].lower() for code in range(0x3B1, 0x3CA)} | {"λ": "lambda"}
# Latin letters that Unicode does not take apart, as people write them without the right keyboard.
LATIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
# 10⁹ is 10 and 9 as 10^9 is.
EXPONENTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")
# Each Greek letter is a word, however it is written: TNF and alpha are the words of all ways to write this name.
SPELLED = ("alpha", "beta", "gamma", "kappa")
GREEK_LETTER = re.compile(f"[\u03b1-\u03c9]|{'|'.join(SPELLED)}")
# Chinese and Japanese have no spaces: each sign is a word, so that a part of a text is a phrase of it.
IDEOGRAPH = "\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
# Letters and digits are words of their own: IL6 is IL-6, and 50µg is 50 µg.
LETTER = f"[^\\W\\d_{IDEOGRAPH}]"
WORD = re.compile(f"[{IDEOGRAPH}]|\\d+|{LETTER}+")
# What is ASCII needs no classes of Unicode, whose reading takes twice as long.
WORD_IN_ASCII = re.compile("[a-z]+|[0-9]+")
# Stands between texts that are taken apart together; no text that is kept has it.
BORDER = "\x1f"
WORD_OR_BORDER = re.compile(f"{WORD_IN_ASCII.pattern}|{BORDER}")

# Only here case and accents need more than the plain lower case; what is decomposed does not depend on its neighbours.
NOT_ASCII = re.compile(r"([^\x00-\x7f]+)")
# A stretch of a text, and how it is written for comparison.
Piece: TypeAlias = tuple[str, str]


def fold(text: str) -> str:
    """Reduce a text to what a search compares: no accents, no case."""
    return text.lower() if text.isascii() else NOT_ASCII.sub(_decomposed, text).casefold()


def _decomposed(found: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFKD", found[0])
    return "".join([char for char in decomposed if not unicodedata.combining(char)])


class Folded:
    """A text as the search compares it, and where in the original each of its characters comes from."""

    def __init__(self, original: str) -> None:
        self.original = original
        folded = original.lower() if original.isascii() else _join(_folded(original))
        self._is_plain = original.isascii() and not any(name in folded for name in SPELLED)
        self.text = folded if self._is_plain else _join(_named(folded))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the original that the words in a stretch of the folded text were read from."""
        if self._is_plain:
            return start, end
        return self._origins[start], _with_marks(self.original, self._origins[end - 1] + 1)

    @cached_property
    def _origins(self) -> list[int]:
        folded = list(_folded(self.original))
        places = _places(folded)
        return [places[place] for place in _places(_named(_join(folded)))]


def words(text: str) -> list[str]:
    """Take a text apart into the words that the search compares, the same for every database."""
    folded = Folded(text).text
    found: list[str] = (WORD_IN_ASCII if folded.isascii() else WORD).findall(folded)
    return found if len(folded) <= MAX_WORD else [word[:MAX_WORD] for word in found]


def runs(texts: Sequence[str]) -> list[list[str]]:
    """Give the words of each text that has any; plain texts are taken apart together, which is faster."""
    joined = BORDER.join(texts)
    if not joined.isascii() or joined.count(BORDER) >= max(len(texts), 1):
        return [found for text in texts if (found := words(text))]
    found = WORD_OR_BORDER.findall(Folded(joined).text)
    if max(map(len, found), default=0) > MAX_WORD:
        found = [word[:MAX_WORD] for word in found]
    made: list[list[str]] = []
    start = 0
    for _ in texts[1:]:
        end = found.index(BORDER, start)
        if end > start:
            made.append(found[start:end])
        start = end + 1
    return [*made, found[start:]] if start < len(found) else made


def spans(folded: Folded) -> list[tuple[str, int, int]]:
    """Give each word of a folded text with its place there."""
    return [(found.group()[:MAX_WORD], *found.span()) for found in WORD.finditer(folded.text)]


def _with_marks(text: str, end: int) -> int:
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return end


def _folded(text: str) -> Iterator[Piece]:
    """Take case and accents from a text, character by character where it is not ASCII."""
    for number, part in enumerate(NOT_ASCII.split(text)):
        if number % 2:
            yield from ((char, _fold_char(char)) for char in part)
        else:
            yield part, part.lower()


def _named(folded: str) -> Iterator[Piece]:
    """Set the names of Greek letters apart from what they touch, and write the letters as names."""
    done = 0
    for found in GREEK_LETTER.finditer(folded):
        start, end = found.span()
        yield folded[done:start], folded[done:start]
        yield found.group(), _spell(found.group(), folded[end : end + 1])
        done = end
    yield folded[done:], folded[done:]


def _join(pieces: Iterable[Piece]) -> str:
    return "".join([written for _, written in pieces])


def _places(pieces: Iterable[Piece]) -> list[int]:
    """Tell for each written character where in the original it comes from; of a name, only its ends are right."""
    places: list[int] = []
    start = 0
    for original, written in pieces:
        end = start + len(original)
        half = len(written) // 2
        alike = len(original) == len(written)
        places += range(start, end) if alike else [start] * half + [end - 1] * (len(written) - half)
        start = end
    return places


def _spell(name: str, following: str) -> str:
    """Write a Greek letter in Latin ones; in µg and µm it is a prefix of units that people type as u."""
    if name == "μ" and following.isascii() and following.isalpha():
        return "u"
    return f" {GREEK.get(name, name)} "


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    """Take accents and case from a character; its case first, which makes letters that have accents."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    folded = "".join(LATIN.get(part, part) for part in apart if not unicodedata.category(part).startswith("M"))
    return f" {folded}" if char in EXPONENTS else folded
