"""Load a checked corpus into the database: repeatable, and only what changed is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.curation.derived import completeness_score, evidence_level, reporting
from app.curation.families import rebuild_families
from app.curation.reader import Corpus, Fault
from app.curation.rows import TABLES, rows_of
from app.curation.rules import check
from app.curation.vocabulary_loader import load_vocabularies, origins_of
from app.document import Study
from app.identifiers import accession_number
from app.models import DataRelease, RetiredStudy
from app.models import Study as StudyRow

BATCH = 500


class FaultyDataError(Exception):
    """The data have faults; nothing was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults; nothing was written")
        self.faults = faults


@dataclass
class LoadReport:
    """What a load did, by accession."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    vocabulary_changes: int = 0
    other_changes: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        written = (self.created, self.updated, self.removed, self.vocabulary_changes, self.other_changes)
        return any(written)

    def __str__(self) -> str:
        """Say it in one sentence."""
        if not self.changed:
            return f"Nothing changed: all {self.unchanged} studies are as in the files."
        return (
            f"{len(self.created)} studies created, {len(self.updated)} updated, {len(self.removed)} removed, "
            f"{self.unchanged} unchanged; {self.vocabulary_changes} vocabulary entries written."
        )


def load(session: Session, corpus: Corpus) -> LoadReport:
    """Bring the database to the state of a corpus; the caller commits, so it is all or nothing."""
    if faults := check(corpus):
        raise FaultyDataError(faults)
    report = LoadReport()
    vocabulary = load_vocabularies(session, corpus)
    report.vocabulary_changes = vocabulary.written
    _load_studies(session, [item.record for item in corpus.studies], report)
    vocabulary.remove_unused(session)
    report.other_changes += _load_retired(session, corpus)
    report.other_changes += rebuild_families(session)
    _bump_release(session, corpus, report)
    return report


def _load_studies(session: Session, studies: list[Study], report: LoadReport) -> None:
    columns = (StudyRow.accession, StudyRow.document, StudyRow.evidence_level, StudyRow.completeness_score)
    stored = {name: tuple(rest) for name, *rest in session.execute(select(*columns))}
    origins = origins_of(session)
    write: list[Study] = []
    for study in studies:
        before = stored.pop(study.accession, None)
        # A new rule or a source of another origin changes what is derived from an unchanged document.
        if before == (study.canonical(), evidence_level(study), completeness_score(reporting(study, origins))):
            report.unchanged += 1
            continue
        (report.created if before is None else report.updated).append(study.accession)
        write.append(study)
    report.removed = sorted(stored)
    _delete_studies(session, [*report.removed, *report.updated])
    for batch in _batches(write):
        rows = rows_of(batch, origins)
        for table in TABLES:
            if rows[table]:
                session.execute(insert(table), rows[table])


def _delete_studies(session: Session, accessions: Iterable[str]) -> None:
    numbers = [accession_number(accession) for accession in accessions]
    for start in range(0, len(numbers), BATCH):
        session.execute(delete(StudyRow).where(StudyRow.id.in_(numbers[start : start + BATCH])))


def _batches(studies: list[Study]) -> Iterable[list[Study]]:
    return (studies[start : start + BATCH] for start in range(0, len(studies), BATCH))


def _load_retired(session: Session, corpus: Corpus) -> int:
    wanted = {item.name: dict(item.record) for item in corpus.retired_studies}
    stored = {
        row.accession: {name: getattr(row, name) for name in ("accession", "merged_into", "reason", "retired_on")}
        for row in session.scalars(select(RetiredStudy))
    }
    if wanted == stored:
        return 0
    session.execute(delete(RetiredStudy))
    if wanted:
        session.execute(insert(RetiredStudy), list(wanted.values()))
    return len(wanted.keys() ^ stored.keys()) or 1


def _bump_release(session: Session, corpus: Corpus, report: LoadReport) -> None:
    release = corpus.release[0].record
    current = session.get(DataRelease, 1)
    if current is None:
        session.add(DataRelease(id=1, name=release.name, released_on=release.released_on, revision=1))
        report.other_changes += 1
    elif report.changed or (current.name, current.released_on) != (release.name, release.released_on):
        current.name, current.released_on = release.name, release.released_on
        current.revision += 1
        report.other_changes += 1
    session.flush()
