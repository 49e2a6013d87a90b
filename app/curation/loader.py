"""Load a checked corpus into the database: repeatable, and only what changed is written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pyroaring import BitMap
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.curation.clashes import find_clashes
from app.curation.derived import completeness_score, evidence_level, reporting
from app.curation.reader import Corpus, Fault
from app.curation.revisions import advance, note_change
from app.curation.rules import check
from app.curation.vocabulary_loader import load_vocabularies, origins_of
from app.curation.writer import StudyWriter, batches, kept_mark, naming
from app.document import Study
from app.models import DataRelease, RetiredStudy
from app.models import Study as StudyRow


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


def load(session: Session, corpus: Corpus, fingerprint: str = "") -> LoadReport:
    """Bring the database to the state of a corpus; the caller commits, so it is all or nothing.

    Studies that came by another way stay. Where the corpus has the same study under the same accession, it is that of
    the corpus from now on; where it has another one, or the same under another accession, nothing is loaded.
    """
    if faults := check(corpus) or list(find_clashes(session, corpus.studies)):
        raise FaultyDataError(faults)
    report = LoadReport()
    vocabulary = load_vocabularies(session, corpus)
    report.vocabulary_changes = vocabulary.written
    changed = _load_studies(session, [item.record for item in corpus.studies], report, vocabulary.changed)
    vocabulary.remove_unused(session)
    report.other_changes += _load_retired(session, corpus)
    _bump_release(session, corpus, report, changed)
    session.execute(update(DataRelease).values(seed=fingerprint))
    return report


def _load_studies(session: Session, studies: list[Study], report: LoadReport, renamed: dict[str, list[str]]) -> BitMap:
    """Write what differs; give the studies that were written or removed."""
    stored = _stored(session, [study.accession for study in studies])
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
    writer = StudyWriter(session)
    writer.remove(report.removed)
    writer.write(write, seeded=True)
    if renamed:
        writer.mention(naming(session, renamed))
    writer.finish()
    return writer.changed


def _stored(session: Session, accessions: list[str]) -> dict[str, tuple[Any, ...]]:
    """Give document and derived values of the studies that came from seed files or would be replaced by them."""
    columns = (StudyRow.accession, StudyRow.document, StudyRow.evidence_level, StudyRow.completeness_score)
    stored = {name: (*rest,) for name, *rest in session.execute(select(*columns).where(StudyRow.seeded))}
    for batch in batches([accession for accession in accessions if accession not in stored]):
        found = session.execute(select(*columns).where(StudyRow.accession.in_(batch)))
        stored |= {name: (*rest,) for name, *rest in found}
    return stored


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


def _bump_release(session: Session, corpus: Corpus, report: LoadReport, changed: BitMap) -> None:
    release = corpus.release[0].record
    current = session.get(DataRelease, 1)
    if current is None:
        first = {"id": 1, "name": release.name, "released_on": release.released_on, "revision": 1}
        session.add(DataRelease(**first, changed_at=_now(), kept=kept_mark(), seed=""))
        note_change(session, 1, None)
        report.other_changes += 1
    elif report.changed or (current.name, current.released_on) != (release.name, release.released_on):
        known = {"name": release.name, "released_on": release.released_on}
        advance(session, changed, **known, changed_at=_now())
        session.expire(current)
        report.other_changes += 1
    session.flush()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
