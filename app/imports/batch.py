"""Decide, record by record, what becomes of a batch; then write what is to be written in one go."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy.orm import Session

from app.curation.accessions import LAST, next_number
from app.curation.prepared import Preparer
from app.curation.rows import Written
from app.curation.rules import Known
from app.identifiers import accession_number, write_accession
from app.imports.blocks import Block, Candidate, Checked
from app.imports.checking import FaultyRecordError, changed_fields, check_record
from app.imports.joblog import Change, JobLog
from app.imports.matching import Match, Matcher, Stored
from app.imports.options import ImportOptions
from app.imports.store import StudyStore
from app.interchange.draft import Draft, RecordFault
from app.vocab import ChangeAction, Gravity, ImportMode

# Changed fields told of one study.
FIELDS_KEPT = 100
# What stands before the rest of a canonical document; accessions have one length.
ACCESSION_PART = '{"accession": "EXS000000"'


class BatchWriter:
    """Takes the records of one import, block by block."""

    def __init__(self, session: Session, options: ImportOptions, log: JobLog, known: Known) -> None:
        self._options = options
        self._log = log
        self._store = StudyStore(session)
        self._known = known
        self._matcher = Matcher(session)
        self.next_number = next_number(session)
        # Of the block at hand: the studies that are written as expected, and the others.
        self._taken: set[int] = set()
        self._others: dict[int, Written] = {}
        self._last_number = 0

    @property
    def preparer(self) -> Preparer:
        """What makes studies ready for this database."""
        return self._store.preparer

    def take(self, block: Block) -> None:
        """Take the records of a block."""
        self._matcher.load([item.sought for item in block.items if isinstance(item, Candidate)])
        self._taken, self._others = set(), {}
        for item in block.items:
            number = item.number if isinstance(item, RecordFault) else item.draft.number
            # A reader tells each fault of a record by itself.
            is_new = number != self._last_number
            self._last_number = number
            self._log.counts.records += is_new
            if isinstance(item, RecordFault):
                self._refuse([item], is_new=is_new)
                continue
            try:
                self._decide(item)
            except FaultyRecordError as error:
                self._refuse(error.faults)
        if self._taken or self._others:
            self._store.put(block.ready(self.preparer, self._taken, self._others))

    def finish(self, job_id: str) -> None:
        """Bring what is kept of the written studies up to date."""
        self._store.finish(job_id)

    def _refuse(self, faults: Sequence[RecordFault], *, is_new: bool = True) -> None:
        self._log.counts.failed += is_new
        for fault in faults:
            self._log.add_fault(fault)

    def _decide(self, item: Candidate) -> None:
        draft, match = item.draft, self._matcher.match(item.sought)
        stored = self._matched(item, match)
        if stored is None and self._options.mode == ImportMode.UPDATE:
            message = "No study here has the accession or an identifier of this record; use mode=upsert to create it."
            raise _faulty(draft, "no-such-study", message)
        if stored is not None and draft.suggested:
            self._skip(draft, stored)
            return
        accession = stored.accession if stored else item.accession or self._next_accession(draft)
        checked = self._check(item, accession)
        if stored is None and item.accession is None and self._is_there_already(item, accession, checked):
            self._log.counts.unchanged += 1
        elif stored is None:
            self._write(item, accession, checked, ChangeAction.CREATED, None)
        elif stored.document == checked.document:
            self._log.counts.unchanged += 1
        elif self._options.mode == ImportMode.CREATE:
            message = f"{stored.accession} is this study already, with other content; use mode=upsert to replace it."
            raise _faulty(draft, "already-there", message, stored.accession)
        else:
            self._write(item, accession, checked, ChangeAction.UPDATED, stored.document)

    def _check(self, item: Candidate, accession: Any) -> Checked:
        """Give what was found of a record; where it gets another accession than was expected, look anew."""
        if accession != item.expected:
            return Checked.of(self._written(item, accession))
        if isinstance(item.found, list):
            raise FaultyRecordError(item.found)
        return item.found

    def _written(self, item: Candidate, accession: str) -> Written:
        data = orjson.loads(item.raw) | {"accession": accession}
        return check_record(item.draft, orjson.dumps(data), self._known)

    def _matched(self, item: Candidate, match: Match) -> Stored | None:
        """Give the one study that a record is about; refuse records about two, and those about one once more."""
        draft, accession = item.draft, item.accession
        if match.retired:
            message = f"{match.retired[0]} was retired and is not used again; leave the accession out."
            raise _faulty(draft, "retired-accession", message, match.retired[0], "/accession")
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

    def _write(
        self, item: Candidate, accession: str, checked: Checked, action: ChangeAction, before: str | None
    ) -> None:
        draft, fields = item.draft, None
        if before is not None:
            found = changed_fields(orjson.loads(before), orjson.loads(checked.document))
            fields = [pointer for _, pointer in zip(range(FIELDS_KEPT), found, strict=False)]
        self._log.add_change(Change(draft.number, draft.place, accession, action, before, checked.digest, fields))
        self._warn_of_namesakes(item, accession, checked)
        self._matcher.note(item.sought, accession, checked.document, draft.number)
        number = accession_number(accession)
        self.next_number = max(self.next_number, number + 1)
        if accession == item.expected and item.is_first:
            self._taken.add(number)
        else:
            self._others[number] = self._written(item, accession)

    def _is_there_already(self, item: Candidate, accession: str, checked: Checked) -> bool:
        """Tell whether a record without any key says word for word what a study says: it was imported before."""
        for twin in self._matcher.namesakes(item.sought, accession):
            if twin.document[len(ACCESSION_PART) :] == checked.document[len(ACCESSION_PART) :]:
                _refuse_second(item.draft, twin)
                return True
        return False

    def _warn_of_namesakes(self, item: Candidate, accession: str, checked: Checked) -> None:
        if found := [twin.accession for twin in self._matcher.namesakes(item.sought, accession)]:
            message = f"Same title and year as {', '.join(found[:5])}; see whether it is the same study."
            self._log.add_fault(_fault(item.draft, "same-title", message, checked.title, "/title"), Gravity.WARNING)


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
