"""How texts are compared when case and accents shall not matter."""

import unicodedata


def fold(text: str) -> str:
    """Reduce a text to what a search compares: no accents, no case."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
