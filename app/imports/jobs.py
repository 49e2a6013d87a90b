"""The list of jobs: made, found, cancelled, and put right after a process died."""

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from app.core.clock import timestamp
from app.core.errors import ConflictError, NotFoundError, TooManyJobsError
from app.core.operations import changing
from app.core.writing import write_session
from app.imports.options import ImportOptions, Submitter, Upload
from app.imports.runner import is_dead
from app.models import ImportCommit, ImportJob
from app.vocab import JobKind, JobStatus, OnError

MAX_WAITING = 20
UNFINISHED = (JobStatus.QUEUED, JobStatus.RUNNING)


def make_job_id() -> str:
    """Make the public key of a job; later ones sort later."""
    return f"imp_{timestamp().translate(str.maketrans('', '', '-:.TZ'))}_{secrets.token_hex(4)}"


def add_import(
    session: Session, submitter: Submitter, options: ImportOptions, upload: Upload, runner: str
) -> ImportJob:
    """Put an import in the list; the caller commits."""
    return _add(
        session,
        submitter,
        runner,
        kind=JobKind.IMPORT,
        file_path=str(upload.path),
        sha256=upload.sha256,
        size_bytes=upload.size_bytes,
        **vars(options),
    )


def add_revert(session: Session, submitter: Submitter, target: ImportJob, *, dry_run: bool, runner: str) -> ImportJob:
    """Put the undoing of a job in the list; the caller commits."""
    if target.status != JobStatus.SUCCEEDED or target.dry_run:
        raise ConflictError(f"{target.id} wrote nothing (status {target.status}); there is nothing to revert.")
    return _add(
        session,
        submitter,
        runner,
        kind=JobKind.REVERT,
        on_error=OnError.SKIP,
        dry_run=dry_run,
        reverts=target.id,
    )


def _add(session: Session, submitter: Submitter, runner: str, **facts: Any) -> ImportJob:
    waiting = select(func.count()).select_from(ImportJob).where(ImportJob.status.in_(UNFINISHED))
    if (session.scalar(waiting) or 0) >= MAX_WAITING:
        message = f"{MAX_WAITING} jobs are waiting or running; send this one when some are done."
        raise TooManyJobsError(message, headers={"Retry-After": "10"})
    now = timestamp()
    job = ImportJob(
        id=make_job_id(),
        status=JobStatus.QUEUED,
        runner=runner,
        heartbeat_at=now,
        created_at=now,
        owner=submitter.owner,
        key_prefix=submitter.key_prefix,
        tool=submitter.tool,
        **facts,
    )
    session.add(job)
    session.flush()
    return job


def get_job(session: Session, job_id: str, owner: str | None) -> ImportJob:
    """Find a job; with an owner, only among theirs."""
    job = session.get(ImportJob, job_id, populate_existing=True)
    if job is None or (owner is not None and job.owner != owner):
        raise NotFoundError(f"There is no import {job_id[:100]!r}.")
    return job


def list_jobs(
    session: Session, owner: str | None, status: Sequence[JobStatus], before: str | None, size: int
) -> Sequence[ImportJob]:
    """Give jobs, the newest first."""
    wanted = select(ImportJob).order_by(ImportJob.id.desc()).limit(size)
    if owner is not None:
        wanted = wanted.where(ImportJob.owner == owner)
    if status:
        wanted = wanted.where(ImportJob.status.in_(status))
    if before is not None:
        wanted = wanted.where(ImportJob.id < before)
    return session.scalars(wanted).all()


def cancel(session: Session, job: ImportJob) -> None:
    """End a waiting job at once, and ask a running one to end; the caller commits."""
    if job.status.is_final:
        raise ConflictError(f"{job.id} is {job.status} already; what is done can be reverted.")
    told = {"finished_at": timestamp(), "failure_code": "cancelled", "failure": "Cancelled before it began."}
    queued = update(ImportJob).where(ImportJob.id == job.id, ImportJob.status == JobStatus.QUEUED)
    if _changes(session, queued.values(status=JobStatus.CANCELLED, **told)):
        return
    running = update(ImportJob).where(
        ImportJob.id == job.id, ImportJob.status == JobStatus.RUNNING, ImportJob.is_committing.is_(False)
    )
    if not _changes(session, running.values(is_cancel_requested=True)):
        raise ConflictError(f"{job.id} is just being committed; what is done can be reverted.")


def start_next(operations: Engine, runner: str) -> ImportJob | None:
    """Take the oldest waiting job of a runner, if there is one, and mark it as running."""
    with changing(operations) as session:
        waiting = select(ImportJob).where(ImportJob.status == JobStatus.QUEUED, ImportJob.runner == runner)
        for job in session.scalars(waiting.order_by(ImportJob.id)):
            if start(session, job):
                session.commit()
                return job
        session.commit()
        return None


def start(session: Session, job: ImportJob) -> bool:
    """Mark a waiting job as running, unless somebody was faster."""
    here = update(ImportJob).where(ImportJob.id == job.id, ImportJob.status == JobStatus.QUEUED)
    return _changes(session, here.values(status=JobStatus.RUNNING, started_at=timestamp(), heartbeat_at=timestamp()))


def _changes(session: Session, statement: Any) -> bool:
    return bool(session.execute(statement.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


def fail(operations: Engine, job_id: str, code: str, message: str, status: JobStatus = JobStatus.FAILED) -> None:
    """End a job that is not over, without its own doing."""
    with changing(operations) as session:
        here = update(ImportJob).where(ImportJob.id == job_id, ImportJob.status.in_(UNFINISHED))
        told = {"failure_code": code, "failure": message, "finished_at": timestamp(), "file_path": None}
        _changes(session, here.values(status=status, is_committing=False, **told))
        session.commit()


def put_right(engine: Engine, operations: Engine, me: str, keep_waiting: Callable[[], None] = lambda: None) -> None:
    """Settle the jobs of processes that died: waiting ones are taken over, running ones ended as the data say."""
    with Session(operations, expire_on_commit=False) as session:
        unfinished = session.scalars(select(ImportJob).where(ImportJob.status.in_(UNFINISHED))).all()
    for job in unfinished:
        if is_dead(job.runner, job.heartbeat_at, me):
            if job.status == JobStatus.QUEUED:
                _take_over(operations, job, me)
            else:
                _settle_running(engine, operations, job, keep_waiting)


def _take_over(operations: Engine, job: ImportJob, me: str) -> None:
    if job.kind == JobKind.IMPORT and not (job.file_path and Path(job.file_path).is_file()):
        fail(operations, job.id, "server-stopped", "The server stopped before the job began, and the file is gone.")
        return
    with changing(operations) as session:
        here = update(ImportJob).where(
            ImportJob.id == job.id, ImportJob.runner == job.runner, ImportJob.status == JobStatus.QUEUED
        )
        _changes(session, here.values(runner=me, heartbeat_at=timestamp()))
        session.commit()


def _settle_running(engine: Engine, operations: Engine, job: ImportJob, keep_waiting: Callable[[], None]) -> None:
    # Whoever holds the lock of writers knows that the dead process's transaction is over.
    with write_session(engine, keep_waiting) as data:
        is_committed = data.get(ImportCommit, job.id) is not None
    if job.file_path is not None:
        Path(job.file_path).unlink(missing_ok=True)
    if not is_committed:
        message = "The server stopped while the job ran; nothing was written. Send it again."
        fail(operations, job.id, "server-stopped", message)
        return
    with changing(operations) as session:
        here = update(ImportJob).where(ImportJob.id == job.id, ImportJob.status == JobStatus.RUNNING)
        _changes(session, here.values(status=JobStatus.SUCCEEDED, is_committing=False, finished_at=timestamp()))
        session.commit()
