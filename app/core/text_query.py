"""What a person types into a search box, as a tree: every text has a meaning, none is an error."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.core.text import words

# Shorter beginnings stand in most texts; a number is typed whole: miR-21 is not miR-214.
MIN_PREFIX = 2
QUOTES = str.maketrans("“”„‟«»＂", '"""""""')  # noqa: RUF001 - quotation marks of other keyboards
PIECE = re.compile(r'(?P<minus>-*)"(?P<phrase>[^"]*)(?P<end>"\*?|$)|(?P<bare>[^\s",;()\[\]{}|]+)')


@dataclass(frozen=True)
class Leaf:
    """Words that stand together in this order; of the last one, `prefix` asks for the beginning only."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Not:
    """What does not match a leaf."""

    part: Leaf


@dataclass(frozen=True)
class Or:
    """What matches at least one part; without parts, nothing."""

    parts: tuple[Leaf | Not, ...]


@dataclass(frozen=True)
class And:
    """What matches all parts; without parts, everything."""

    parts: tuple[Leaf | Not | Or, ...]


Node: TypeAlias = Leaf | Not | Or | And
NOTHING = Or(())


def parse(text: str, is_name: Callable[[tuple[str, ...]], bool] = lambda _: False) -> Node:
    """Understand a text: words, "phrases", -minus, OR between neighbours; word* and the last word are beginnings.

    The last word is not a beginning where it is a name already: who types AGA does not mean against.
    """
    groups: list[list[Leaf | Not]] = []
    joining = False
    for item in _items(text.translate(QUOTES), is_name):
        if item is None:
            joining = bool(groups)
        elif joining:
            groups[-1].append(item)
            joining = False
        else:
            groups.append([item])
    alternatives = [tuple(dict.fromkeys(group)) for group in groups]
    parts = dict.fromkeys(group[0] if len(group) == 1 else Or(group) for group in alternatives)
    if not parts:
        return NOTHING
    return next(iter(parts)) if len(parts) == 1 else And(tuple(parts))


def _items(text: str, is_name: Callable[[tuple[str, ...]], bool]) -> Iterator[Leaf | Not | None]:
    """Give the items of a text in order; None stands for OR, while AND is what neighbours mean anyway."""
    excluding = False
    for piece in PIECE.finditer(text):
        bare = piece["bare"]
        if bare in ("AND", "OR", "NOT"):
            excluding = bare == "NOT"
            if bare == "OR":
                yield None
            continue
        if bare is None:
            found = _leaf(words(piece["phrase"]), asked=piece["end"] == '"*')
            negative = excluding or bool(piece["minus"])
        else:
            negative = excluding or bare.startswith("-")
            said = words(bare)
            typing = piece.end() == len(text) and not negative and not is_name(tuple(said))
            found = _leaf(said, asked=bare.endswith("*"), typing=typing)
        if found:
            yield Not(found) if negative else found
            excluding = False


def _leaf(found: list[str], *, asked: bool, typing: bool = False) -> Leaf | None:
    if not found:
        return None
    beginning = asked or (typing and not found[-1][-1].isdigit())
    return Leaf(tuple(found), prefix=beginning and len(found[-1]) >= MIN_PREFIX)


def write(node: Node) -> str:
    """Write a tree as a text that means the same."""
    text = spell(node)
    if parse(text) == node:
        return text
    # A bare word at the end would be taken as a beginning.
    *others, last = text.split(" ")
    return " ".join([*others, f'"{last}"'])


def spell(node: Node) -> str:
    """Write a tree as a part of a text, where nothing at its end counts as unfinished."""
    match node:
        case Leaf(found, prefix):
            star = "*" if prefix else ""
            return f'"{" ".join(found)}"{star}' if len(found) > 1 else f"{found[0]}{star}"
        case Not(part):
            return f"-{spell(part)}"
        case Or(parts):
            return " OR ".join(spell(part) for part in parts)
        case And(parts):
            return " ".join(spell(part) for part in parts)


def leaves(node: Node, *, negative: bool = False) -> list[Leaf]:
    """Give the leaves that are asked for, or those that are excluded, each once in order."""
    match node:
        case Leaf():
            found = [] if negative else [node]
        case Not(part):
            found = [part] if negative else []
        case Or(parts) | And(parts):
            found = [leaf for part in parts for leaf in leaves(part, negative=negative)]
    return list(dict.fromkeys(found))


def standing(leaf: Leaf, found: Sequence[str]) -> Iterator[int]:
    """Give each place in a list of words at which a leaf begins."""
    *first, last = leaf.words
    for start in range(len(found) - len(first)):
        end = start + len(first)
        ends = found[end].startswith(last) if leaf.prefix else found[end] == last
        if ends and all(found[start + place] == word for place, word in enumerate(first)):
            yield start
