"""Tell other processes that this one lives, whatever its jobs are busy with."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Self

import structlog
from sqlalchemy import Engine, update

from app.core.clock import timestamp
from app.core.operations import changing
from app.models import ImportJob
from app.vocab import JobStatus

HEARTBEAT_SECONDS = 5.0
log = structlog.get_logger()


class Pulse:
    """A thread that marks the unfinished jobs of a runner every few seconds."""

    def __init__(self, operations: Engine, runner: str) -> None:
        self._operations = operations
        self._runner = runner
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="imports-pulse", daemon=True)

    def start(self) -> None:
        """Begin to beat."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._ending.set()
        self._thread.join()

    def __enter__(self) -> Self:
        """Beat as long as a block lasts."""
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """End with the block."""
        self.stop()

    def _beat(self) -> None:
        # An error ends in the future, not in the thread: the next beat may succeed.
        with ThreadPoolExecutor(1) as shield:
            while not self._ending.wait(HEARTBEAT_SECONDS):
                if error := shield.submit(self._tell_alive).exception():
                    log.warning("no heartbeat", error=str(error))

    def _tell_alive(self) -> None:
        unfinished = ImportJob.status.in_((JobStatus.QUEUED, JobStatus.RUNNING))
        with changing(self._operations) as session:
            mine = update(ImportJob).where(ImportJob.runner == self._runner, unfinished)
            session.execute(mine.values(heartbeat_at=timestamp()))
            session.commit()
