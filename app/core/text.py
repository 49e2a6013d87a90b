"""How texts are compared when case, accents, hyphens and alphabets shall not matter."""

import re
import unicodedata
from functools import lru_cache

# Longer words are cut alike in texts and questions: PostgreSQL takes no lexeme of 2 KB.
MAX_WORD = 100
# By their Unicode names, which write lambda without b.
GREEK = {
    chr(code): unicodedata.name(chr(code)).split()[-1].lower() for code in range(0x3B1, 0x3CA) if chr(code) != "μ"
} | {"λ": "lambda"}
# Latin letters that Unicode does not take apart, as people write them without the right keyboard.
LATIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
SPELLED = str.maketrans(GREEK | LATIN)
# 10⁹ is 10 and 9 as 10^9 is, and 1½ begins with 1, while cm² is cm2.
EXPONENTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")
DIGITS = frozenset("0123456789")
# In µg and µm the letter is a prefix that people type as u; elsewhere it is the letter mu.
MU = re.compile("μ")
# Chinese and Japanese have no spaces: each sign is a word, so that a part of a text is a phrase of it.
IDEOGRAPH = "\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
WORD = re.compile(f"[{IDEOGRAPH}]|[^\\W_{IDEOGRAPH}]+")


def fold(text: str) -> str:
    """Reduce a text to what a search compares: no accents, no case."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def words(text: str) -> list[str]:
    """Take a text apart into the words that the search compares, the same for every database."""
    if text.isascii():
        return [word[:MAX_WORD] for word in WORD.findall(text.lower())]
    folded, _ = _fold_with_origins(text)
    return [word[:MAX_WORD] for word in WORD.findall(folded)]


def spans(text: str) -> list[tuple[str, int, int]]:
    """Give each word with the place in the text that it was read from."""
    if text.isascii():
        return [(found.group()[:MAX_WORD], found.start(), found.end()) for found in WORD.finditer(text.lower())]
    folded, origins = _fold_with_origins(text)
    return [
        (found.group()[:MAX_WORD], origins[found.start()], _with_marks(text, origins[found.end() - 1] + 1))
        for found in WORD.finditer(folded)
    ]


def _with_marks(text: str, end: int) -> int:
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return end


def _fold_with_origins(text: str) -> tuple[str, list[int]]:
    """Fold a text, with the place in it that each character of the result comes from."""
    folded: list[str] = []
    origins: list[int] = []
    for place, char in enumerate(text):
        piece = _fold_char(char)
        if char in EXPONENTS and place and text[place - 1] in DIGITS:
            piece = f" {piece}"
        folded.append(piece)
        origins += [place] * len(piece)
    joined = "".join(folded)
    for found in reversed(list(MU.finditer(joined))):
        place, following = found.start(), joined[found.end() : found.end() + 1]
        spelled = "u" if following.isascii() and following.isalpha() else "mu"
        joined = joined[:place] + spelled + joined[place + 1 :]
        origins[place : place + 1] = [origins[place]] * len(spelled)
    return joined, origins


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    """Take accents, case and alphabet from a character; its case first, which makes letters that have accents."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(part for part in apart if not unicodedata.category(part).startswith("M")).translate(SPELLED)
