"""Understand a question: what its slugs include, what its text means; remembered for a revision."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pyroaring import BitMap
from sqlalchemy import inspect

from app.core.echo import echo
from app.core.errors import Fault, Faults, nearest
from app.core.fields import Vocabulary
from app.core.operators import Operator
from app.core.query import ListQuery
from app.core.tree import Condition, Every, Node, Within, rewrite
from app.reads.snapshot import Snapshot

Included = Mapping[str, Sequence[str]]


class TextFound(Protocol):
    """The rows that a text question finds, and what it was taken to mean."""

    @property
    def found(self) -> BitMap:
        """Numbers of the rows."""

    def ranked(self, among: BitMap) -> Iterator[tuple[int, BitMap]]:
        """Give some of the rows in buckets of equal points, best first."""

    def echo(self) -> dict[str, Any]:
        """Tell how the text was understood."""


@dataclass(frozen=True)
class Understood:
    """A question as it was understood: the tree with slugs spelled out and the text found, and what slugs include."""

    where: Node
    includes: Mapping[Condition, Included]
    text: TextFound | None

    def echo(self, query: ListQuery) -> dict[str, Any]:
        """Say the question back."""
        return echo(query, self.includes, None if self.text is None else self.text.echo())


def included(snapshot: Snapshot, vocabulary: Vocabulary) -> Included:
    """Give each slug of a vocabulary with those below it, itself included."""

    def make() -> Included:
        ancestor, descendant = vocabulary.ancestor, vocabulary.descendant
        if ancestor is None or descendant is None:
            ancestor = descendant = vocabulary.slug
        table = ancestor.class_.__tablename__
        found: dict[str, list[str]] = defaultdict(list)
        # Names of our own tables and columns, never text of a request.
        for one, other in snapshot.rows(f"SELECT {ancestor.key}, {descendant.key} FROM {table}"):  # noqa: S608
            found[one].append(other)
        return {slug: sorted(below) for slug, below in found.items()}

    return snapshot.memory.get(("included", vocabulary.name, vocabulary.ancestor is not None), make)


def understand(snapshot: Snapshot, query: ListQuery) -> Understood:
    """Look up the slugs of a question and what they include; unknown ones are told with the nearest known."""
    faults = Faults()
    includes: dict[Condition, Included] = {}
    for item in query.asked:
        vocabulary = item.field.vocabulary
        if vocabulary is not None and item.operator != Operator.ISNULL:
            known = included(snapshot, vocabulary)
            for slug in dict.fromkeys(item.values):
                if slug not in known:
                    faults.add(_unknown(item, item.values.index(slug), known))
            includes[item] = {
                slug: known[slug] if query.rollup else [slug] for slug in dict.fromkeys(item.values) if slug in known
            }
    faults.tell()

    def spell_out(condition: Condition) -> Condition:
        vocabulary = condition.field.vocabulary
        if vocabulary is None or condition.operator != Operator.EQ or not query.rollup:
            return condition
        known = included(snapshot, vocabulary)
        return replace(condition, values=tuple({slug: None for value in condition.values for slug in known[value]}))

    where = rewrite(query.where, spell_out)
    if query.text is None or query.resource.search is None:
        return Understood(where, includes, None)
    text: TextFound = query.resource.search(snapshot, query.resource, query.text)
    within = Within(inspect(query.resource.entity).primary_key[0], text.found)
    return Understood(Every((where, within)), includes, text)


def _unknown(item: Condition, place: int, known: Included) -> Fault:
    vocabulary, slug = item.field.vocabulary, item.values[place]
    parameter = item.field.parameter(item.operator)
    message = f"{parameter}: there is no {vocabulary and vocabulary.name} {slug!r}."
    pointer = item.pointers[place] if item.pointers else None
    return Fault("unknown-slug", message, None if pointer else parameter, None, nearest(slug, known), pointer)
