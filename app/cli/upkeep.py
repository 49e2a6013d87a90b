"""Bring a database up to date: schema, seed data, and what is kept for speed. What is not needed is not imported."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.cli.base import err, open_engine, out
from app.core.schema import is_migrated, migrate
from app.core.settings import Settings
from app.core.writing import write_session
from app.models import DataRelease

if TYPE_CHECKING:
    from app.curation.reader import Corpus


def prepare(settings: Settings) -> None:
    """Bring schema and data up to date; where they are, a start reads nothing else."""
    from app.curation.fingerprint import fingerprint  # noqa: PLC0415

    with open_engine(settings) as engine:
        migrate_and_reindex(engine)
        with Session(engine) as session:
            loaded = session.scalar(select(DataRelease.seed))
        if loaded != fingerprint(settings.seed_dir):
            load_seed(engine, settings.seed_dir)


def migrate_and_reindex(engine: Engine) -> None:
    """Bring the schema up to date, and what is kept where another version of the code made it."""
    from app.curation.writer import needs_reindex  # noqa: PLC0415

    with engine.connect() as connection:
        outdated = not is_migrated(connection)
    if outdated:
        migrate(engine)
    with Session(engine) as session:
        outdated = needs_reindex(session)
    if outdated:
        reindex_all(engine)


def reindex_all(engine: Engine) -> None:
    """Make everything that is kept anew."""
    from app.curation.writer import reindex  # noqa: PLC0415

    begin = time.perf_counter()
    with write_session(engine) as session:
        reindex(session)
        session.commit()
    out.print(f"Everything kept for speed was made anew. ({time.perf_counter() - begin:.1f} s)")


def load_seed(engine: Engine, folder: Path) -> None:
    """Load the seed files: all of it or, at the first fault, nothing."""
    from app.curation.fingerprint import fingerprint  # noqa: PLC0415
    from app.curation.reader import read_corpus  # noqa: PLC0415

    _load(engine, read_corpus(folder), fingerprint(folder))


def load_knowledge_base(engine: Engine, path: Path) -> None:
    """Load the one file that holds everything, as `load_seed` loads the seed files."""
    from app.curation.knowledge_base import read_knowledge_base  # noqa: PLC0415

    _load(engine, read_knowledge_base(path), "")


def _load(engine: Engine, corpus: "Corpus", made_of: str) -> None:
    from app.curation.loader import FaultyDataError, load  # noqa: PLC0415

    begin = time.perf_counter()
    try:
        with write_session(engine) as session:
            report = load(session, corpus, made_of)
            session.commit()
    except FaultyDataError as error:
        for fault in error.faults:
            err.print(str(fault))
        err.print(f"{error}.")
        raise typer.Exit(1) from error
    out.print(f"{report} ({time.perf_counter() - begin:.1f} s)")
