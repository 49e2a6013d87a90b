"""Make studies ready to be written: all that follows from their documents and the vocabularies, without a database."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Self

from sqlalchemy.orm import Session

from app.core.fulltext import Entry, entry_of
from app.curation import study_sets
from app.curation.bulk import Values, place_of, values_of
from app.curation.represent import representation_of
from app.curation.rows import TABLES, Rows, Written, rows_of
from app.curation.search_text import search_row
from app.curation.study_sets import Key, Lookups
from app.identifiers import accession_number
from app.models import Base, StudyReporting, StudyRepresentation
from app.models import Study as StudyRow
from app.shared.representation import Derived, Names, names_of

WRITTEN: tuple[type[Base], ...] = (*TABLES, StudyRepresentation)
# Where the number of the study stands in the rows of each table.
KEYS: Mapping[type[Base], int] = {
    table: place_of(table, "id" if table is StudyRow else "study_id") for table in WRITTEN
}


@dataclass
class Prepared:
    """Studies as they are written; in plain values, so that they may cross from process to process."""

    numbers: set[int] = field(default_factory=set)
    rows: dict[type[Base], list[Values]] = field(default_factory=lambda: {table: [] for table in WRITTEN})
    entries: list[Entry] = field(default_factory=list)
    sets: dict[Key, list[int]] = field(default_factory=dict)
    # Those whose JSON names other studies, which must be there first.
    waiting: list[int] = field(default_factory=list)

    def only(self, numbers: AbstractSet[int]) -> Self:
        """Give what is ready of some of the studies."""
        if self.numbers == numbers:
            return self
        return type(self)(
            self.numbers & numbers,
            {table: [row for row in rows if row[KEYS[table]] in numbers] for table, rows in self.rows.items()},
            [entry for entry in self.entries if entry.values[0] in numbers],
            {key: [number for number in members if number in numbers] for key, members in self.sets.items()},
            [number for number in self.waiting if number in numbers],
        )

    def join(self, more: Self) -> None:
        """Add other studies."""
        self.numbers |= more.numbers
        for table, rows in more.rows.items():
            self.rows[table] += rows
        self.entries += more.entries
        for key, members in more.sets.items():
            self.sets.setdefault(key, []).extend(members)
        self.waiting += more.waiting


@dataclass(frozen=True)
class Preparer:
    """What must be known to make studies ready."""

    dialect: str
    lookups: Lookups
    names: Names

    @classmethod
    def of(cls, session: Session) -> Self:
        """Read it from a database; it holds as long as the vocabularies stay as they are."""
        return cls(session.get_bind().dialect.name, study_sets.lookups_of(session), names_of(session))

    def prepare(self, studies: Sequence[Written], *, seeded: bool = False) -> Prepared:
        """Make studies ready."""
        rows = rows_of(studies, self.lookups[study_sets.ORIGIN])
        for row in rows[StudyRow]:
            row["seeded"] = seeded
        prepared = Prepared({accession_number(study.study.accession) for study in studies})
        prepared.rows |= {table: values_of(table, rows[table]) for table in TABLES}
        prepared.entries = [entry_of(self.dialect, search_row(study.data)) for study in studies]
        prepared.sets = study_sets.sets_of_rows(rows, self.lookups)
        self._represent(prepared, rows, studies)
        return prepared

    def _represent(self, prepared: Prepared, rows: Rows, studies: Sequence[Written]) -> None:
        parts: dict[int, dict[Any, bool]] = defaultdict(dict)
        for row in rows[StudyReporting]:
            parts[row["study_id"]][row["part"]] = row["reported"]
        made = []
        for row, study in zip(rows[StudyRow], studies, strict=True):
            if study.data["relations"]:
                prepared.waiting.append(row["id"])
                continue
            derived = Derived(row["evidence_level"], row["completeness_score"], parts[row["id"]])
            made.append(representation_of(row["id"], study.data, derived, self.names, {}))
        prepared.rows[StudyRepresentation] = values_of(StudyRepresentation, made)
