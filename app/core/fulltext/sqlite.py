"""Full text on SQLite: one FTS5 table whose columns are the classes of places."""

from typing import Any

from sqlalchemy import Connection

from app.core.fulltext.layout import Column, Weight
from app.core.text_query import Leaf

# No question holds it, so no phrase runs across; the tokenizer of the table takes it as a word.
GAP = " _ "
FIND = "SELECT json_group_array(rowid) FROM study_search WHERE study_search MATCH ?"


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


def leaf_statement(_weight: Weight) -> str:
    """Write the statement that finds a leaf in a class of places, which the leaf names here."""
    return FIND


def write_leaf(leaf: Leaf, weight: Weight) -> str:
    """Write a leaf in a class of places for FTS5."""
    return f'{{{weight}}} : "{" ".join(leaf.words)}"{"*" if leaf.prefix else ""}'
