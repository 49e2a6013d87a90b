"""Undo a job: give each study back the document it had before, unless somebody has changed it since."""

from collections.abc import Sequence

import orjson
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.document import Study
from app.imports.checking import FaultyRecordError, judge, read_study
from app.imports.joblog import Change, JobLog
from app.imports.matching import Matcher, Sought
from app.imports.memory import drop_garbage
from app.imports.options import BATCH
from app.imports.running import run
from app.imports.store import StudyStore, digest_of, known_slugs
from app.interchange.draft import Draft, RecordFault
from app.models import ImportChange, RetiredStudy
from app.models import Study as StudyRow
from app.vocab import ChangeAction


def run_revert(engine: Engine, log: JobLog, target: str, *, dry_run: bool) -> None:
    """Undo a job, record by record; what cannot be undone is told and left as it is."""

    def work(session: Session) -> None:
        undoing = _Undoing(session, log)
        last: int | None = None
        while changes := _changes(log.operations, target, last):
            undoing.take(changes)
            last = changes[-1].number
            log.flush()
            drop_garbage()
        undoing.finish()

    run(engine, log, work, dry_run=dry_run)


def _changes(operations: Engine, target: str, last: int | None) -> Sequence[ImportChange]:
    """Give the changes of a job, the latest first."""
    wanted = select(ImportChange).where(ImportChange.job_id == target).order_by(ImportChange.number.desc())
    if last is not None:
        wanted = wanted.where(ImportChange.number < last)
    with Session(operations, expire_on_commit=False) as session:
        return session.scalars(wanted.limit(BATCH)).all()


class _Undoing:
    """Takes back changes, batch by batch."""

    def __init__(self, session: Session, log: JobLog) -> None:
        self._session = session
        self._log = log
        self._store = StudyStore(session)
        self._known = known_slugs(session)
        self._matcher = Matcher(session)

    def take(self, changes: Sequence[ImportChange]) -> None:
        """Take back a batch of changes."""
        named = [change.accession for change in changes]
        rows = select(StudyRow.accession, StudyRow.document).where(StudyRow.accession.in_(named))
        now = {row.accession: row.document for row in self._session.execute(rows)}
        successors = select(RetiredStudy.merged_into).where(RetiredStudy.merged_into.in_(named))
        needed = set(self._session.scalars(successors))
        before = [orjson.loads(each.document_before) for each in changes if each.document_before]
        self._matcher.load(list(map(Sought.of, before)))
        remove: list[str] = []
        write: list[Study] = []
        for change in changes:
            self._log.counts.records += 1
            try:
                study = self._before(change, now.get(change.accession), needed)
            except FaultyRecordError as error:
                self._log.counts.failed += 1
                for fault in error.faults:
                    self._log.add_fault(fault)
                continue
            self._note(change, now.get(change.accession))
            if study is None:
                self._matcher.forget(change.accession)
                remove.append(change.accession)
            else:
                write.append(study)
        self._store.remove(remove)
        self._store.write(write)

    def finish(self) -> None:
        """Bring what is kept of the studies up to date."""
        if self._log.counts.created or self._log.counts.updated or self._log.counts.removed:
            self._store.finish(self._log.job_id)

    def _before(self, change: ImportChange, now: str | None, needed: set[str | None]) -> Study | None:
        """Give the study as it was before, nothing where it was not there; refuse where it has moved on."""
        if (None if now is None else digest_of(now)) != change.digest_after:
            raise _refused(change, "edited-since", "was changed after the import; it is left as it is")
        if change.document_before is None:
            if change.accession in needed:
                raise _refused(change, "in-use", "has taken the place of a retired study; it is left as it is")
            return None
        sought = Sought.of(orjson.loads(change.document_before))
        others = [found for found in self._matcher.match(sought).found if found != change.accession]
        if others:
            raise _refused(
                change, "conflicting-keys", f"had an identifier that {others[0]} has now; correct that first"
            )
        draft = Draft(change.record, change.place, {})
        study = read_study(draft, change.document_before.encode())
        judge(draft, study, self._known)
        self._matcher.note(sought, study.accession, change.document_before, change.record)
        return study

    def _note(self, change: ImportChange, now: str | None) -> None:
        before, after = now, change.document_before
        action = ChangeAction.REMOVED if after is None else ChangeAction.UPDATED if before else ChangeAction.CREATED
        digest = None if after is None else digest_of(after)
        self._log.add_change(Change(change.record, change.place, change.accession, action, before, digest))


def _refused(change: ImportChange, code: str, message: str) -> FaultyRecordError:
    fault = RecordFault(change.record, change.place, None, code, f"{change.accession} {message}.", change.accession)
    return FaultyRecordError([fault])
