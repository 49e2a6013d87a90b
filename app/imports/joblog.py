"""What a running job tells: its counts, faults and changes, written apart from the data so that all can watch."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.orm import Session

from app.core.clock import timestamp
from app.core.operations import changing
from app.curation.bulk import insert_rows
from app.imports.options import FAULTS_KEPT
from app.interchange.draft import RecordFault
from app.models import ImportChange, ImportFault, ImportJob
from app.vocab import ChangeAction, Gravity, JobStatus

VALUE_LENGTH = 500


class CancelledError(Exception):
    """Somebody asked the job to end."""


class StoppedError(Exception):
    """The process that runs the job is being stopped."""


class LostJobError(Exception):
    """The job was declared dead meanwhile; what it did must not be kept."""


@dataclass
class Counts:
    """How many records came to what."""

    records: int = 0
    created: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: int = 0
    failed: int = 0
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True)
class Change:
    """What happens to a study, with its document before and the digest of the one after."""

    record: int
    place: str
    accession: str
    action: ChangeAction
    before: str | None
    digest_after: str | None
    fields: list[str] | None = None


@dataclass
class JobLog:
    """The book of one job; `flush` writes what has gathered and learns whether to go on."""

    operations: Engine
    job_id: str
    watch: Callable[["JobLog"], None] = lambda _: None
    must_stop: Callable[[], bool] = lambda: False
    counts: Counts = field(default_factory=Counts)
    read_bytes: int = 0
    _faults: list[dict[str, Any]] = field(default_factory=list)
    _changes: list[dict[str, Any]] = field(default_factory=list)
    _fault_number: int = 0
    _change_number: int = 0

    def add_fault(self, fault: RecordFault, gravity: Gravity = Gravity.ERROR) -> None:
        """Note a fault; beyond the cap it is only counted."""
        if gravity == Gravity.ERROR:
            self.counts.errors += 1
        else:
            self.counts.warnings += 1
        if self._fault_number >= FAULTS_KEPT:
            return
        self._fault_number += 1
        value = None if fault.value is None else _shortened(fault.value)
        self._faults.append(
            {
                "job_id": self.job_id,
                "number": self._fault_number,
                "gravity": gravity,
                "record": fault.number,
                "place": fault.place,
                "pointer": fault.pointer,
                "code": fault.code,
                "message": _writable(fault.message),
                "value": value,
                "allowed": None if fault.allowed is None else list(fault.allowed),
            }
        )

    def add_change(self, change: Change) -> None:
        """Note what happens to a study, before it does: so it can be undone."""
        self._change_number += 1
        name = change.action.value
        setattr(self.counts, name, getattr(self.counts, name) + 1)
        self._changes.append(
            {
                "job_id": self.job_id,
                "number": self._change_number,
                "record": change.record,
                "place": change.place,
                "accession": change.accession,
                "action": change.action.value,
                "fields": change.fields,
                "document_before": change.before,
                "digest_after": change.digest_after,
            }
        )

    def flush(self) -> None:
        """Write what has gathered; raise where the job is to end."""
        with changing(self.operations) as session:
            if self._faults:
                session.execute(insert(ImportFault.__table__), self._faults)  # type: ignore[arg-type]
            if self._changes:
                insert_rows(session, ImportChange, self._changes)
            self._update(session)
            state = session.execute(
                select(ImportJob.status, ImportJob.is_cancel_requested).where(ImportJob.id == self.job_id)
            ).one()
            session.commit()
        self._faults, self._changes = [], []
        self.watch(self)
        if state.status != JobStatus.RUNNING:
            raise LostJobError
        if state.is_cancel_requested:
            raise CancelledError
        if self.must_stop():
            raise StoppedError

    def _update(self, session: Session, **more: Any) -> int:
        values = {**vars(self.counts), "read_bytes": self.read_bytes, "heartbeat_at": timestamp(), **more}
        here = ImportJob.id == self.job_id, ImportJob.status == JobStatus.RUNNING
        return session.execute(update(ImportJob).where(*here).values(**values)).rowcount  # type: ignore[attr-defined,no-any-return]

    def begin_commit(self) -> None:
        """Say that the data are about to be committed: from here on it cannot be cancelled."""
        self.flush()
        with changing(self.operations) as session:
            if not self._update(session, is_committing=True):
                raise LostJobError
            session.commit()

    def finish(self, status: JobStatus, code: str | None = None, failure: str | None = None) -> None:
        """Close the book."""
        with changing(self.operations) as session:
            if self._faults:
                session.execute(insert(ImportFault.__table__), self._faults)  # type: ignore[arg-type]
                self._faults = []
            told = {"status": status, "failure_code": code, "failure": failure and _writable(failure)}
            self._update(session, **told, is_committing=False, finished_at=timestamp(), file_path=None)
            session.commit()
        self.watch(self)


def _shortened(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return _writable(text if len(text) <= VALUE_LENGTH else f"{text[: VALUE_LENGTH - 1]}…")


def _writable(text: str) -> str:
    """Take out what a database cannot hold."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
