"""Full text on PostgreSQL: a tsvector with its own GIN index for each class, none made by PostgreSQL's parser."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from app.core.fulltext.layout import MAX_POSITION, Column, Weight
from app.core.text_query import And, Leaf, Node, Not, Or

# Beyond all others and the same for every loose word, so that none stands beside another.
LOOSE = MAX_POSITION + 2
ALL = "SELECT coalesce(json_agg(study_id), '[]')::text FROM study_search"


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


def leaf_statement(leaf: Leaf, within: Iterable[Weight] | None) -> tuple[str, tuple[str, ...]]:
    """Write the statement that finds a leaf in some or all classes."""
    condition, parameters = _anywhere(match_leaf(leaf), Weight if within is None else within)
    return f"{ALL} WHERE {condition}", tuple(parameters)


def match_leaf(leaf: Leaf) -> str:
    """Write a leaf as a tsquery; words have no character that would have to be escaped."""
    return " <-> ".join(f"'{word}'" for word in leaf.words) + (":*" if leaf.prefix else "")


def tree_statement(node: Node) -> tuple[str, tuple[str, ...]]:
    """Write the statement that finds what a tree matches."""
    condition, parameters = _condition(node)
    return f"{ALL} WHERE {condition}", tuple(parameters)


def _anywhere(query: str, within: Iterable[Weight]) -> tuple[str, list[str]]:
    tests = [f"{weight} @@ CAST(%s AS tsquery)" for weight in within]
    return (f"({' OR '.join(tests)})", [query] * len(tests)) if tests else ("FALSE", [])


def _condition(node: Node) -> tuple[str, list[str]]:
    match node:
        case Leaf():
            return _anywhere(match_leaf(node), Weight)
        case Not(part):
            condition, parameters = _condition(part)
            return f"NOT {condition}", parameters
        case Or(parts) | And(parts):
            made = [_condition(part) for part in parts]
            operator, empty = (" AND ", "TRUE") if isinstance(node, And) else (" OR ", "FALSE")
            joined = operator.join(condition for condition, _ in made) or empty
            return f"({joined})", [value for _, values in made for value in values]
