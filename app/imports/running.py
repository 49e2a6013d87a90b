"""Run an import: one transaction from the first record to the last, the same path for dry runs."""

import itertools
from collections.abc import Callable
from typing import BinaryIO

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.core.writing import write_session
from app.curation.accessions import keep_next
from app.imports.batch import BatchWriter
from app.imports.joblog import CancelledError, JobLog, LostJobError, StoppedError
from app.imports.memory import patient_collector
from app.imports.options import BATCH, ImportOptions
from app.interchange.draft import UnreadableFileError
from app.interchange.limits import Limits
from app.interchange.reading import read_records
from app.models import DataRelease
from app.vocab import JobStatus, OnError


class FailedJobError(Exception):
    """The job ends without having written anything."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def run_import(engine: Engine, log: JobLog, options: ImportOptions, stream: BinaryIO, limits: Limits) -> None:
    """Import a file; whatever happens, the book of the job says what came of it."""

    def work(session: Session) -> None:
        writer = BatchWriter(session, options, log)
        _read_all(writer, log, options, stream, limits)
        if log.counts.errors and options.on_error == OnError.ABORT:
            message = f"{log.counts.failed} of {log.counts.records} records cannot be taken; nothing was written."
            raise FailedJobError("faulty-records", message)
        if log.counts.created or log.counts.updated:
            keep_next(session, writer.next_number)
            writer.finish(log.job_id)

    run(engine, log, work, dry_run=options.dry_run)


def run(engine: Engine, log: JobLog, work: Callable[[Session], None], *, dry_run: bool) -> None:
    """Do work on the data in one transaction and close the book of the job, whichever way it ends."""
    try:
        with patient_collector(), write_session(engine, log.flush) as session:
            _refuse_empty(session)
            work(session)
            if dry_run:
                session.rollback()
                log.flush()
            else:
                log.begin_commit()
                session.commit()
        log.finish(JobStatus.SUCCEEDED)
    except FailedJobError as error:
        log.finish(JobStatus.FAILED, error.code, str(error))
    except UnreadableFileError as error:
        log.add_fault(error.fault)
        message = f"{error.fault.place}: {error.fault.message} The file cannot be read on; nothing was written."
        log.finish(JobStatus.FAILED, error.fault.code, message)
    except CancelledError:
        log.finish(JobStatus.CANCELLED, "cancelled", "Cancelled on request; nothing was written.")
    except StoppedError:
        message = "The server was stopped while the job ran; nothing was written. Send it again."
        log.finish(JobStatus.FAILED, "server-stopped", message)
    except LostJobError:
        return


def _refuse_empty(session: Session) -> None:
    if session.scalar(select(DataRelease.id)) is None:
        raise FailedJobError("no-vocabularies", "The database holds no vocabularies; run `exokb seed load`.")


def _read_all(writer: BatchWriter, log: JobLog, options: ImportOptions, stream: BinaryIO, limits: Limits) -> None:
    records = read_records(stream, options.format, limits)
    while batch := list(itertools.islice(records, BATCH)):
        if log.counts.records + len(batch) > limits.records:
            message = f"The file has more than {limits.records} records; send it in parts."
            raise FailedJobError("too-many-records", message)
        writer.take(batch)
        log.read_bytes = log.read_bytes if stream.closed else stream.tell()
        log.flush()
    if not log.counts.records:
        raise FailedJobError("empty-file", "The file has no records.")
