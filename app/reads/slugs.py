"""What the slugs of a question include: the hierarchies, remembered for a revision."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.core.errors import Fault, InvalidRequestError, nearest
from app.core.fields import Operator, Vocabulary
from app.core.query import ListQuery
from app.core.tree import Condition, Node, rewrite
from app.reads.snapshot import Snapshot

Included = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Understood:
    """A question as it was understood: the tree with all slugs spelled out, and what each slug includes."""

    where: Node
    includes: Mapping[Condition, Included]


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

    return snapshot.memory.get(("included", vocabulary.name), make)


def understand(snapshot: Snapshot, query: ListQuery) -> Understood:
    """Look up the slugs of a question and what they include; unknown ones are told with the nearest known."""
    faults: list[Fault] = []
    includes: dict[Condition, Included] = {}
    for item in query.asked:
        vocabulary = item.field.vocabulary
        if vocabulary is not None and item.operator != Operator.ISNULL:
            known = included(snapshot, vocabulary)
            faults += [_unknown(item, slug, known) for slug in dict.fromkeys(item.values) if slug not in known]
            includes[item] = {
                slug: known[slug] if query.rollup else [slug] for slug in dict.fromkeys(item.values) if slug in known
            }
    if faults:
        raise InvalidRequestError.of(faults)

    def spell_out(condition: Condition) -> Condition:
        vocabulary = condition.field.vocabulary
        if vocabulary is None or condition.operator != Operator.EQ or not query.rollup:
            return condition
        known = included(snapshot, vocabulary)
        return replace(condition, values=tuple({slug: None for value in condition.values for slug in known[value]}))

    return Understood(rewrite(query.where, spell_out), includes)


def _unknown(item: Condition, slug: Any, known: Included) -> Fault:
    vocabulary = item.field.vocabulary
    parameter = item.field.parameter(item.operator)
    message = f"{parameter}: there is no {vocabulary and vocabulary.name} {slug!r}."
    return Fault("unknown-slug", message, parameter, None, nearest(slug, known))
