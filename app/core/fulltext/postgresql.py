"""Full text on PostgreSQL: a tsvector with its own GIN index for each class, none made by PostgreSQL's parser."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection

from app.core.fulltext.layout import MAX_POSITION, Column, Weight
from app.core.text_query import Leaf

# Beyond all others and the same for every loose word, so that none stands beside another.
LOOSE = MAX_POSITION + 2
FIND = "SELECT coalesce(json_agg(study_id), '[]')::text FROM study_search WHERE {} @@ CAST(%s AS tsquery)"


def insert(connection: Connection, rows: Iterable[tuple[int, list[Column]]]) -> None:
    """Add the words of studies that are not in the index."""
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection in use has one
    with driver.cursor() as cursor, cursor.copy("COPY study_search (study_id, a, b, c, d) FROM STDIN") as copy:
        for key, columns in rows:
            copy.write_row((key, *map(_vector, columns)))


def _vector(column: Column) -> str:
    positions: dict[str, list[int]] = defaultdict(list)
    begin = 1
    for run in column.runs:
        for place, word in enumerate(run, begin):
            positions[word].append(place)
        begin += len(run) + 1
    for word in column.loose:
        positions[word].append(LOOSE)
    return " ".join(f"'{word}':{','.join(map(str, places))}" for word, places in positions.items())


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
