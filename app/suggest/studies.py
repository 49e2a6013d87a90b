"""Find studies by an identifier or by words of their titles, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyroaring import BitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.corrections import Corrector
from app.core.fulltext import Weight
from app.core.fulltext.sets import LeafSets
from app.core.text_query import MIN_PREFIX, Leaf
from app.identifiers import begun, recognise
from app.models import Study
from app.suggest.schemas import StudySuggestion


@dataclass(frozen=True)
class StudyFinder:
    """What is kept in memory to find studies: sets of words in titles, years newest first, and words to correct by."""

    leaves: LeafSets
    years: Sequence[BitMap]
    corrector: Corrector

    def find(
        self, session: Session, text: str, typed: Sequence[str], *, unfinished: bool, limit: int
    ) -> list[StudySuggestion]:
        """Give the best studies: those with the identifier first, then those with the words in their title."""
        shown = by_identifier(session, text, limit)
        if (room := limit - len(shown)) and typed:
            numbers, corrected = self._by_title(session, typed, unfinished=unfinished)
            known = {study.accession for study in shown}
            titled = _show(session, list(self._newest(numbers, room + len(shown))), "title", corrected)
            shown += [study for study in titled if study.accession not in known][:room]
        return shown

    def _by_title(self, session: Session, typed: Sequence[str], *, unfinished: bool) -> tuple[BitMap, str | None]:
        said = list(typed)
        if unfinished and len(said[-1]) < MIN_PREFIX:
            # The beginning of a word that says nothing yet.
            said, unfinished = said[:-1], False
        if not said:
            return BitMap(), None
        last = len(said) - 1
        leaves = [Leaf((word,), prefix=unfinished and place == last) for place, word in enumerate(said)]
        found = self._standing(session, leaves)
        if found:
            return found, None
        corrected = [self._corrected(session, leaf) for leaf in leaves]
        if corrected == leaves:
            return found, None
        return self._standing(session, corrected), " ".join(leaf.words[0] for leaf in corrected)

    def _corrected(self, session: Session, leaf: Leaf) -> Leaf:
        """Give the correction that stands in most titles, or the leaf where it needs none."""
        words = self.corrector.correct(leaf.words[0], unfinished=leaf.prefix)
        options = [Leaf((word,), prefix=leaf.prefix) for word in words]
        return max(options, key=lambda option: len(self._standing(session, [option])), default=leaf)

    def _standing(self, session: Session, leaves: Sequence[Leaf]) -> BitMap:
        """Give the studies in whose titles all leaves stand."""
        connection = session.connection()
        return BitMap.intersection(
            *(self.leaves.get(connection, leaf, [Weight.A])[Weight.A] for leaf in dict.fromkeys(leaves))
        )

    def _newest(self, numbers: BitMap, limit: int) -> Iterator[int]:
        for year in self.years:
            for number in numbers & year:
                if not limit:
                    return
                limit -= 1
                yield number


def read_years(session: Session) -> list[BitMap]:
    """Give the studies of each year, newest first; those without a year come last."""
    by_year: dict[int | None, list[int]] = {}
    for number, year in session.execute(select(Study.id, Study.year)):
        by_year.setdefault(year, []).append(number)
    return [BitMap(by_year[year]) for year in sorted(by_year, key=lambda year: -(year or 0))]


def by_identifier(session: Session, text: str, limit: int) -> list[StudySuggestion]:
    """Give the study with this identifier, or those whose identifiers begin as typed."""
    if known := recognise(text):
        scheme, value = known
        numbers = list(session.scalars(select(Study.id).where(getattr(Study, scheme) == value)))
        if numbers:
            return _show(session, numbers, scheme, None)
    if beginning := begun(text):
        scheme, value = beginning
        column = getattr(Study, scheme)
        after = value[:-1] + chr(ord(value[-1]) + 1)
        within = select(Study.id).where(column >= value, column < after).order_by(column).limit(limit)
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
