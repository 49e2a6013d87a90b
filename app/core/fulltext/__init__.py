"""Full-text search with one meaning on both databases: which words a study has is decided before an engine sees it.

Studies are given and found by their numbers. The tables are made by a migration and stand outside the models, because
each engine has its own kind of table.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from types import ModuleType
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection

from app.core.fulltext import postgresql, sqlite
from app.core.fulltext.layout import Texts, TextTooLargeError, Weight, lay_out
from app.core.text_query import Leaf

__all__ = [
    "Entry",
    "TextTooLargeError",
    "Texts",
    "Weight",
    "clear_texts",
    "entry_of",
    "find_by_weight",
    "index_entries",
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
# Words of titles that are remembered while many studies are written.
MOST_KNOWN = 50_000


class Entry(NamedTuple):
    """What the index keeps of a study."""

    # Its number and its words by class, as the database takes them.
    values: tuple[Any, ...]
    # The words of its title that suggestions correct towards, with spaces between them.
    title_words: str


def is_search_table(name: str | None) -> bool:
    """Tell whether a table is kept here and not by the models: the index, and the tables SQLite keeps behind it."""
    return name is not None and name.startswith("study_search")


def index_texts(connection: Connection, rows: Iterable[Texts]) -> None:
    """Put studies into the index, each with its texts by class; what stood there for them is replaced."""
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        index_entries(connection, [entry_of(connection.dialect.name, texts) for texts in batch])


def entry_of(dialect: str, texts: Texts) -> Entry:
    """Make the entry of a study in the index of one kind of database; needs none."""
    key, *parts = texts
    columns = [lay_out(part) for part in parts]
    titles = {word for run in columns[0].runs for word in run if len(word) >= MIN_CORRECTED and word.isalpha()}
    return Entry((key, *map(_engine(dialect).write, columns)), " ".join(titles))


def index_entries(connection: Connection, entries: Sequence[Entry], known: set[str] | None = None) -> None:
    """Put entries into the index; what stood there for their studies is replaced.

    `known` remembers the words of titles from call to call in one transaction.
    """
    known = set() if known is None else known
    remove_texts(connection, [entry.values[0] for entry in entries])
    _engine(connection.dialect.name).insert(connection, [entry.values for entry in entries])
    found = {word for entry in entries for word in entry.title_words.split()}
    _keep_title_words(connection, found - known)
    if len(known) > MOST_KNOWN:
        known.clear()
    known |= found


def _keep_title_words(connection: Connection, found: set[str]) -> None:
    """Keep the words of titles that suggestions correct towards; one that no title has any more finds nothing."""
    if found:
        statement = "INSERT INTO search_word (word) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING"
        if connection.dialect.name == "postgresql":
            values = "json_array_elements_text(CAST(%s AS json))"
            statement = f"INSERT INTO search_word (word) SELECT {values} ON CONFLICT DO NOTHING"
        connection.exec_driver_sql(statement, (orjson.dumps(sorted(found)).decode(),))


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
    _engine(connection.dialect.name).clear(connection)


def settle_texts(connection: Connection) -> None:
    """Merge what a large write has left in pieces; it changes no answer, only their speed."""
    _engine(connection.dialect.name).settle(connection)


def find_by_weight(
    connection: Connection, leaf: Leaf, within: Collection[Weight] = tuple(Weight)
) -> Iterator[tuple[Weight, list[int]]]:
    """Find the studies in which a leaf stands, for each of some classes of places; in no order."""
    if not within:
        return
    engine = _engine(connection.dialect.name)
    # Each list of numbers comes as one text: many rows cost more than the search itself.
    together = "SELECT " + ", ".join(f"({engine.leaf_statement(weight)})" for weight in within)
    found = connection.exec_driver_sql(together, tuple(engine.write_leaf(leaf, weight) for weight in within)).one()
    for weight, numbers in zip(within, found, strict=True):
        yield weight, orjson.loads(numbers)


def _engine(dialect: str) -> ModuleType:
    return postgresql if dialect == "postgresql" else sqlite
