"""Fill a fresh database with a generated file, through the code that the product itself writes with."""

import argparse
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from app.core.database import make_engine
from app.core.schema import migrate
from app.core.settings import ROOT
from app.curation.loader import load
from app.curation.reader import read_corpus
from app.curation.writer import StudyWriter
from app.document import Study

PARSED_AT_ONCE = 1_000
IN_ONE_TRANSACTION = 20_000


def fill(url: str, file: Path, seed_dir: Path = ROOT / "seed") -> int:
    """Migrate an empty database, load the vocabularies, then the documents; give the number of documents."""
    engine = make_engine(url)
    try:
        migrate(engine)
        _load_vocabularies(engine, seed_dir)
        count = 0
        with file.open("rb") as lines:
            while written := _write(engine, islice(lines, IN_ONE_TRANSACTION)):
                count += written
        _finish(engine)
    finally:
        engine.dispose()
    return count


def _load_vocabularies(engine: Engine, seed_dir: Path) -> None:
    corpus = read_corpus(seed_dir)
    corpus.studies.clear()
    with Session(engine) as session:
        load(session, corpus)
        session.commit()


def _write(engine: Engine, lines: Iterator[bytes]) -> int:
    """Write new studies in one transaction, as the product writes them."""
    count = 0
    with Session(engine) as session:
        writer = StudyWriter(session)
        while batch := [Study.model_validate_json(line) for line in islice(lines, PARSED_AT_ONCE)]:
            writer.write(batch)
            count += len(batch)
        writer.finish()
        session.commit()
    return count


def _finish(engine: Engine) -> None:
    """Give the planner its figures, as a database has them after a day of work."""
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def main() -> None:
    """Read the command line and fill the database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--database-url", required=True, help="an empty SQLite file or PostgreSQL database")
    arguments = parser.parse_args()
    begin = time.perf_counter()
    count = fill(arguments.database_url, arguments.file)
    seconds = time.perf_counter() - begin
    sys.stdout.write(f"{count} documents in {seconds:.1f} s, {count / seconds:.0f} documents/s\n")


if __name__ == "__main__":
    main()
