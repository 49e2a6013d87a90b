"""Which studies a question selects: its filters and its text, whatever is then made of them."""

from dataclasses import dataclass

from pyroaring import BitMap

from app.core.query import ListQuery
from app.core.tree import Node
from app.reads.sets import Sets
from app.reads.snapshot import Snapshot
from app.shared.search import TextAnswer, answer_text


@dataclass(frozen=True)
class Selection:
    """The selected studies, and what their text question was understood to mean."""

    found: BitMap
    text: TextAnswer | None


def select_studies(snapshot: Snapshot, query: ListQuery, where: Node) -> Selection:
    """Find the studies that a question selects; `where` is its tree with all slugs spelled out."""
    found = Sets(snapshot).matching(where)
    if query.text is None:
        return Selection(found, None)
    text = answer_text(snapshot, query.text)
    return Selection(found & text.found, text)
