"""How texts are compared when case, accents, hyphens and alphabets shall not matter."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Longer words are cut alike in texts and questions: PostgreSQL takes no lexeme of 2 KB.
MAX_WORD = 100
# By their Unicode names, which write lambda without b; mu has a rule of its own.
GREEK = {
    chr(code): unicodedata.name(chr(code)).split()[-1].lower() for code in range(0x3B1, 0x3CA) if chr(code) != "μ"
} | {"λ": "lambda"}
# Latin letters that Unicode does not take apart, as people write them without the right keyboard.
LATIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
# 10⁹ is 10 and 9 as 10^9 is.
EXPONENTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")
# Each Greek letter is a word, however it is written: TNF and alpha are the words of all ways to write this name.
GREEK_LETTER = re.compile("[\u03b1-\u03c9]")
SPELLED = ("alpha", "beta", "gamma", "kappa")
# Chinese and Japanese have no spaces: each sign is a word, so that a part of a text is a phrase of it.
IDEOGRAPH = "\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
# Letters and digits are words of their own: IL6 is IL-6, and 50µg is 50 µg.
LETTER = f"[^\\W\\d_{IDEOGRAPH}]"
WORD = re.compile(f"[{IDEOGRAPH}]|\\d+|{LETTER}+")
# What is ASCII needs no classes of Unicode, whose reading takes twice as long.
WORD_IN_ASCII = re.compile("[a-z]+|[0-9]+")
WORD_OR_SPELLED = re.compile(f"[{IDEOGRAPH}]|\\d+|{'|'.join(SPELLED)}|(?:(?!{'|'.join(SPELLED)}){LETTER})+")
# Stands between texts that are taken apart together; no text that is kept has it.
BORDER = "\x1f"
WITH_BORDERS = {each: re.compile(f"{each.pattern}|{BORDER}") for each in (WORD_IN_ASCII, WORD_OR_SPELLED)}

# Only here case and accents need more than the plain lower case; what is decomposed does not depend on its neighbours.
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """Reduce a text to what a search compares: no accents, no case."""
    return text.lower() if text.isascii() else NOT_ASCII.sub(_decomposed, text).casefold()


def _decomposed(found: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFKD", found[0])
    return "".join([char for char in decomposed if not unicodedata.combining(char)])


def words(text: str) -> list[str]:
    """Take a text apart into the words that the search compares, the same for every database."""
    folded = text.lower() if text.isascii() else _fold_with_origins(text)[0]
    found: list[str] = _pattern(folded).findall(folded)
    return found if len(folded) <= MAX_WORD else [word[:MAX_WORD] for word in found]


def runs(texts: Sequence[str]) -> list[list[str]]:
    """Give the words of each text that has any; plain texts are taken apart together, which is faster."""
    joined = BORDER.join(texts)
    if not joined.isascii() or joined.count(BORDER) >= max(len(texts), 1):
        return [found for text in texts if (found := words(text))]
    folded = joined.lower()
    found = WITH_BORDERS[_pattern(folded)].findall(folded)
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


def spans(text: str) -> list[tuple[str, int, int]]:
    """Give each word with the place in the text that it was read from."""
    if text.isascii():
        folded = text.lower()
        return [(found.group()[:MAX_WORD], *found.span()) for found in _pattern(folded).finditer(folded)]
    folded, origins = _fold_with_origins(text)
    return [
        (found.group()[:MAX_WORD], origins[found.start()], _with_marks(text, origins[found.end() - 1] + 1))
        for found in _pattern(folded).finditer(folded)
    ]


def _pattern(folded: str) -> re.Pattern[str]:
    """Look for names of Greek letters only where there are any: looking slows the reading of everything else."""
    # Written out, because it is asked of every text.
    if "alpha" in folded or "beta" in folded or "gamma" in folded or "kappa" in folded:
        return WORD_OR_SPELLED
    return WORD_IN_ASCII if folded.isascii() else WORD


def _with_marks(text: str, end: int) -> int:
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return end


def _fold_with_origins(text: str) -> tuple[str, list[int]]:
    """Fold a text, with the place in it that each character of the result comes from."""
    pieces: list[str] = []
    origins: list[int] = []
    for place, char in enumerate(text):
        piece = _fold_char(char)
        if char in EXPONENTS:
            piece = f" {piece}"
        pieces.append(piece)
        origins += [place] * len(piece)
    folded = "".join(pieces)
    for found in reversed(list(GREEK_LETTER.finditer(folded))):
        place = found.start()
        spelled = _spell(folded, place)
        folded = folded[:place] + spelled + folded[place + 1 :]
        origins[place : place + 1] = [origins[place]] * len(spelled)
    return folded, origins


def _spell(folded: str, place: int) -> str:
    """Write a Greek letter in Latin ones; in µg and µm it is a prefix of units that people type as u."""
    letter, following = folded[place], folded[place + 1 : place + 2]
    if letter == "μ" and following.isascii() and following.isalpha():
        return "u"
    return f" {GREEK.get(letter, 'mu')} "


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    """Take accents and case from a character; its case first, which makes letters that have accents."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(LATIN.get(part, part) for part in apart if not unicodedata.category(part).startswith("M"))
