"""The one place that writes and removes studies, with everything that is kept of them for speed."""

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, TypeVar

import orjson
from pyroaring import BitMap
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.conditions import clause
from app.core.fulltext import clear_texts, index_entries, index_texts, remove_texts, settle_texts
from app.core.tree import Within
from app.curation import standing_sums, study_sets
from app.curation.bulk import insert_values
from app.curation.families import families_of, rebuild_families, update_families
from app.curation.prepared import Prepared, Preparer
from app.curation.represent import represent
from app.curation.revisions import advance
from app.curation.rows import Written
from app.curation.search_text import search_row
from app.curation.study_sets import Members
from app.document import Study
from app.identifiers import accession_number, write_accession
from app.models import (
    AdverseEvent,
    DataRelease,
    Mechanism,
    StudyArm,
    StudyIndication,
    StudyRelation,
    StudyRepresentation,
)
from app.models import Study as StudyRow
from app.reads.standing import GROUPINGS, Sums

T = TypeVar("T")
BATCH = 500
# Raise it when the JSON of studies changes its form.
REPRESENTATION = "2"


class StudyWriter:
    """Writes studies in one transaction of the caller; `finish` brings what is kept up to date, once for all."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._removed: Members = {}
        self._added: Members = {}
        self._touched = BitMap()
        self._sums: Sums = {}
        self._names_changed = False
        self._renamed = BitMap()
        self._families = BitMap()
        self._title_words: set[str] = set()

    @property
    def changed(self) -> BitMap:
        """The studies that were written or removed."""
        return self._renamed

    @cached_property
    def preparer(self) -> Preparer:
        """What makes studies ready for this database."""
        return Preparer.of(self._session)

    def write(self, studies: Iterable[Study], *, seeded: bool = False) -> None:
        """Create studies, or put new documents in the place of old ones."""
        for batch in batches(studies):
            self.put(self.preparer.prepare(list(map(Written.of, batch)), seeded=seeded))

    def put(self, prepared: Prepared) -> None:
        """Write studies that are ready."""
        self._delete(prepared.numbers)
        for table, rows in prepared.rows.items():
            insert_values(self._session, table, rows)
        index_entries(self._session.connection(), prepared.entries, self._title_words)
        study_sets.add_members(self._added, prepared.sets)
        standing_sums.add(self._sums, standing_sums.sums_of(self._session, prepared.numbers))
        self._touched.update(prepared.waiting)
        self._renamed.update(prepared.numbers)

    def remove(self, accessions: Iterable[str]) -> None:
        """Remove studies."""
        for batch in batches(accessions):
            numbers = BitMap(map(accession_number, batch))
            self._delete(numbers)
            self._renamed |= numbers

    def mention(self, numbers: Iterable[int]) -> None:
        """Say that studies name entries of a vocabulary that have changed."""
        self._touched |= BitMap(numbers)
        self._names_changed = True

    def finish(self) -> None:
        """Bring everything that is kept of the written studies up to date."""
        study_sets.apply_change(self._session, self._removed, self._added)
        if self._names_changed:
            study_sets.rebuild_looked_up(self._session)
            standing_sums.rebuild(self._session)
        else:
            standing_sums.apply_change(self._session, self._sums)
        for numbers in batches(self._renamed):
            batch = [write_accession(number) for number in numbers]
            related = select(StudyRelation.study_id).where(StudyRelation.accession.in_(batch))
            self._touched |= BitMap(self._session.scalars(related))
        update_families(self._session, self._renamed, self._families)
        represent(self._session, list(self._touched))

    def _delete(self, numbers: Iterable[int]) -> None:
        among = clause(Within(StudyRow.id, BitMap(numbers)))
        there = set(self._session.scalars(select(StudyRow.id).where(among)))
        if there:
            study_sets.add_members(self._removed, study_sets.sets_of_database(self._session, there))
            if again := BitMap(there) & self._renamed:
                self._added = {key: members - again for key, members in self._added.items()}
            standing_sums.add(self._sums, standing_sums.sums_of(self._session, there), -1)
            remove_texts(self._session.connection(), there)
            self._families |= families_of(self._session, BitMap(there))
            self._session.execute(delete(StudyRow).where(StudyRow.id.in_(there)))
            self._touched -= BitMap(there)


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Cut what is many into batches."""
    rest = iter(items)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch


def naming(session: Session, slugs: dict[str, list[str]]) -> Iterator[int]:
    """Find the studies that name entries of a vocabulary: by table of the vocabulary, the slugs."""
    columns: dict[str, Any] = {
        "exosome_source": StudyArm.source,
        "indication": StudyIndication.indication,
        "adverse_event_term": AdverseEvent.term,
        "pathway": Mechanism.pathway,
    }
    for table, changed in slugs.items():
        column = columns[table]
        for batch in batches(changed):
            yield from session.scalars(select(column.class_.study_id).where(column.in_(batch)).distinct())


def index_anew(session: Session) -> None:
    """Make the search index anew from the documents."""
    connection = session.connection()
    clear_texts(connection)
    for batch in batches(list(session.scalars(select(StudyRow.id)))):
        documents = session.scalars(select(StudyRow.document).where(StudyRow.id.in_(batch)))
        index_texts(connection, (search_row(orjson.loads(document)) for document in documents))
    settle_texts(connection)


def kept_mark() -> str:
    """Name what is kept by this version of the code."""
    told = [REPRESENTATION, *(field.name for field in study_sets.FIELDS), *GROUPINGS]
    return hashlib.blake2b("\n".join(told).encode(), digest_size=8).hexdigest()


def reindex(session: Session) -> None:
    """Make everything that is kept for speed anew from the documents and rows."""
    study_sets.rebuild(session)
    standing_sums.rebuild(session)
    rebuild_families(session)
    session.execute(delete(StudyRepresentation))
    represent(session, list(session.scalars(select(StudyRow.id))))
    index_anew(session)
    advance(session, None, kept=kept_mark())


def needs_reindex(session: Session) -> bool:
    """Tell whether what is kept was made by another version of the code, or never."""
    return session.scalar(select(DataRelease.kept)) not in (None, kept_mark())
