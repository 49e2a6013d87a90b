"""Full text on PostgreSQL: a tsvector with its own GIN index for each class, none made by PostgreSQL's parser."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from app.core.fulltext.layout import MAX_POSITION, Column, Weight
from app.core.text_query import Leaf

# Beyond all others and the same for every loose word, so that none stands beside another.
LOOSE = MAX_POSITION + 2
FIND = "SELECT coalesce(json_agg(study_id), '[]')::text FROM study_search WHERE {} @@ CAST(%s AS tsquery)"


def insert(connection: Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    """Add the words of studies that are not in the index."""
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection in use has one
    with driver.cursor() as cursor, cursor.copy("COPY study_search (study_id, a, b, c, d) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def write(column: Column) -> str:
    """Write the words of one class, each with its places, as the index takes them."""
    # A word that stands several times may be given several times: PostgreSQL puts its places together.
    begin = 1
    found: list[str] = []
    for run in column.runs:
        found += [f"'{word}':{place}" for place, word in enumerate(run, begin)]
        begin += len(run) + 1
    found += [f"'{word}':{LOOSE}" for word in column.loose]
    return " ".join(found)


def clear(connection: Connection) -> None:
    """Delete every row; unlike TRUNCATE, it lets others read on."""
    connection.exec_driver_sql("DELETE FROM study_search")


def settle(connection: Connection) -> None:
    """Merge what many writes have left in pieces."""
    for weight in Weight:
        connection.exec_driver_sql("SELECT gin_clean_pending_list(%s::regclass)", (f"ix_study_search_{weight}",))


def leaf_statement(weight: Weight) -> str:
    """Write the statement that finds a leaf in a class of places."""
    return FIND.format(weight)


def write_leaf(leaf: Leaf, _weight: Weight) -> str:
    """Write a leaf as a tsquery; words have no character that would have to be escaped."""
    return " <-> ".join(f"'{word}'" for word in leaf.words) + (":*" if leaf.prefix else "")
