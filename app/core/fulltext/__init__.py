"""Full-text search with one meaning on both databases: which words a study has is decided before an engine sees it.

Studies are given and found by their numbers. The tables are made by a migration and stand outside the models, because
each engine has its own kind of table.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from types import ModuleType

import orjson
from sqlalchemy import Connection

from app.core.fulltext import postgresql, sqlite
from app.core.fulltext.layout import Column, Texts, TextTooLargeError, Weight, lay_out
from app.core.text_query import Leaf

__all__ = [
    "TextTooLargeError",
    "Texts",
    "Weight",
    "clear_texts",
    "find_by_weight",
    "index_texts",
    "is_search_table",
    "lay_out",
    "remove_texts",
    "settle_texts",
    "title_words",
]

BATCH = 500
# Shorter words have too many neighbours to be corrected.
MIN_CORRECTED = 4


def is_search_table(name: str | None) -> bool:
    """Tell whether a table is kept here and not by the models: the index, and the tables SQLite keeps behind it."""
    return name is not None and name.startswith("study_search")


def index_texts(connection: Connection, rows: Iterable[Texts]) -> None:
    """Put studies into the index, each with its texts by class; what stood there for them is replaced."""
    engine, known = _engine(connection), set[str]()
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        columns = [(key, [lay_out(part) for part in parts]) for key, *parts in batch]
        remove_texts(connection, [key for key, _ in columns])
        engine.insert(connection, columns)
        _keep_title_words(connection, (parts[0] for _, parts in columns), known)


def _keep_title_words(connection: Connection, titles: Iterable[Column], known: set[str]) -> None:
    """Keep the words of titles that suggestions correct towards; one that no title has any more finds nothing."""
    every = {word for column in titles for run in column.runs for word in run}
    found = {word for word in every if len(word) >= MIN_CORRECTED and word.isalpha()}
    if new := sorted(found - known):
        statement = "INSERT INTO search_word (word) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING"
        if connection.dialect.name == "postgresql":
            values = "json_array_elements_text(CAST(%s AS json))"
            statement = f"INSERT INTO search_word (word) SELECT {values} ON CONFLICT DO NOTHING"
        connection.exec_driver_sql(statement, (orjson.dumps(new).decode(),))
        known |= found


def title_words(connection: Connection) -> list[str]:
    """Give the words of all titles that are long enough to be corrected."""
    return [word for (word,) in connection.exec_driver_sql("SELECT word FROM search_word")]


def remove_texts(connection: Connection, keys: Iterable[int]) -> None:
    """Take studies out of the index."""
    if connection.dialect.name == "postgresql":
        statement = (
            "DELETE FROM study_search WHERE study_id IN (SELECT json_array_elements_text(CAST(%s AS json))::int)"
        )
    else:
        statement = "DELETE FROM study_search WHERE rowid IN (SELECT value FROM json_each(?))"
    remaining = iter(keys)
    while batch := list(islice(remaining, BATCH)):
        connection.exec_driver_sql(statement, (orjson.dumps(batch).decode(),))


def clear_texts(connection: Connection) -> None:
    """Empty the index."""
    connection.exec_driver_sql("DELETE FROM search_word")
    _engine(connection).clear(connection)


def settle_texts(connection: Connection) -> None:
    """Merge what a large write has left in pieces; it changes no answer, only their speed."""
    _engine(connection).settle(connection)


def find_by_weight(
    connection: Connection, leaf: Leaf, within: Collection[Weight] = tuple(Weight)
) -> Iterator[tuple[Weight, list[int]]]:
    """Find the studies in which a leaf stands, for each of some classes of places; in no order."""
    if not within:
        return
    statement, value = _engine(connection).leaf_statement, _engine(connection).write_leaf
    # Each list of numbers comes as one text: many rows cost more than the search itself.
    together = "SELECT " + ", ".join(f"({statement(weight)})" for weight in within)
    found = connection.exec_driver_sql(together, tuple(value(leaf, weight) for weight in within)).one()
    for weight, numbers in zip(within, found, strict=True):
        yield weight, orjson.loads(numbers)


def _engine(connection: Connection) -> ModuleType:
    return postgresql if connection.dialect.name == "postgresql" else sqlite
