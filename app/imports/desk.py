"""Where imports are handed in: holds what the running application needs for them, opened when first needed."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.core.database import make_engine
from app.core.operations import changing, open_operations, operations_file
from app.core.schema import is_migrated
from app.imports import jobs
from app.imports.runner import make_runner
from app.imports.spool import Spool, sweep
from app.imports.worker import Worker
from app.interchange.limits import Limits
from app.models import ImportJob

log = structlog.get_logger()


@dataclass
class Desk:
    """The imports of one process."""

    engine: Engine
    spool_dir: Path
    max_bytes: int
    limits: Limits = field(default_factory=Limits)
    runner: str = field(default_factory=make_runner)

    def __post_init__(self) -> None:
        """Nothing is opened yet."""
        self._lock = threading.Lock()
        self._operations: Engine | None = None
        self._writer: Engine | None = None
        self._worker: Worker | None = None

    def operations(self) -> Engine:
        """Give the database of keys and jobs."""
        with self._lock:
            if self._operations is None:
                self._operations = open_operations(self.engine)
            return self._operations

    def worker(self) -> Worker:
        """Give the worker, which is started when it is first asked for."""
        operations = self.operations()
        with self._lock:
            if self._worker is None:
                self._writer = make_engine(self.engine.url.render_as_string(hide_password=False))
                self._worker = Worker(self._writer, operations, self.runner, self.limits)
                sweep(self.spool_dir)
                self._worker.start()
            return self._worker

    def resume(self) -> None:
        """Take up, or put right, what an earlier process left, where there is anything."""
        url = self.engine.url.render_as_string(hide_password=False)
        if self.engine.dialect.name == "sqlite" and not operations_file(url).is_file():
            return
        try:
            with self.engine.connect() as connection:
                if not is_migrated(connection):
                    return
            with Session(self.operations()) as session:
                left = session.scalar(select(ImportJob.id).where(ImportJob.status.in_(jobs.UNFINISHED)).limit(1))
        except OperationalError as error:
            log.warning("imports cannot be resumed yet", error=str(error))
            return
        if left is not None:
            self.worker()

    def stop(self) -> None:
        """End the worker and let go of what was opened."""
        if self._worker is not None:
            self._worker.stop()
        for engine in (self._writer, self._operations):
            if engine is not None:
                engine.dispose()
        self._worker = self._writer = self._operations = None

    def open_spool(self) -> Spool:
        """Open a file to receive an upload."""
        return Spool(self.spool_dir, self.max_bytes)

    def submit(
        self, add: Callable[[Session], ImportJob], note: Callable[[Session, ImportJob], None] = lambda *_: None
    ) -> ImportJob:
        """Put a job in the list and wake the worker."""
        worker = self.worker()
        with changing(self.operations()) as session:
            job = add(session)
            note(session, job)
            session.commit()
        worker.wake()
        return job

    def find(self, job_id: str, owner: str | None) -> ImportJob:
        """Find a job as it is now."""
        with Session(self.operations(), expire_on_commit=False) as session:
            return jobs.get_job(session, job_id, owner)
