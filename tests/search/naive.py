"""The search in its plainest form: reading every text, as a measure of what the engines find."""

from collections.abc import Collection, Iterable

from app.core.fulltext import Weight
from app.core.fulltext.layout import Texts
from app.core.text import words
from app.core.text_query import And, Leaf, Node, Not


def stands_in(leaf: Leaf, found: list[str]) -> bool:
    size = len(leaf.words)
    *first, last = leaf.words
    return any(
        found[start : start + size - 1] == first
        and (found[start + size - 1].startswith(last) if leaf.prefix else found[start + size - 1] == last)
        for start in range(len(found) - size + 1)
    )


def matches(node: Node, texts: Texts, within: Collection[Weight] = tuple(Weight)) -> bool:
    match node:
        case Leaf():
            columns = zip(Weight, texts[1:], strict=True)
            return any(stands_in(node, words(text)) for weight, part in columns if weight in within for text in part)
        case Not(part):
            return not matches(part, texts, within)
        case And(parts):
            return all(matches(part, texts, within) for part in parts)
        case _:
            return any(matches(part, texts, within) for part in node.parts)


def naive(node: Node, rows: Iterable[Texts], within: Collection[Weight] = tuple(Weight)) -> list[int]:
    return [row[0] for row in rows if matches(node, row, within)]
