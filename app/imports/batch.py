"""Decide, record by record, what becomes of a batch; then write what is to be written in one go."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy.orm import Session

from app.curation.accessions import LAST, next_number, write_accession
from app.document import Study
from app.identifiers import accession_number
from app.imports.checking import FaultyRecordError, changed_fields, check_searchable, judge, read_study, unwritable
from app.imports.joblog import Change, JobLog
from app.imports.matching import Match, Matcher, Stored, normalised
from app.imports.options import ImportOptions
from app.imports.store import StudyStore, known_slugs
from app.interchange.draft import Draft, RecordFault
from app.vocab import ChangeAction, Gravity, ImportMode

# Changed fields told of one study.
FIELDS_KEPT = 100
# What stands before the rest of a canonical document; accessions have one length.
ACCESSION_PART = '{"accession": "EXS000000"'


class BatchWriter:
    """Takes the records of one import, batch by batch."""

    def __init__(self, session: Session, options: ImportOptions, log: JobLog) -> None:
        self._session = session
        self._options = options
        self._log = log
        self._store = StudyStore(session)
        self._known = known_slugs(session)
        self._matcher = Matcher(session)
        self.next_number = next_number(session)
        self._to_write: list[Study] = []
        self._documents: dict[str, str] = {}
        self._last_number = 0

    def take(self, items: Sequence[Draft | RecordFault]) -> None:
        """Take a batch of records."""
        items = [(unwritable(item) or item) if isinstance(item, Draft) else item for item in items]
        drafts = [(item, normalised(item.data)) for item in items if isinstance(item, Draft)]
        self._matcher.load([data for _, data in drafts])
        ready = iter(drafts)
        self._to_write, self._documents = [], {}
        for item in items:
            # A reader tells each fault of a record by itself.
            is_new = item.number != self._last_number
            self._last_number = item.number
            self._log.counts.records += is_new
            if isinstance(item, RecordFault):
                self._refuse([item], is_new=is_new)
                continue
            try:
                self._decide(*next(ready))
            except FaultyRecordError as error:
                self._refuse(error.faults)
        self._store.write(self._to_write)

    def finish(self, job_id: str) -> None:
        """Bring what is kept of the written studies up to date."""
        self._store.finish(job_id)

    def _refuse(self, faults: Sequence[RecordFault], *, is_new: bool = True) -> None:
        self._log.counts.failed += is_new
        for fault in faults:
            self._log.add_fault(fault)

    def _decide(self, draft: Draft, data: dict[str, Any]) -> None:
        match = self._matcher.match(data)
        stored = self._matched(draft, data, match)
        if stored is None and self._options.mode == ImportMode.UPDATE:
            message = "No study here has the accession or an identifier of this record; use mode=upsert to create it."
            raise _faulty(draft, "no-such-study", message)
        if stored is not None and draft.suggested:
            self._skip(draft, stored)
            return
        accession = stored.accession if stored else data.get("accession") or self._next_accession(draft)
        study = read_study(draft, {"accession": accession} | data | {"accession": accession})
        judge(draft, study, self._known)
        document = study.canonical()
        check_searchable(draft, document)
        if stored is None and data.get("accession") is None and self._is_there_already(draft, study, document):
            self._log.counts.unchanged += 1
        elif stored is None:
            self._write(draft, study, document, ChangeAction.CREATED, None)
        elif stored.document == document:
            self._log.counts.unchanged += 1
        elif self._options.mode == ImportMode.CREATE:
            message = f"{stored.accession} is this study already, with other content; use mode=upsert to replace it."
            raise _faulty(draft, "already-there", message, stored.accession)
        else:
            self._write(draft, study, document, ChangeAction.UPDATED, stored.document)

    def _matched(self, draft: Draft, data: dict[str, Any], match: Match) -> Stored | None:
        """Give the one study that a record is about; refuse records about two, and those about one once more."""
        if match.retired:
            message = f"{match.retired[0]} was retired and is not used again; leave the accession out."
            raise _faulty(draft, "retired-accession", message, match.retired[0], "/accession")
        accession = data.get("accession")
        if len(match.found) > 1 or (isinstance(accession, str) and match.found and accession not in match.found):
            raise _faulty(draft, "conflicting-keys", _conflict(accession, match))
        if not match.found:
            return None
        stored = self._matcher.stored(next(iter(match.found)))
        _refuse_second(draft, stored)
        return stored

    def _next_accession(self, draft: Draft) -> str:
        if self.next_number > LAST:
            raise _faulty(draft, "no-accession-left", "All accession numbers are given; tell the maintainers.")
        return write_accession(self.next_number)

    def _skip(self, draft: Draft, stored: Stored) -> None:
        self._log.counts.skipped += 1
        message = f"{stored.accession} is this study already; a suggestion does not change it."
        self._log.add_fault(_fault(draft, "already-there", message, stored.accession), Gravity.WARNING)

    def _write(self, draft: Draft, study: Study, document: str, action: ChangeAction, before: str | None) -> None:
        fields = None
        if before is not None:
            found = changed_fields(orjson.loads(before), orjson.loads(document))
            fields = [pointer for _, pointer in zip(range(FIELDS_KEPT), found, strict=False)]
        change = Change(draft.number, draft.place, study.accession, action, before, document, fields)
        self._log.add_change(change)
        self._warn_of_namesakes(draft, study)
        self._matcher.note(study, document, draft.number)
        self.next_number = max(self.next_number, accession_number(study.accession) + 1)
        self._to_write.append(study)
        self._documents[study.accession] = document

    def _is_there_already(self, draft: Draft, study: Study, document: str) -> bool:
        """Tell whether a record without any key says word for word what a study says: it was imported before."""
        for twin in self._matcher.namesakes(study):
            if twin.document[len(ACCESSION_PART) :] == document[len(ACCESSION_PART) :]:
                _refuse_second(draft, twin)
                return True
        return False

    def _warn_of_namesakes(self, draft: Draft, study: Study) -> None:
        if found := [twin.accession for twin in self._matcher.namesakes(study)]:
            message = f"Same title and year as {', '.join(found[:5])}; see whether it is the same study."
            self._log.add_fault(_fault(draft, "same-title", message, study.title, "/title"), Gravity.WARNING)


def _refuse_second(draft: Draft, stored: Stored) -> None:
    if stored.record is not None:
        message = f"Record {stored.record} of this file is about {stored.accession} too; keep one of the two."
        raise _faulty(draft, "twin-record", message, stored.accession)


def _conflict(accession: Any, match: Match) -> str:
    parts = [
        f"{', '.join(f'{name} {value}' for name, value in keys)} is {found}" for found, keys in match.found.items()
    ]
    if isinstance(accession, str) and accession not in match.found:
        parts.append(f"accession {accession} is none of them")
    return f"The keys of this record speak of different studies: {'; '.join(parts)}. Correct the keys."


def _fault(draft: Draft, code: str, message: str, value: Any = None, pointer: str | None = None) -> RecordFault:
    return RecordFault(draft.number, draft.locate(pointer), pointer, code, message, value)


def _faulty(draft: Draft, code: str, message: str, value: Any = None, pointer: str | None = None) -> FaultyRecordError:
    return FaultyRecordError([_fault(draft, code, message, value, pointer)])
