"""A database that imports may really commit to, put back after each test."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from app.core.operations import open_operations
from app.core.settings import Settings
from app.curation.loader import load
from app.curation.reader import Corpus
from app.curation.revisions import advance
from app.curation.writer import StudyWriter
from app.imports import jobs, report
from app.imports.joblog import JobLog
from app.imports.options import ImportOptions, Submitter, Upload
from app.imports.worker import run_job
from app.interchange.limits import Limits
from app.keys.keyring import create_key
from app.main import create_app
from app.models import AccessionCounter, ApiKey, Base, IdempotencyKey, ImportCommit, ImportJob, Study
from app.vocab import ImportMode, KeyScope, OnError
from tests.databases import own_database
from tests.factories import study

SEEDED = 30
NO_KEYS: dict[str, Any] = {"identifiers": {}}


@pytest.fixture(scope="package")
def library_engine(database: str, corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Open a database of its own with the vocabularies and the first studies of the seed."""
    with own_database(database, tmp_path_factory.mktemp("library"), "imports") as engine:
        with Session(engine) as session:
            load(session, Corpus(**{**vars(corpus), "studies": corpus.studies[:SEEDED]}))
            session.commit()
        yield engine


@pytest.fixture(scope="package")
def operations(library_engine: Engine) -> Iterator[Engine]:
    opened = open_operations(library_engine)
    yield opened
    opened.dispose()


@dataclass
class Library:
    """What tests do with imports, and what they look at."""

    engine: Engine
    operations: Engine
    folder: Path

    def add(self, raw: bytes, **options: Any) -> ImportJob:
        """Import a file, in this thread, and give the job as it is then."""
        path = self.folder / "upload"
        path.write_bytes(raw)
        limits = options.pop("limits", Limits())
        told = ImportOptions(
            format=options.pop("format", "ndjson"),
            mode=ImportMode(options.pop("mode", "create")),  # type: ignore[call-arg]
            on_error=OnError(options.pop("on_error", "abort")),  # type: ignore[call-arg]
            **options,
        )
        with Session(self.operations, expire_on_commit=False) as session:
            upload = Upload(path, "0" * 64, len(raw))
            job = jobs.add_import(session, Submitter("test", None), told, upload, "here:1:a")
            session.commit()
        return self.finish(job, limits)

    def import_all(self, *documents: Any, **options: Any) -> ImportJob:
        """Import documents."""
        raw = "".join(f"{json.dumps(document)}\n" for document in documents)
        return self.add(raw.encode(), **options)

    def revert(self, job: ImportJob, *, dry_run: bool = False) -> ImportJob:
        """Undo a job."""
        with Session(self.operations, expire_on_commit=False) as session:
            made = jobs.add_revert(session, Submitter("test", None), job, dry_run=dry_run, runner="here:1:a")
            session.commit()
        return self.finish(made)

    def finish(self, job: ImportJob, limits: Limits | None = None) -> ImportJob:
        """Run a job to its end."""
        with Session(self.operations) as session:
            assert jobs.start(session, job)
            session.commit()
        run_job(self.engine, JobLog(self.operations, job.id), job, limits or Limits())
        return self.look(job)

    def look(self, job: ImportJob) -> ImportJob:
        """Read a job anew."""
        with Session(self.operations, expire_on_commit=False) as session:
            return jobs.get_job(session, job.id, None)

    def report(self, job: ImportJob) -> list[dict[str, Any]]:
        """Read the report of a job."""
        return list(report.lines(self.operations, job.id))

    def codes(self, job: ImportJob) -> list[str]:
        """Give the codes of all faults and warnings."""
        return [line["code"] for line in self.report(job) if line["code"]]

    def document(self, accession: str) -> dict[str, Any] | None:
        """Give the stored document of a study."""
        with Session(self.engine) as session:
            text = session.scalar(select(Study.document).where(Study.accession == accession))
        return None if text is None else dict(json.loads(text))

    def accessions(self) -> list[str]:
        """Give all accessions."""
        with Session(self.engine) as session:
            return list(session.scalars(select(Study.accession).order_by(Study.id)))


def _empty(session: Session, *tables: type[Base]) -> None:
    for table in tables:
        session.execute(delete(table))
    session.commit()


def _remove_after(session: Session, accession: str) -> None:
    """Remove what came after a study, with all that is kept of it."""
    writer = StudyWriter(session)
    writer.remove(session.scalars(select(Study.accession).where(Study.accession > accession)).all())
    writer.finish()
    advance(session, writer.changed)


@pytest.fixture
def library(library_engine: Engine, operations: Engine, corpus: Corpus, tmp_path: Path) -> Iterator[Library]:
    yield Library(library_engine, operations, tmp_path)
    with Session(library_engine) as session:
        load(session, Corpus(**{**vars(corpus), "studies": corpus.studies[:SEEDED]}))
        _remove_after(session, corpus.studies[SEEDED - 1].name)
        _empty(session, AccessionCounter, ImportCommit)
    with Session(operations) as session:
        _empty(session, IdempotencyKey, ImportJob, ApiKey)


def draft(title: str, **changes: Any) -> dict[str, Any]:
    """Make a study without an accession."""
    made = study(title=title, **(NO_KEYS | changes))
    if "accession" not in changes:
        del made["accession"]
    return made


def key(library: Library, *scopes: KeyScope, owner: str = "anna") -> dict[str, str]:
    """Make a key and give the headers that show it."""
    with Session(library.operations) as session:
        _, secret = create_key(session, owner, scopes or [KeyScope.IMPORT], None)
        session.commit()
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def api(library: Library, tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(spool_dir=tmp_path / "spool", import_max_bytes=200_000)
    with TestClient(create_app(settings, library.engine), raise_server_exceptions=False) as client:
        client.headers.update(key(library))
        yield client


def body(*documents: Any) -> bytes:
    """Write documents as JSON Lines."""
    buffer = io.StringIO()
    for document in documents:
        buffer.write(json.dumps(document, ensure_ascii=False) + "\n")
    return buffer.getvalue().encode()
