"""Find studies by an identifier or by words of their titles and identifiers, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyroaring import BitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.corrections import Corrector
from app.core.fulltext import Weight
from app.core.query import read_sort
from app.core.text import words
from app.core.text_query import MIN_PREFIX, Leaf, standing
from app.identifiers import begun, recognise
from app.models import Study
from app.reads.order import Ordering
from app.reads.sets import Sets
from app.reads.snapshot import Snapshot
from app.shared.search import standing_in
from app.shared.studies import STUDIES
from app.suggest.schemas import StudySuggestion
from app.vocab import ReviewStatus


@dataclass(frozen=True)
class StudyFinder:
    """Finds studies in a snapshot, with words to correct by."""

    snapshot: Snapshot
    corrector: Corrector

    def find(self, text: str, typed: Sequence[str], *, unfinished: bool, limit: int) -> list[StudySuggestion]:
        """Give the best studies: those with the identifier first, then those with the words."""
        session = self.snapshot.session
        shown = by_identifier(session, text, limit)
        if (room := limit - len(shown)) and typed:
            leaves, numbers, corrected = self._by_words(typed, unfinished=unfinished)
            known = {study.accession for study in shown}
            worded = _show(session, self._newest(numbers, room + len(shown)), "identifier", corrected)
            shown += [_placed(study, leaves) for study in worded if study.accession not in known][:room]
        return shown

    def _by_words(self, typed: Sequence[str], *, unfinished: bool) -> tuple[Sequence[Leaf], BitMap, str | None]:
        said = list(typed)
        if unfinished and len(said[-1]) < MIN_PREFIX:
            # The beginning of a word that says nothing yet.
            said, unfinished = said[:-1], False
        if not said:
            return [], BitMap(), None
        last = len(said) - 1
        leaves = [Leaf((word,), prefix=unfinished and place == last) for place, word in enumerate(said)]
        found = self._standing(leaves)
        if found:
            return leaves, found, None
        corrected = [self._corrected(leaf) for leaf in leaves]
        if corrected == leaves:
            return leaves, found, None
        return corrected, self._standing(corrected), " ".join(leaf.words[0] for leaf in corrected)

    def _corrected(self, leaf: Leaf) -> Leaf:
        """Give the correction that stands in most titles, or the leaf where it needs none."""
        nearest = self.corrector.correct(leaf.words[0], unfinished=leaf.prefix)
        options = [Leaf((word,), prefix=leaf.prefix) for word in nearest]
        return max(options, key=lambda option: len(self._standing([option])), default=leaf)

    def _standing(self, leaves: Sequence[Leaf]) -> BitMap:
        """Give the studies in whose titles or identifiers, which are indexed together, all leaves stand."""
        found = BitMap.intersection(
            *(standing_in(self.snapshot, leaf, [Weight.A])[Weight.A] for leaf in dict.fromkeys(leaves))
        )
        return found - unread(self.snapshot)

    def _newest(self, numbers: BitMap, limit: int) -> list[int]:
        newest = Ordering(Sets(self.snapshot), STUDIES, read_sort(STUDIES, ["-year"]))
        return [number for number, _ in newest.window(numbers, 0, limit)]


def _placed(study: StudySuggestion, leaves: Sequence[Leaf]) -> StudySuggestion:
    """Say that it is the title that matches, where it holds all words."""
    title = words(study.label)
    in_title = all(any(True for _ in standing(leaf, title)) for leaf in leaves)
    return study.model_copy(update={"matched": "title"}) if in_title else study


def unread(snapshot: Snapshot) -> BitMap:
    """Give the suggested studies, which lists do not show either."""
    status, _ = STUDIES.parameters["review_status"]
    return Sets(snapshot).with_value(status, ReviewStatus.SUGGESTED)


def by_identifier(session: Session, text: str, limit: int) -> list[StudySuggestion]:
    """Give the study with this identifier, or those whose identifiers begin as typed."""
    read = Study.review_status != ReviewStatus.SUGGESTED
    if known := recognise(text):
        scheme, value = known
        numbers = list(session.scalars(select(Study.id).where(getattr(Study, scheme) == value, read)))
        if numbers:
            return _show(session, numbers, scheme, None)
    if beginning := begun(text):
        scheme, value = beginning
        column = getattr(Study, scheme)
        after = value[:-1] + chr(ord(value[-1]) + 1)
        within = select(Study.id).where(column >= value, column < after, read).order_by(column).limit(limit)
        return _show(session, list(session.scalars(within)), scheme, None)
    return []


def _show(session: Session, numbers: list[int], matched: str, corrected: str | None) -> list[StudySuggestion]:
    columns = select(Study.id, Study.accession, Study.title, Study.year, Study.retraction_status)
    rows = {row.id: row for row in session.execute(columns.where(Study.id.in_(numbers)))} if numbers else {}
    return [
        StudySuggestion(
            accession=row.accession,
            label=row.title,
            year=row.year,
            retraction_status=row.retraction_status,
            matched=matched,
            corrected=corrected,
        )
        for row in (rows[number] for number in numbers)
    ]
