"""Read a file block by block and do to its records all that needs no database; `ahead` may do it in a process."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import count, islice
from typing import Any, BinaryIO, NamedTuple

from app.curation.accessions import LAST
from app.curation.prepared import Prepared, Preparer
from app.curation.rows import Written
from app.curation.rules import Known
from app.identifiers import accession_number, write_accession
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

    draft: Draft
    # Its data as JSON, with the accession that is expected.
    raw: bytes
    sought: Sought
    # What the record says of its accession, which may be anything.
    accession: Any
    expected: Any
    found: Checked | list[RecordFault]
    # Whether it is the first record of its block with that accession: at most one can be taken, and this one is kept.
    is_first: bool


@dataclass
class Block:
    """Some records of a file, in their order."""

    items: list[Candidate | RecordFault] = field(default_factory=list)
    read_bytes: int = 0
    # The studies in order, by number: at first as they are written, then ready.
    written: dict[int, Written] = field(default_factory=dict)
    prepared: Prepared = field(default_factory=Prepared)

    def join(self, more: "Block") -> None:
        """Add the records that follow."""
        self.items += more.items
        self.read_bytes = more.read_bytes
        self.prepared.join(more.prepared)

    def prepare(self, preparer: Preparer) -> None:
        """Make the studies ready."""
        self.prepared.join(preparer.prepare(list(self.written.values())))
        self.written = {}

    def ready(self, preparer: Preparer, numbers: AbstractSet[int], others: Mapping[int, Written]) -> Prepared:
        """Give some of the studies ready, and others that came out otherwise than was expected."""
        prepared = self.prepared.only(numbers)
        late = [study for number, study in self.written.items() if number in numbers]
        if late or others:
            prepared.join(preparer.prepare([*late, *others.values()]))
        return prepared


@dataclass(frozen=True)
class Reading:
    """What must be known to read a file."""

    format: str
    limits: Limits
    known: Known
    preparer: Preparer
    next_number: int

    def blocks(self, stream: BinaryIO, pieces: int = 1) -> Iterator[Block]:
        """Read the blocks of a file, each in so many pieces; raises UnreadableFileError where it cannot be read on."""
        records = read_records(stream, self.format, self.limits)
        expecting = _Expecting(self.next_number)
        for number in count():
            if number % pieces == 0:
                expecting.begin_block()
            block = Block()
            for item in islice(records, BATCH // pieces):
                block.items.append(item if isinstance(item, RecordFault) else self._look_at(item, block, expecting))
            if not block.items:
                return
            block.read_bytes = 0 if stream.closed else stream.tell()
            yield block
            del block

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
            is_first = expecting.note(number)
            if is_first:
                block.written[number] = written
        return Candidate(replace(draft, data={}), raw, Sought.of(data), accession, expected, found, is_first)


class _Expecting:
    """What is expected to come of the records, if nothing that is in the database stands against it."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._seen: set[int] = set()

    @property
    def accession(self) -> str:
        """The accession that the next new study gets."""
        return write_accession(min(self._number, LAST))

    def begin_block(self) -> None:
        self._seen = set()

    def note(self, number: int) -> bool:
        """Note a study in order; tell whether it is the first of its number in its block."""
        self._number = max(self._number, number + 1)
        is_first = number not in self._seen
        self._seen.add(number)
        return is_first
