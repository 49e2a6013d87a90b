"""Runs the jobs of this process one after another, in a thread beside the answering of requests."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy import Engine

from app.imports import jobs
from app.imports.joblog import JobLog, StoppedError
from app.imports.options import ImportOptions
from app.imports.pulse import HEARTBEAT_SECONDS, Pulse
from app.imports.reverting import run_revert
from app.imports.running import run_import
from app.interchange.limits import Limits
from app.models import ImportJob
from app.vocab import ImportMode, JobKind

log = structlog.get_logger()


class Worker:
    """The thread that runs jobs."""

    def __init__(self, engine: Engine, operations: Engine, runner: str, limits: Limits) -> None:
        self._engine = engine
        self._operations = operations
        self._runner = runner
        self._limits = limits
        self._work = threading.Event()
        self._ending = threading.Event()
        self._pulse = Pulse(operations, runner)
        self._thread = threading.Thread(target=self._run_all, name="imports", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._pulse.start()
        self._thread.start()

    def wake(self) -> None:
        """Say that there is something to do."""
        self._work.set()

    def stop(self) -> None:
        """End after the record batch at hand; the job at hand is given up, those that wait are kept."""
        self._ending.set()
        self._work.set()
        self._thread.join()
        self._pulse.stop()

    def _run_all(self) -> None:
        with ThreadPoolExecutor(1) as shield:
            while not self._ending.is_set():
                # Errors end in the future, not in the thread.
                job = self._shielded(shield, self._next)
                if job is None:
                    self._work.wait(HEARTBEAT_SECONDS)
                    self._work.clear()
                    continue
                self._shielded(shield, partial(self._run, job), job)

    def _next(self) -> ImportJob | None:
        jobs.put_right(self._engine, self._operations, self._runner, self._give_up_when_ending)
        return jobs.start_next(self._operations, self._runner)

    def _give_up_when_ending(self) -> None:
        if self._ending.is_set():
            raise StoppedError

    def _shielded(
        self, shield: ThreadPoolExecutor, do: Callable[[], ImportJob | None], job: ImportJob | None = None
    ) -> ImportJob | None:
        future = shield.submit(do)
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, StoppedError):
            return None
        log.error("import worker failed", job=job and job.id, exc_info=error)
        if job is not None:
            message = "Something failed that should not; it was logged. Nothing was written."
            shield.submit(jobs.fail, self._operations, job.id, "internal-error", message).exception()
        return None

    def _run(self, job: ImportJob) -> None:
        book = JobLog(self._operations, job.id, must_stop=self._ending.is_set)
        run_job(self._engine, book, job, self._limits)


def run_job(engine: Engine, book: JobLog, job: ImportJob, limits: Limits) -> None:
    """Run one job that was marked as running."""
    if job.kind == JobKind.REVERT:
        run_revert(engine, book, str(job.reverts), dry_run=job.dry_run)
        return
    path = Path(str(job.file_path))
    try:
        with path.open("rb") as stream:
            run_import(engine, book, options_of(job), stream, limits)
    finally:
        with suppress(FileNotFoundError):
            path.unlink()


def options_of(job: ImportJob) -> ImportOptions:
    """Give the options that a job was made with."""
    return ImportOptions(
        format=str(job.format),
        mode=job.mode or ImportMode.CREATE,
        on_error=job.on_error,
        dry_run=job.dry_run,
        licence=job.licence,
        machine_assisted=job.machine_assisted,
        file_name=job.file_name,
    )
