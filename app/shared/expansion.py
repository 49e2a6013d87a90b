"""What words mean beside themselves: entries of the vocabularies and their other names, looked up when asked.

Because it happens at query time, a new synonym works at once and no study has to be indexed again.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.schemas import Meaning, MeantEntry
from app.core.text import words
from app.core.text_query import And, Leaf, Node, Not, Or, spell, standing

MAX_NAME_WORDS = 8


class EntryKind(StrEnum):
    """Which vocabulary an entry belongs to."""

    SOURCE = "source"
    INDICATION = "indication"
    TERM = "adverse_event_term"
    PATHWAY = "pathway"


@dataclass(frozen=True)
class Entry:
    """An entry of a vocabulary; the first of its names is the one it is shown by."""

    kind: EntryKind
    slug: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Expansion:
    """The meanings of the leaves of a question."""

    entries: Mapping[Leaf, Sequence[MeantEntry]]
    phrases: Mapping[Leaf, Sequence[Leaf]]

    def echo(self, leaves: Iterable[Leaf]) -> list[Meaning]:
        """Tell what was understood; leaves that mean only themselves are left out."""
        return [
            Meaning(
                words=spell(leaf),
                entries=list(self.entries.get(leaf, ())),
                phrases=[" ".join(phrase.words) for phrase in self.phrases.get(leaf, ())],
            )
            for leaf in leaves
            if self.entries.get(leaf) or self.phrases.get(leaf)
        ]


class Names:
    """All names of all entries, ready to be looked up by their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self._whole: dict[tuple[str, ...], dict[Entry, str]] = defaultdict(dict)
        self._standing: dict[str, list[tuple[Entry, str, tuple[str, ...]]]] = defaultdict(list)
        for entry in self.entries:
            for name in entry.names:
                found = tuple(words(name))
                self._whole[found].setdefault(entry, name)
                for word in dict.fromkeys(found):
                    self._standing[word].append((entry, name, found))
        self._sorted = sorted(self._standing)

    def is_name(self, said: tuple[str, ...]) -> bool:
        """Tell whether words are a whole name of some entry."""
        return said in self._whole

    def expand(self, node: Node) -> Expansion:
        """Look up every leaf of a tree, and neighbouring words that together are a whole name."""
        every = list(dict.fromkeys(leaf for run in _runs(node) for leaf in run))
        phrases: dict[Leaf, dict[Leaf, None]] = defaultdict(dict)
        for run in _runs(node):
            for leaves, other_names in self._named_in_full(run):
                for leaf in leaves:
                    phrases[leaf] |= other_names
        return Expansion({leaf: self._containing(leaf) for leaf in every}, {k: list(v) for k, v in phrases.items()})

    def _containing(self, leaf: Leaf) -> list[MeantEntry]:
        found: dict[Entry, str] = {}
        for word in self._beginning(leaf.words[0]) if leaf.prefix and len(leaf.words) == 1 else [leaf.words[0]]:
            for entry, name, said in self._standing.get(word, ()):
                if entry not in found and any(True for _ in standing(leaf, said)):
                    found[entry] = name
        return [
            MeantEntry(kind=entry.kind, slug=entry.slug, name=entry.names[0], matched=found[entry])
            for entry in sorted(found, key=lambda entry: (entry.kind, entry.slug))
        ]

    def _beginning(self, start: str) -> Iterator[str]:
        for word in self._sorted[bisect_left(self._sorted, start) :]:
            if not word.startswith(start):
                return
            yield word

    def _named_in_full(self, run: Sequence[Leaf]) -> Iterator[tuple[Sequence[Leaf], dict[Leaf, None]]]:
        """Find whole names in neighbouring leaves, the longest first, none twice."""
        begin = 0
        while begin < len(run):
            for end in range(min(len(run), begin + MAX_NAME_WORDS), begin, -1):
                said = tuple(word for leaf in run[begin:end] for word in leaf.words)
                if said in self._whole:
                    names = (name for entry in self._whole[said] for name in entry.names)
                    others = (tuple(words(name)) for name in names)
                    yield run[begin:end], {Leaf(other): None for other in others if other and other != said}
                    begin = end - 1
                    break
            begin += 1


def _runs(node: Node) -> Iterator[list[Leaf]]:
    """Give the leaves of a tree, neighbours together."""
    match node:
        case Leaf():
            yield [node]
        case Not(part):
            yield [part]
        case And(parts):
            run: list[Leaf] = []
            for member in parts:
                if isinstance(member, Leaf):
                    run.append(member)
                    continue
                yield run
                run = []
                yield from _runs(member)
            yield run
        case Or(alternatives):
            for alternative in alternatives:
                yield from _runs(alternative)
