"""A running job can be ended: nothing of it is kept, and what ended it is told."""

import pytest
from sqlalchemy import update

from app.core.errors import ConflictError
from app.core.operations import changing
from app.imports import jobs
from app.imports.joblog import JobLog
from app.imports.options import ImportOptions, Submitter, Upload
from app.imports.worker import run_job
from app.interchange.limits import Limits
from app.models import ImportJob
from app.vocab import JobStatus
from tests.imports.conftest import Library, body, draft


def running(library: Library) -> ImportJob:
    path = library.folder / "upload"
    path.write_bytes(body(*[draft(f"S {number}") for number in range(5)]))
    with changing(library.operations) as session:
        upload = Upload(path, "0" * 64, 1)
        job = jobs.add_import(session, Submitter("test", None), ImportOptions("ndjson"), upload, "here:1:a")
        jobs.start(session, job)
        session.commit()
    return job


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.imports.blocks.BATCH", 2)


def test_a_running_job_ends_at_the_next_batch(library: Library) -> None:
    job, known = running(library), library.accessions()

    def ask_to_end(book: JobLog) -> None:
        if book.counts.records == 2:
            with changing(library.operations) as session:
                jobs.cancel(session, jobs.get_job(session, job.id, None))
                session.commit()

    run_job(library.engine, JobLog(library.operations, job.id, ask_to_end), job, Limits())

    ended = library.look(job)
    assert (ended.status, ended.failure_code) == ("cancelled", "cancelled")
    assert ended.records < 5
    assert library.accessions() == known
    assert not (library.folder / "upload").exists()


def test_a_job_of_a_process_that_is_stopped_fails_and_says_so(library: Library) -> None:
    job, known = running(library), library.accessions()

    run_job(library.engine, JobLog(library.operations, job.id, must_stop=lambda: True), job, Limits())

    ended = library.look(job)
    assert (ended.status, ended.failure_code) == ("failed", "server-stopped")
    assert library.accessions() == known


def test_a_job_that_is_being_committed_cannot_be_cancelled(library: Library) -> None:
    job = running(library)
    with changing(library.operations) as session:
        session.execute(update(ImportJob).where(ImportJob.id == job.id).values(is_committing=True))
        session.commit()

    with changing(library.operations) as session, pytest.raises(ConflictError, match="being committed"):
        jobs.cancel(session, jobs.get_job(session, job.id, None))
    assert library.look(job).status == JobStatus.RUNNING
