"""Full-text search with one meaning on both databases: which words a study has is decided before an engine sees it.

Studies are given and found by their numbers. The tables are made by a migration and stand outside the models, because
each engine has its own kind of table.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from types import ModuleType
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection

from app.core.fulltext import postgresql, sqlite
from app.core.fulltext.layout import Texts, TextTooLargeError, Weight, lay_out
from app.core.text_query import Leaf, Node

__all__ = [
    "Entry",
    "TextTooLargeError",
    "Texts",
    "Weight",
    "clear_texts",
    "entry_of",
    "find",
    "find_by_weight",
    "find_tree",
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


def find(connection: Connection, leaf: Leaf, within: Collection[Weight] | None = None) -> list[int]:
    """Find the studies in which a leaf stands, in any place or within some classes; in no order."""
    return _run(connection, [_engine(connection.dialect.name).leaf_statement(leaf, within)])[0]


def find_by_weight(
    connection: Connection, leaf: Leaf, within: Collection[Weight] = tuple(Weight)
) -> dict[Weight, list[int]]:
    """Find the studies in which a leaf stands, for each of some classes of places."""
    engine = _engine(connection.dialect.name)
    found = _run(connection, [engine.leaf_statement(leaf, [weight]) for weight in within])
    return dict(zip(within, found, strict=True))


def find_tree(connection: Connection, node: Node) -> list[int]:
    """Find the studies that match a whole question, in one statement; in no order."""
    return _run(connection, [_engine(connection.dialect.name).tree_statement(node)])[0]


def _run(connection: Connection, statements: list[tuple[str, tuple[str, ...]]]) -> list[list[int]]:
    """Fetch each list of numbers as one text: many rows cost more than the search itself."""
    together = "SELECT " + ", ".join(f"({statement})" for statement, _ in statements)
    parameters = tuple(value for _, values in statements for value in values)
    row = connection.exec_driver_sql(together, parameters).one()
    return [orjson.loads(numbers) for numbers in row]


def _engine(dialect: str) -> ModuleType:
    return postgresql if dialect == "postgresql" else sqlite
