"""Run an import: one transaction from the first record to the last, the same path for dry runs."""

from collections.abc import Callable
from typing import BinaryIO

import structlog
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.core.writing import write_session
from app.curation.accessions import keep_next
from app.imports.ahead import DiedError, blocks_ahead
from app.imports.batch import BatchWriter
from app.imports.blocks import Reading
from app.imports.joblog import CancelledError, JobLog, LostJobError, StoppedError
from app.imports.memory import drop_garbage, patient_collector
from app.imports.options import ImportOptions
from app.imports.store import known_slugs
from app.interchange.draft import UnreadableFileError
from app.interchange.limits import Limits
from app.models import DataRelease
from app.vocab import JobStatus, OnError

told = structlog.get_logger()


class FailedJobError(Exception):
    """The job ends without having written anything."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def run_import(engine: Engine, log: JobLog, options: ImportOptions, stream: BinaryIO, limits: Limits) -> None:
    """Import a file; whatever happens, the book of the job says what came of it."""

    def work(session: Session) -> None:
        known = known_slugs(session)
        writer = BatchWriter(session, options, log, known)
        reading = Reading(options.format, limits, known, writer.preparer, writer.next_number)
        _read_all(writer, log, reading, stream)
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
    except DiedError as error:
        told.error("import failed", job=log.job_id, error=str(error))
        message = "Something failed that should not; it was logged. Nothing was written."
        log.finish(JobStatus.FAILED, "internal-error", message)
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


def _read_all(writer: BatchWriter, log: JobLog, reading: Reading, stream: BinaryIO) -> None:
    with blocks_ahead(reading, stream) as blocks:
        for block in blocks:
            if log.counts.records + len(block.items) > reading.limits.records:
                message = f"The file has more than {reading.limits.records} records; send it in parts."
                raise FailedJobError("too-many-records", message)
            writer.take(block)
            log.read_bytes = block.read_bytes or log.read_bytes
            log.flush()
            # The next block comes when nothing is left of this one.
            del block
            drop_garbage()
    if not log.counts.records:
        raise FailedJobError("empty-file", "The file has no records.")
