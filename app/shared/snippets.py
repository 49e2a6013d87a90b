"""Show where in a study a question stands: short fragments of the original texts with the matches marked."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from html import escape
from itertools import takewhile
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from pydantic import Field

from app.core.fulltext import Weight
from app.core.places import places as places_of
from app.core.schemas import ReadModel
from app.core.text import Folded
from app.core.text_query import Leaf
from app.shared.search_texts import SEARCH_TEXTS, SearchText

# What to look for, each with the leaves of the question that it answers: itself, or those it is another name of.
Sought: TypeAlias = Mapping[Leaf, frozenset[Leaf]]
LENGTH = 200
MAX_SNIPPETS = 2
# Fields of the document that hold slugs; the names of entries that were meant are marked as a whole.
CODED = ("indications", "arms.source", "adverse_events.term", "mechanisms.pathway")


class Snippet(ReadModel):
    """A fragment of a study in which something that was searched for stands."""

    field: str = Field(description="Field of the study document that it was taken from.", examples=["arms.label"])
    html: str = Field(
        description="About 200 characters of the field, escaped for HTML, with matches in `<mark>`; "
        "`…` where it was cut. Safe to put into a page as it is.",
        examples=["Wnt/<mark>β-catenin</mark> signalling"],
    )


class _Hit(NamedTuple):
    """A place in a text, and the leaves of the question that are answered by it."""

    answers: frozenset[Leaf]
    start: int
    end: int


class _Candidate(NamedTuple):
    """A text, or a stretch of it, with its hits."""

    field: str
    text: str
    hits: list[_Hit]

    def answers(self) -> frozenset[Leaf]:
        return frozenset().union(*(hit.answers for hit in self.hits))


def make_snippets(
    document: Mapping[str, Any],
    sought: Sought,
    coded: Mapping[str, Mapping[str, str]] | None = None,
    places: Collection[Weight] = tuple(Weight),
) -> list[Snippet]:
    """Choose the fragments of `places` that show most; `coded` names, for a field of slugs, the entries meant."""
    chosen = _choose(_candidates(document, sought, places), frozenset[Leaf]().union(*sought.values()))
    shown = [Snippet(field=best.field, html=_mark(best)) for best in chosen]
    return shown + _coded(document, coded or {})[: MAX_SNIPPETS - len(shown)]


def _candidates(document: Mapping[str, Any], sought: Sought, places: Collection[Weight]) -> Iterator[_Candidate]:
    """Give the texts with hits, those of the most telling fields first."""
    for field in (field for field in SEARCH_TEXTS if field.weight in places):
        for text in field.read(document):
            if hits := _hits(text, sought):
                yield _Candidate(field.name, text, hits)


def _choose(candidates: Iterable[_Candidate], every: frozenset[Leaf]) -> list[_Candidate]:
    """Choose stretches as long as one shows something new: each time the first that shows the most."""
    seen: list[_Candidate] = []
    windows: list[_Candidate] = []
    for candidate in candidates:
        seen.append(candidate)
        windows.append(_window(candidate, frozenset()))
        if windows[-1].answers() == every:
            break
    chosen: list[_Candidate] = []
    shown = frozenset[Leaf]()
    while windows and len(chosen) < MAX_SNIPPETS:
        best = max(windows, key=lambda window: len(window.answers() - shown))
        if best.answers() <= shown:
            break
        chosen.append(best)
        shown |= best.answers()
        windows = [_window(candidate, shown) for candidate in seen] if shown < every else []
    return chosen


def _coded(document: Mapping[str, Any], coded: Mapping[str, Mapping[str, str]]) -> list[Snippet]:
    return [
        Snippet(field=name, html=f"<mark>{escape(coded[name][slug])}</mark>")
        for name in CODED
        if name in coded
        for slug in SearchText(name, SEARCH_TEXTS[0].weight).read(document)
        if slug in coded[name]
    ]


def _hits(text: str, sought: Sought) -> list[_Hit]:
    """Find what is looked for in a text, in the order in which it stands there."""
    folded = Folded(text)
    hits = [
        _Hit(answers, *folded.place(*place)) for leaf, answers in sought.items() for place in places_of(leaf, folded)
    ]
    return sorted(hits, key=itemgetter(1))


def _window(candidate: _Candidate, shown: frozenset[Leaf]) -> _Candidate:
    """Cut a text to the stretch that shows the most that was not shown yet."""
    if len(candidate.text) <= LENGTH:
        return candidate
    stretches = [
        list(takewhile(partial(_is_near, first), candidate.hits[index : index + LENGTH])) or [first]
        for index, first in enumerate(candidate.hits)
    ]

    def new(stretch: list[_Hit]) -> tuple[int, int]:
        return len(frozenset().union(*(hit.answers for hit in stretch)) - shown), len(stretch)

    return _cut(candidate, max(stretches, key=new))


def _is_near(first: _Hit, hit: _Hit) -> bool:
    return hit.end - first.start <= LENGTH


def _cut(candidate: _Candidate, hits: list[_Hit]) -> _Candidate:
    """Cut at the borders of words, with what is left of the length on both sides of the hits."""
    text = candidate.text
    begin, end = hits[0].start, max(hit.end for hit in hits)
    room = max(0, LENGTH - (end - begin))
    left = max(0, begin - room // 2)
    right = min(len(text), max(end, left + LENGTH))
    left = max(0, min(left, right - LENGTH))
    if left and (space := text.find(" ", left, begin)) >= 0:
        left = space + 1
    elif left:
        left = begin
    if right < len(text):
        right = max(end, text.rfind(" ", end, right + 1))
    moved = [
        _Hit(hit.answers, hit.start - left, hit.end - left)
        for hit in candidate.hits
        if hit.start >= left and hit.end <= right
    ]
    lead, trail = "… " if left else "", " …" if right < len(text) else ""
    shift = len(lead)
    return _Candidate(
        candidate.field,
        f"{lead}{text[left:right]}{trail}",
        [_Hit(hit.answers, hit.start + shift, hit.end + shift) for hit in moved],
    )


def _mark(candidate: _Candidate) -> str:
    """Escape a text and mark its hits; hits that overlap become one mark."""
    parts: list[str] = []
    place = 0
    for start, end in _united(candidate.hits):
        parts += [escape(candidate.text[place:start]), "<mark>", escape(candidate.text[start:end]), "</mark>"]
        place = end
    return "".join([*parts, escape(candidate.text[place:])])


def _united(hits: list[_Hit]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        if united and hit.start < united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], hit.end))
        else:
            united.append((hit.start, hit.end))
    return united
