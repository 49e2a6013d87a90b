"""Read a file block by block and do to its records all that needs no database; `ahead` may do it in a process."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from pyroaring import BitMap

from app.curation.accessions import LAST, write_accession
from app.curation.prepared import Prepared, Preparer
from app.curation.rows import Written
from app.curation.rules import Known
from app.identifiers import accession_number
from app.imports.checking import FaultyRecordError, check_record, json_of
from app.imports.matching import Sought, normalised
from app.imports.options import BATCH
from app.imports.store import digest_of
from app.interchange.draft import Draft, RecordFault
from app.interchange.limits import Limits
from app.interchange.reading import read_records


class Checked(NamedTuple):
    """What is known of a record that is in order."""

    title: str
    document: str
    digest: str

    @classmethod
    def of(cls, written: Written) -> "Checked":
        """Look at what would be written."""
        return cls(written.study.title, written.document, digest_of(written.document))


class Candidate(NamedTuple):
    """A record, and what becomes of it if it gets the accession that is expected."""

    # Its data stand beside it, as JSON.
    draft: Draft
    raw: bytes
    sought: Sought
    # What the record says of its accession, which may be anything.
    accession: Any
    expected: Any
    found: Checked | list[RecordFault]
    # Whether it is the first record of its block with that accession, whose study is kept.
    is_first: bool


@dataclass
class Block:
    """Some records of a file, in their order."""

    items: list[Candidate | RecordFault] = field(default_factory=list)
    # The studies in order, by number; once they are prepared, that is all that is kept of them.
    written: dict[int, Written] = field(default_factory=dict)
    prepared: Prepared | None = None
    read_bytes: int = 0

    def prepare(self, preparer: Preparer) -> None:
        """Make all studies in order ready."""
        self.prepared = preparer.prepare(list(self.written.values()))
        self.written = {}

    def ready(self, preparer: Preparer, numbers: BitMap, others: dict[int, Written]) -> Prepared:
        """Give some of the studies ready, and others that came out otherwise than was expected."""
        if self.prepared is None:
            chosen = [study for number, study in self.written.items() if number in numbers]
            return preparer.prepare([*chosen, *others.values()])
        prepared = self.prepared.only(numbers)
        if others:
            prepared.join(preparer.prepare(list(others.values())))
        return prepared


@dataclass(frozen=True)
class Reading:
    """What must be known to read a file."""

    format: str
    limits: Limits
    known: Known
    preparer: Preparer
    next_number: int

    def blocks(self, stream: BinaryIO) -> Iterator[Block]:
        """Read the blocks of a file; raises UnreadableFileError where it cannot be read on."""
        records = read_records(stream, self.format, self.limits)
        expecting = _Expecting(self.next_number)
        while batch := list(islice(records, BATCH)):
            block = Block(read_bytes=0 if stream.closed else stream.tell())
            for item in batch:
                block.items.append(item if isinstance(item, RecordFault) else self._look_at(item, block, expecting))
            yield block

    def _look_at(self, draft: Draft, block: Block, expecting: "_Expecting") -> Candidate | RecordFault:
        data = normalised(draft.data)
        accession = data.get("accession")
        expected = accession or expecting.accession
        found: Checked | list[RecordFault]
        is_first = False
        try:
            raw = json_of(draft, data if accession else data | {"accession": expected})
        except FaultyRecordError as error:
            return error.faults[0]
        try:
            written = check_record(draft, raw, self.known)
        except FaultyRecordError as error:
            found = error.faults
        else:
            found, number = Checked.of(written), accession_number(expected)
            expecting.note(number)
            # Of records with one accession at most one can be taken; which, is not decided here.
            is_first = block.written.setdefault(number, written) is written
        return Candidate(replace(draft, data={}), raw, Sought.of(data), accession, expected, found, is_first)


class _Expecting:
    """The accession that the next new study gets, if nothing stands against those before it."""

    def __init__(self, number: int) -> None:
        self._number = number

    @property
    def accession(self) -> str:
        return write_accession(min(self._number, LAST))

    def note(self, number: int) -> None:
        self._number = max(self._number, number + 1)
