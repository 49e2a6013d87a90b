"""How wide words are drawn, so that lines break, and labels are cut, where their room ends."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

# Widths of the letters of the font in thousandths of its size; those that it lacks are taken for as wide as it is high.
ADVANCES = {
    222: "'ijl",
    278: " !,./:;I[\\]ft|·",
    333: "()-`r{}",
    389: '"*',
    500: "Jckvsxyz^",
    556: "#$0123456789?L_abdeghnopqu–",  # noqa: RUF001
    611: "+<=>FTZ~",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
}
WIDTHS = {letter: width for width, letters in ADVANCES.items() for letter in letters}
SQUARE = 1000
LABEL = 11


@lru_cache(4096)
def _advance(letter: str) -> int:
    return WIDTHS.get(unicodedata.normalize("NFD", letter)[0], SQUARE)


def width_of(text: str, size: float = LABEL) -> float:
    """Say how wide a text is drawn."""
    return sum(map(_advance, text)) * size / 1000


def wrap(text: str, room: float, size: float = LABEL) -> list[str]:
    """Break a text into lines that have room, between words where that is possible."""
    lines: list[str] = []
    used = room
    for word in text.split(" "):
        width = width_of(f" {word}", size)
        if lines and used + width <= room:
            lines[-1] += f" {word}"
            used += width
        else:
            lines += _broken(word, room, size)
            used = width_of(lines[-1], size)
    return lines


def _broken(word: str, room: float, size: float) -> list[str]:
    pieces, used = [""], 0.0
    for letter in word:
        width = width_of(letter, size)
        if pieces[-1] and used + width > room:
            pieces.append("")
            used = 0.0
        pieces[-1] += letter
        used += width
    return pieces


def fit(names: Sequence[str], room: float, lines: int = 1) -> list[str]:
    """Break names into lines, and cut the middle out of what is still too long, so that no two become alike."""
    cut = [_fitted(name, room, lines) for name in names]
    alike, seen = Counter(cut), Counter[str]()
    told = []
    for name in cut:
        seen[name] += 1
        told.append(name if alike[name] == 1 else f"{name} [{seen[name]}]")
    return told


def _fitted(name: str, room: float, most: int) -> str:
    lines = wrap(name, room)
    if len(lines) <= most:
        return "\n".join(lines)
    whole = lines[: most - 1]
    return "\n".join([*whole, _cut(name[len(" ".join(whole)) :].strip(), room)])


def _cut(text: str, room: float) -> str:
    for kept in range(len(text) - 1, 1, -1):
        head, tail = text[: (kept + 1) // 2].rstrip(), text[len(text) - kept // 2 :].lstrip()
        if width_of(short := f"{head}…{tail}") <= room:
            return short
    return "…"
