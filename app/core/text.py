"""How texts are compared when case and accents shall not matter."""

import re
import unicodedata

# Only here case and accents need more than the plain lower case; what is decomposed does not depend on its neighbours.
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """Reduce a text to what a search compares: no accents, no case."""
    return text.lower() if text.isascii() else NOT_ASCII.sub(_decomposed, text).casefold()


def _decomposed(found: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFKD", found[0])
    return "".join([char for char in decomposed if not unicodedata.combining(char)])
