"""One way from a typed text to the studies it finds: words, meanings, identifiers, and the order of what was found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic import Field
from pyroaring import BitMap
from sqlalchemy import Connection

from app.core.fulltext import Weight
from app.core.fulltext.sets import LeafSets, WeightSets
from app.core.schemas import ReadModel
from app.core.text_query import Leaf, Node, leaves, parse, write
from app.identifiers import recognise
from app.shared.expansion import Expansion, Meaning, MeantEntry, Names
from app.shared.ranking import matching, rank, united
from app.shared.snippets import Sought


class SearchEcho(ReadModel):
    """A text as the search understood it."""

    text: str = Field(
        description="The text as it was understood; typed again, it means the same.", examples=["hair follicl*"]
    )
    identifier: str | None = Field(
        description="The identifier that the whole text is, where a study has it.",
        examples=["doi:10.3390/life16020217"],
    )
    expansions: list[Meaning] = Field(description="What words mean beside themselves: vocabulary entries and names.")


@dataclass(frozen=True)
class Known:
    """Sets that the search is given: all studies, those coded as an entry or below it, those with an identifier."""

    everything: BitMap
    coded: Callable[[MeantEntry], BitMap]
    identified: Callable[[str, str], BitMap]


@dataclass(frozen=True)
class Search:
    """A text, what it was taken to mean, and the studies it finds."""

    node: Node
    identifier: tuple[str, str] | None
    expansion: Expansion
    sets: dict[Leaf, WeightSets]
    identified: BitMap
    found: BitMap

    def buckets(self, within: BitMap) -> Iterator[tuple[int, BitMap]]:
        """Give what was found among some studies, in buckets of equal points, best first."""
        return rank(leaves(self.node), self.sets, self.found & within, self.identified & within)

    def sought(self) -> Sought:
        """Give what is worth showing: the words and phrases asked for and their other names."""
        answers: dict[Leaf, frozenset[Leaf]] = {}
        for leaf in leaves(self.node):
            for each in (leaf, *self.expansion.phrases.get(leaf, ())):
                answers[each] = answers.get(each, frozenset()) | {leaf}
        return answers

    def echo(self) -> SearchEcho:
        """Tell what was understood."""
        every = [*leaves(self.node), *leaves(self.node, negative=True)]
        identifier = None if self.identifier is None else ":".join(self.identifier)
        return SearchEcho(
            text=write(self.node), identifier=identifier, expansions=self.expansion.echo(dict.fromkeys(every))
        )


def search(connection: Connection, kept: LeafSets, names: Names, known: Known, text: str) -> Search:
    """Find the studies that a text asks for."""
    node = parse(text, names.is_name)
    expansion = names.expand(node)
    every = dict.fromkeys([*leaves(node), *leaves(node, negative=True)])
    sets = {leaf: _sets_of(connection, kept, expansion, known, leaf) for leaf in every}
    identifier = recognise(text)
    identified = known.identified(*identifier) if identifier else BitMap()
    found = matching(node, sets, known.everything) | identified
    return Search(node, identifier if identified else None, expansion, sets, identified, found)


def _sets_of(connection: Connection, kept: LeafSets, expansion: Expansion, known: Known, leaf: Leaf) -> WeightSets:
    """Give the studies in which a leaf stands, as itself, as another name, or as an entry that they are coded as."""
    places = [kept.get(connection, each) for each in (leaf, *expansion.phrases.get(leaf, ()))]
    coded = [{Weight.B: known.coded(entry)} for entry in expansion.entries.get(leaf, ())]
    return united([*places, *coded]) if len(places) + len(coded) > 1 else places[0]
