"""Answer a text question: which studies, in which order, and why."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
from pyroaring import BitMap

from app.core.fields import Field, Resource
from app.core.fulltext import Weight, find_by_weight
from app.core.schemas import MeantEntry
from app.core.text_query import Leaf, Node, leaves, parse, write
from app.identifiers import recognise
from app.reads.sets import Sets
from app.reads.sets import weight as bytes_of
from app.reads.slugs import included
from app.reads.snapshot import Snapshot
from app.shared.expansion import Entry, EntryKind, Expansion, Names
from app.shared.ranking import WeightSets, matching, rank, united
from app.shared.snippets import Sought
from app.vocab.everyday import in_everyday_words

TABLES = {
    EntryKind.SOURCE: "exosome_source",
    EntryKind.INDICATION: "indication",
    EntryKind.TERM: "adverse_event_term",
    EntryKind.PATHWAY: "pathway",
}
FIELDS = {
    EntryKind.SOURCE: "source",
    EntryKind.INDICATION: "indication",
    EntryKind.TERM: "adverse_event_term",
    EntryKind.PATHWAY: "pathway",
}
# Fields of the document in which the slugs of a vocabulary stand.
CODED = {
    EntryKind.SOURCE: "arms.source",
    EntryKind.INDICATION: "indications",
    EntryKind.TERM: "adverse_events.term",
    EntryKind.PATHWAY: "mechanisms.pathway",
}
# How much it says that a study is coded as what was asked for: as much as the label of an arm.
CODED_WEIGHT = Weight.B


@dataclass(frozen=True)
class TextAnswer:
    """The studies that match a text, and what the text was understood to mean."""

    resource: Resource
    node: Node
    expansion: Expansion
    identifier: tuple[str, str] | None
    found: BitMap
    identified: BitMap
    sets: Mapping[Leaf, WeightSets]

    @cached_property
    def sought(self) -> list[Leaf]:
        """Words and phrases that are asked for."""
        return leaves(self.node)

    def ranked(self, among: BitMap) -> Iterator[tuple[int, BitMap]]:
        """Give those of some studies that match in buckets of equal points, best first."""
        return rank(self.sought, self.sets, among, self.identified & among)

    def echo(self) -> dict[str, Any]:
        """Tell how the text was understood."""
        every = [*self.sought, *leaves(self.node, negative=True)]
        return {
            "text": write(self.node) if every else "",
            "identifier": None if self.identifier is None else ":".join(self.identifier),
            "expansions": [meaning.model_dump() for meaning in self.expansion.echo(every)],
        }

    def marked(self) -> Sought:
        """Give what is worth showing: the words and phrases asked for and their other names."""
        answers: dict[Leaf, frozenset[Leaf]] = {}
        for leaf in self.sought:
            for each in (leaf, *self.expansion.phrases.get(leaf, ())):
                answers[each] = answers.get(each, frozenset()) | {leaf}
        return answers

    def places(self, number: int) -> frozenset[Weight]:
        """Give the classes of places of a study in which anything that is asked for may stand."""
        sets = [self.sets[leaf] for leaf in self.sought]
        return frozenset(weight for found in sets for weight, numbers in found.items() if number in numbers)

    def coded(self, snapshot: Snapshot) -> dict[str, dict[str, str]]:
        """Give the slugs that count as what was asked for, with the names of the entries that were meant."""
        meant: dict[str, dict[str, str]] = {}
        for leaf in self.sought:
            for entry in self.expansion.entries.get(leaf, ()):
                for slug in _below(snapshot, _field(self.resource, entry.kind), entry.slug):
                    meant.setdefault(CODED[EntryKind(entry.kind)], {}).setdefault(slug, entry.name)
        return meant


def answer_text(snapshot: Snapshot, resource: Resource, text: str) -> TextAnswer:
    """Find the studies that match a text."""
    names = names_of(snapshot)
    node = parse(text, names.is_name)
    expansion = names.expand(node)
    every = [*leaves(node), *leaves(node, negative=True)]
    sets = {leaf: _meant(snapshot, resource, leaf, expansion) for leaf in every}
    everything = Sets(snapshot).everything()
    identifier = recognise(text)
    identified = BitMap() if identifier is None else _identified(snapshot, *identifier)
    found = matching(node, sets, everything) | identified
    return TextAnswer(resource, node, expansion, identifier if identified else None, found, identified, sets)


def names_of(snapshot: Snapshot) -> Names:
    """Give the names of all vocabulary entries."""

    def make() -> Names:
        entries = []
        for kind, table in TABLES.items():
            # Names of our own tables, never text of a request.
            rows = snapshot.rows(f"SELECT slug, name, synonyms FROM {table} ORDER BY slug")  # noqa: S608
            for slug, name, synonyms in rows:
                others = orjson.loads(synonyms) if isinstance(synonyms, str) else synonyms
                entries.append(Entry(kind, slug, tuple(in_everyday_words([name, *others]))))
        return Names(entries)

    return snapshot.memory.get("names", make)


def standing_in(snapshot: Snapshot, leaf: Leaf, within: Collection[Weight] = tuple(Weight)) -> WeightSets:
    """Give the studies in whose texts a leaf stands, by class of places; remembered, so nobody may change them."""
    found = _remembered(snapshot, leaf, within)
    if len(found) < len(within):
        with snapshot.making(snapshot.memory) as connection:
            found = _remembered(snapshot, leaf, within)
            missing = [weight for weight in within if weight not in found]
            for weight, numbers in find_by_weight(connection, leaf, missing):
                found[weight] = members = BitMap(numbers)
                snapshot.memory.put((leaf, weight), members, bytes_of(members))
    return found


def _remembered(snapshot: Snapshot, leaf: Leaf, within: Collection[Weight]) -> WeightSets:
    found = {weight: snapshot.memory.find((leaf, weight)) for weight in within}
    return {weight: members for weight, members in found.items() if members is not None}


def _meant(snapshot: Snapshot, resource: Resource, leaf: Leaf, expansion: Expansion) -> WeightSets:
    """Join the studies in which a leaf stands, those with other names of what it names, and those coded as that."""
    parts = [standing_in(snapshot, each) for each in (leaf, *expansion.phrases.get(leaf, ()))]
    coded = [coded_as(snapshot, resource, entry) for entry in expansion.entries.get(leaf, ())]
    return united([*parts, {CODED_WEIGHT: BitMap.union(BitMap(), *coded)}])


def coded_as(snapshot: Snapshot, resource: Resource, entry: Entry | MeantEntry) -> BitMap:
    """Give the studies that are coded as an entry or as one below it."""
    field = _field(resource, entry.kind)
    return Sets(snapshot).with_any(field, _below(snapshot, field, entry.slug))


def _field(resource: Resource, kind: str) -> Field:
    # The bare parameter of a field has its name.
    return resource.parameters[FIELDS[EntryKind(kind)]][0]


def _below(snapshot: Snapshot, field: Field, slug: str) -> Sequence[str]:
    vocabulary = field.vocabulary
    return included(snapshot, vocabulary)[slug] if vocabulary else [slug]


def _identified(snapshot: Snapshot, scheme: str, value: str) -> BitMap:
    # The scheme is one of our own columns, never text of a request.
    sql = f"SELECT id FROM study WHERE {scheme} = :value"  # noqa: S608
    return BitMap(number for (number,) in snapshot.rows(sql, {"value": value}))
