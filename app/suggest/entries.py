"""Find vocabulary entries by what is typed of their names; all in memory, because it runs at every keystroke."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from app.core.corrections import Corrector
from app.core.text import words
from app.shared.expansion import Entry, EntryKind
from app.suggest.schemas import EntrySuggestion

MAX_COMBINATIONS = 9


@dataclass(frozen=True)
class _Name:
    """A name of an entry with its words."""

    entry: Entry
    text: str
    words: tuple[str, ...]


class EntryFinder:
    """The names of all entries, by word, with the number of studies of each entry."""

    def __init__(self, entries: Iterable[Entry], studies: Mapping[tuple[EntryKind, str], int]) -> None:
        self._names = [_Name(entry, name, tuple(words(name))) for entry in entries for name in entry.names]
        self._studies = studies
        self._by_word: dict[str, set[int]] = defaultdict(set)
        for number, name in enumerate(self._names):
            for word in name.words:
                self._by_word[word].add(number)
        self._sorted = sorted(self._by_word)
        self._corrector = Corrector(self._sorted)

    def find(self, typed: Sequence[str], *, unfinished: bool, limit: int) -> dict[EntryKind, list[EntrySuggestion]]:
        """Give the best entries of each kind; words that stand in no name are corrected."""
        found: dict[EntryKind, list[EntrySuggestion]] = {kind: [] for kind in EntryKind}
        for said, corrected in self._readings(typed, unfinished=unfinished):
            for name in self._best(said, unfinished=unfinished):
                kind = name.entry.kind
                if all(shown.slug != name.entry.slug for shown in found[kind]) and len(found[kind]) < limit:
                    found[kind].append(self._show(name, " ".join(said) if corrected else None))
        return found

    def _readings(self, typed: Sequence[str], *, unfinished: bool) -> list[tuple[Sequence[str], bool]]:
        """Give the words as typed or, where some are in no name, with these corrected."""
        last = len(typed) - 1
        options = [
            self._corrector.correct(word, unfinished=unfinished and place == last) or [word]
            for place, word in enumerate(typed)
        ]
        readings = islice(product(*options), MAX_COMBINATIONS) if typed else []
        return [(said, said != tuple(typed)) for said in readings]

    def _best(self, said: Sequence[str], *, unfinished: bool) -> list[_Name]:
        *whole, last = said
        standing = [self._by_word.get(word, set()) for word in whole]
        standing.append(self._beginning(last) if unfinished else self._by_word.get(last, set()))
        names = [self._names[number] for number in set.intersection(*standing)]
        return sorted(names, key=lambda name: self._order(name, said))

    def _beginning(self, start: str) -> set[int]:
        place = bisect_left(self._sorted, start)
        found: set[int] = set()
        while place < len(self._sorted) and self._sorted[place].startswith(start):
            found |= self._by_word[self._sorted[place]]
            place += 1
        return found

    def _order(self, name: _Name, said: Sequence[str]) -> tuple[int, bool, int, str, str]:
        """Whole names first, then those that begin as typed; names before synonyms, then what has more studies."""
        is_whole, begins = name.words == tuple(said), " ".join(name.words).startswith(" ".join(said))
        entry = name.entry
        return 2 - is_whole - begins, name.text != entry.names[0], -self._count(entry), entry.names[0], name.text

    def _count(self, entry: Entry) -> int:
        return self._studies.get((entry.kind, entry.slug), 0)

    def _show(self, name: _Name, corrected: str | None) -> EntrySuggestion:
        entry = name.entry
        return EntrySuggestion(
            slug=entry.slug,
            label=entry.names[0],
            matched=name.text,
            is_synonym=name.text != entry.names[0],
            studies=self._count(entry),
            corrected=corrected,
        )
