"""Answer a text that is being typed, from what is kept in memory for the revision of the data."""

from app.core.corrections import Corrector
from app.core.fulltext import title_words
from app.core.text import words
from app.reads.sets import Sets
from app.reads.snapshot import Snapshot
from app.shared.expansion import EntryKind
from app.shared.search import coded_as, names_of
from app.shared.studies import STUDIES
from app.suggest.entries import EntryFinder
from app.suggest.schemas import Suggestions
from app.suggest.studies import StudyFinder, unread
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
    """Count the studies of each entry and of the entries below it; retracted and suggested ones are not among them."""
    retraction, _ = STUDIES.parameters["retraction_status"]
    left_out = Sets(snapshot).with_value(retraction, RetractionStatus.RETRACTED) | unread(snapshot)
    entries = names_of(snapshot).entries
    counts = {(entry.kind, entry.slug): len(coded_as(snapshot, STUDIES, entry) - left_out) for entry in entries}
    return EntryFinder(entries, counts)
