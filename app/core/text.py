"""How texts are compared when case, accents, hyphens and alphabets shall not matter."""

import re
import unicodedata

# Longer words are cut alike in texts and questions: PostgreSQL takes no lexeme of 2 KB.
MAX_WORD = 100
# By their Unicode names, which write lambda without b.
GREEK = {chr(code): unicodedata.name(chr(code)).split()[-1].lower() for code in range(0x3B1, 0x3CA)} | {"λ": "lambda"}
# Latin letters that Unicode does not take apart, as people write them without the right keyboard.
LATIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
SPELLED = str.maketrans(GREEK | LATIN)
# 10⁹ is 10 and 9 as 10^9 is, and 1½ begins with 1, while cm² is cm2.
EXPONENT = re.compile(r"(?<=[0-9])(?=[⁰¹²³⁴-⁹¼-¾⅐-⅞])")
# In µg and µm the letter is a prefix that people type as u; elsewhere it is the letter mu.
MICRO = re.compile(r"μ(?=[a-z])")
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
    # Twice, because folding the case of some letters makes new ones that can be taken apart.
    folded = unicodedata.normalize("NFKD", EXPONENT.sub(" ", text)).casefold()
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.category(char).startswith("M")
    )
    return [word[:MAX_WORD] for word in WORD.findall(MICRO.sub("u", bare).translate(SPELLED))]
