"""Write groups as JSON: what does not depend on a filter is written once for a revision."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import orjson

from app.reads.dimensions import names
from app.reads.group_links import GroupLinks
from app.reads.grouping import Grouping, Groups
from app.reads.snapshot import Snapshot

EMPTY = "No row is in this group."
# Bytes of a piece, for the bound of what is remembered.
PIECE_BYTES = 500


class Piece(NamedTuple):
    """What the values of a group add to its row: how the row begins, and how both kinds of links end."""

    head: str
    rolled: str | None
    exact: str | None
    reason: str


class Pieces(dict[tuple[Any, ...], Piece]):
    """The pieces of groups, by values."""

    def of(self, snapshot: Snapshot, grouping: Grouping, groups: Groups, links: GroupLinks) -> list[Piece]:
        """Give the piece of each group; those that are missing are written."""
        texts = [each.text for each in grouping.dimensions]
        known = [names(snapshot, each) for each in grouping.dimensions]
        found = []
        for values in groups.values:
            piece = self.get(values)
            if piece is None:
                named = {text: each.get(value) for text, each, value in zip(texts, known, values, strict=True) if each}
                head = _json({"values": dict(zip(texts, values, strict=True)), "names": named})
                self[values] = piece = Piece(head.removesuffix("}"), *links.additions(values))
            found.append(piece)
        return found


def write_groups(snapshot: Snapshot, grouping: Grouping, groups: Groups, links: GroupLinks) -> bytes:
    """Give groups as a JSON array of rows."""
    key = links.signature()
    pieces = Pieces() if key is None else snapshot.memory.get(key, Pieces, lambda _: PIECE_BYTES)
    known = len(pieces)
    found = pieces.of(snapshot, grouping, groups, links)
    snapshot.memory.grow(key, PIECE_BYTES * (len(pieces) - known))
    heads = [piece.head for piece in found]
    figures = [_numbers(groups.figure(name)) for name in grouping.figures]
    ends = _ends(found, groups.figures[grouping.counted], links)
    row = ",".join(["%s", *(f'"{name}":%s' for name in grouping.figures), '"link":%s}'])
    return f"[{','.join([row % cells for cells in zip(heads, *figures, ends, strict=True)])}]".encode()


def _numbers(figure: Sequence[int | None]) -> Sequence[int | str]:
    return ["null" if number is None else number for number in figure]


def _ends(pieces: Sequence[Piece], counts: Sequence[int], links: GroupLinks) -> Iterator[str]:
    """Give the link of each group, or the reason why it has none."""
    rolled, exact = links.rolled and _json(links.rolled)[:-1], links.exact and _json(links.exact)[:-1]
    for piece, count in zip(pieces, counts, strict=True):
        if not count:
            yield f'null,"link_missing_because":{_json(EMPTY)}'
        elif rolled and piece.rolled is not None:
            yield f'{rolled}&{piece.rolled}","link_missing_because":null'
        elif exact and piece.exact is not None:
            yield f'{exact}&{piece.exact}","link_missing_because":null'
        else:
            yield f'null,"link_missing_because":{_json(piece.reason)}'


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
