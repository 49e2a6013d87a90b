"""What is kept in memory is what the engines would find, within its bound, and for one revision only."""

from pyroaring import BitMap
from sqlalchemy import Connection, event

from app.core.fulltext import Weight, clear_texts, find_by_weight, index_texts
from app.core.fulltext.sets import OVERHEAD_BYTES, LeafSets, leaf_sets
from app.core.held import Held
from app.core.text_query import Leaf

HAIR, SKIN, NONE = Leaf(("hair",)), Leaf(("skin",)), Leaf(("none",))


def fill(connection: Connection) -> list[str]:
    """Index two studies, and give the list to which each later statement is added."""
    clear_texts(connection)
    index_texts(connection, [(1, ["hair"], [], ["skin"], []), (2, [], ["hair"], ["hair"], [])])
    statements: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *call: statements.append(call[2]))
    return statements


def test_sets_are_asked_for_once(connection: Connection) -> None:
    statements = fill(connection)
    kept = LeafSets()

    assert kept.get(connection, HAIR, [Weight.A]) == {Weight.A: BitMap([1])}
    assert kept.get(connection, HAIR) == {
        Weight.A: BitMap([1]),
        Weight.B: BitMap([2]),
        Weight.C: BitMap([2]),
        Weight.D: BitMap(),
    }
    assert len(statements) == 2

    again = kept.get(connection, HAIR)
    assert len(statements) == 2
    assert {weight: sorted(found) for weight, found in again.items()} == find_by_weight(connection, HAIR)


def test_the_last_used_sets_are_kept_within_the_bound(connection: Connection) -> None:
    statements = fill(connection)
    kept = LeafSets(max_bytes=2 * OVERHEAD_BYTES + 100)

    for leaf in (HAIR, SKIN, HAIR, NONE, HAIR):
        kept.get(connection, leaf, [Weight.A])
    assert len(statements) == 3

    kept.get(connection, SKIN, [Weight.A])
    assert len(statements) == 4


def test_a_new_revision_lets_go_of_what_was_held() -> None:
    held = Held()
    first = leaf_sets(held, ("2026.11", 1))

    assert leaf_sets(held, ("2026.11", 1)) is first
    assert leaf_sets(held, ("2026.11", 2)) is not first
    assert held.get("other", ("2026.11", 2), lambda: 1) == 1
    assert held.get("other", ("2026.11", 2), lambda: 2) == 1
