"""Full text on SQLite: one FTS5 table whose columns are the classes of places."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from app.core.fulltext.layout import Column, Weight
from app.core.text_query import And, Leaf, Node, Not

# No question holds it, so no phrase runs across; the tokenizer of the table takes it as a word.
GAP = " _ "
ALL = "SELECT json_group_array(rowid) FROM study_search"
MATCHING = f"{ALL} WHERE study_search MATCH ?"
EXCEPT = f"{ALL} WHERE rowid NOT IN (SELECT rowid FROM study_search WHERE study_search MATCH ?)"  # noqa: S608


def write(column: Column) -> str:
    """Write the words of one class as the index takes them."""
    return GAP.join(map(" ".join, column.pieces()))


def insert(connection: Connection, rows: list[tuple[Any, ...]]) -> None:
    """Add the words of studies that are not in the index."""
    connection.exec_driver_sql("INSERT INTO study_search (rowid, a, b, c, d) VALUES (?, ?, ?, ?, ?)", rows)


def clear(connection: Connection) -> None:
    """Make the table anew, as it was made: deleting every row would undo the index word by word."""
    made = connection.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE name = 'study_search'").scalar_one()
    connection.exec_driver_sql("DROP TABLE study_search")
    connection.exec_driver_sql(made)


def settle(connection: Connection) -> None:
    """Merge what many writes have left in pieces."""
    connection.exec_driver_sql("INSERT INTO study_search (study_search) VALUES ('optimize')")


def leaf_statement(leaf: Leaf, within: Iterable[Weight] | None) -> tuple[str, tuple[str, ...]]:
    """Write the statement that finds a leaf in some or all classes."""
    return MATCHING, (match_leaf(leaf, within),)


def match_leaf(leaf: Leaf, within: Iterable[Weight] | None = None) -> str:
    """Write a leaf for FTS5."""
    columns = "" if within is None else f"{{{' '.join(within)}}} : "
    return f'{columns}"{" ".join(leaf.words)}"{"*" if leaf.prefix else ""}'


def tree_statement(node: Node) -> tuple[str, tuple[str, ...]]:
    """Write the statement that finds what a tree matches."""
    expression, negated = match_tree(node)
    if not expression:
        return (ALL if negated else f"{ALL} WHERE 0"), ()
    return (EXCEPT if negated else MATCHING), (expression,)


def match_tree(node: Node) -> tuple[str, bool]:
    """Write a tree for FTS5, which only knows a NOT b; the second value tells that all but these are meant."""
    if isinstance(node, Leaf):
        return match_leaf(node), False
    if isinstance(node, Not):
        return match_leaf(node.part), True
    parts = [match_tree(part) for part in node.parts]
    positive = [text for text, negated in parts if not negated]
    negative = [text for text, negated in parts if negated]
    if isinstance(node, And):
        return _without(_join(" AND ", positive), _join(" OR ", negative)), not positive
    return (
        (_without(_join(" AND ", negative), _join(" OR ", positive)), True)
        if negative
        else (
            _join(" OR ", positive),
            False,
        )
    )


def _join(operator: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})" if parts else ""


def _without(wanted: str, excluded: str) -> str:
    return f"({wanted} NOT {excluded})" if wanted and excluded else wanted or excluded
