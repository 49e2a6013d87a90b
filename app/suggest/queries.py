"""Answer a text that is being typed, from what is kept in memory for the revision of the data."""

from typing import Any

from sqlalchemy import Select, distinct, func, or_, select

from app.core.corrections import Corrector
from app.core.fulltext import title_words
from app.core.text import words
from app.models import (
    AdverseEvent,
    IndicationClosure,
    Mechanism,
    SourceClosure,
    Study,
    StudyArm,
    StudyIndication,
)
from app.reads.snapshot import Snapshot
from app.shared.expansion import EntryKind
from app.shared.search import names_of
from app.suggest.entries import EntryFinder
from app.suggest.schemas import Suggestions
from app.suggest.studies import StudyFinder
from app.vocab import RetractionStatus


def suggest(snapshot: Snapshot, text: str, limit: int) -> Suggestions:
    """Find what may be meant by a text, at most `limit` of each kind."""
    entries = snapshot.memory.get("suggest.entries", lambda: _entry_finder(snapshot))
    corrector = snapshot.memory.get("suggest.corrector", lambda: Corrector(title_words(snapshot.connection)))
    typed = words(text)
    unfinished = bool(text) and not text[-1].isspace()
    found = entries.find(typed, unfinished=unfinished, limit=limit)
    return Suggestions(
        studies=StudyFinder(snapshot, corrector).find(text, typed, unfinished=unfinished, limit=limit),
        indications=found[EntryKind.INDICATION],
        sources=found[EntryKind.SOURCE],
        adverse_event_terms=found[EntryKind.TERM],
        pathways=found[EntryKind.PATHWAY],
    )


def _entry_finder(snapshot: Snapshot) -> EntryFinder:
    session = snapshot.session
    counts = {
        (kind, slug): studies for kind, statement in COUNTS.items() for slug, studies in session.execute(statement)
    }
    return EntryFinder(names_of(snapshot).entries, counts)


def _count(entry: Any, rows: Any, closure: Any = None) -> Select[Any, Any]:
    """Count the studies of each entry, with those of the entries below it where there are any."""
    shown = entry if closure is None else closure.ancestor
    counted = select(shown, func.count(distinct(rows.study_id))).select_from(rows)
    if closure is not None:
        counted = counted.join(closure, closure.descendant == entry)
    status = Study.retraction_status
    not_retracted = or_(status.is_(None), status != RetractionStatus.RETRACTED)
    return counted.join(Study, Study.id == rows.study_id).where(shown.is_not(None), not_retracted).group_by(shown)


COUNTS: dict[EntryKind, Select[Any, Any]] = {
    EntryKind.SOURCE: _count(StudyArm.source, StudyArm, SourceClosure),
    EntryKind.INDICATION: _count(StudyIndication.indication, StudyIndication, IndicationClosure),
    EntryKind.TERM: _count(AdverseEvent.term, AdverseEvent),
    EntryKind.PATHWAY: _count(Mechanism.pathway, Mechanism),
}
