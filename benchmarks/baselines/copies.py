"""The peers' copy of a database: without what the product keeps for itself, with full text and an index."""

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine, inspect

from app.core.database import make_engine
from app.core.schema import migrate
from app.models import Base
from benchmarks.baselines import postgres_queries

# What a study consists of, and the vocabularies; all other tables and all copies of text in other form are dropped.
TABLES = {
    "study", "study_level", "study_topic", "study_indication", "study_reporting", "study_relation", "study_arm",
    "outcome", "adverse_event", "mechanism", "mechanism_target", "exosome_source", "source_closure", "indication",
    "indication_closure", "adverse_event_term", "pathway", "data_release",
}  # fmt: skip
COPIED = {"document"}
SQLITE_TEXT = """
    CREATE VIRTUAL TABLE peer_text USING fts5(title, summary, content='study', content_rowid='id');
    INSERT INTO peer_text (peer_text) VALUES ('rebuild');
    INSERT INTO peer_text (peer_text) VALUES ('optimize');
    CREATE INDEX peer_year ON study (year DESC, id);
    ANALYZE;
"""
POSTGRES_TEXT = """
    CREATE TABLE peer_text AS
        SELECT id AS study_id, to_tsvector('simple', title || ' ' || summary) AS words FROM study;
    ALTER TABLE peer_text ADD PRIMARY KEY (study_id);
    CREATE INDEX ON peer_text USING gin (words);
    CREATE INDEX ON study (year DESC NULLS LAST, id);
"""


def own_copies() -> list[tuple[str, str]]:
    """Give the columns that repeat others in a form that only the product needs."""
    return [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if table.name in TABLES and (column.name in COPIED or "folds" in column.info)
    ]


def copy_sqlite(own: Path, peers: Path) -> None:
    """Make the peers' file: the schema of the product less its own copies, filled from the product's file."""
    engine = make_engine(f"sqlite:///{peers}")
    migrate(engine)
    engine.dispose()
    connection = sqlite3.connect(peers, isolation_level=None)
    for pragma in ("journal_mode=DELETE", "foreign_keys=OFF", "synchronous=OFF", "cache_size=-262144"):
        connection.execute(f"PRAGMA {pragma}")
    _drop_own(connection)
    listed = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    indexes = connection.execute(listed).fetchall()
    connection.execute("ATTACH ? AS own", (str(own),))
    connection.execute("BEGIN")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    for table in sorted(TABLES):
        columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
        connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM own.{table} ORDER BY rowid")
    for _, statement in indexes:
        connection.execute(statement)
    connection.execute("COMMIT")
    connection.executescript(SQLITE_TEXT)
    connection.close()


def _drop_own(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    # Virtual tables first: they take the tables they are made of with them.
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND sql LIKE ?"
    for form in ("CREATE VIRTUAL%", "CREATE TABLE%"):
        for (name,) in connection.execute(listed, (form,)).fetchall():
            if name not in TABLES:
                connection.execute(f"DROP TABLE {name}")
    for table, column in own_copies():
        connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def prepare_postgres(url: str) -> None:
    """Make a copied database the peers' own."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for table in set(inspect(connection).get_table_names()) - TABLES:
            connection.exec_driver_sql(f"DROP TABLE {table} CASCADE")
        for table, column in own_copies():
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
        for statement in (POSTGRES_TEXT, *postgres_queries.functions(), "VACUUM FULL ANALYZE"):
            connection.exec_driver_sql(statement)
    engine.dispose()
