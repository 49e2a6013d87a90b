"""How much evidence there is: the sums that every answer of synthesis tells."""

from collections.abc import Iterator

from app.reads.columns import Numbers, columns_of
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.schemas.base import Evidence
from app.synthesis.study_values import numbers_of, people
from app.vocab import EvidenceLevel

NOTHING = Evidence(
    studies=0,
    studies_in_people=0,
    participants=0,
    participants_not_stated=0,
    best_evidence_level=None,
    latest_year=None,
)
LEVELS = len(EvidenceLevel) + 1


class Amounts:
    """The sums of studies in numbered cells."""

    def __init__(self, snapshot: Snapshot, study: Numbers, cell: Numbers, cells: int) -> None:
        kinds = _kinds(snapshot)[study]
        found = np.bincount(cell.astype(np.intp) * LEVELS * 2 + kinds, minlength=cells * LEVELS * 2)
        self._levels = found.reshape(cells, 2, LEVELS)
        self._participants = np.bincount(cell, _participants(snapshot)[study], minlength=cells)
        self._latest = np.zeros(cells, dtype=np.int16)
        np.maximum.at(self._latest, cell, numbers_of(snapshot, "year")[study].astype(np.int16))

    def evidence(self) -> Iterator[tuple[int, Evidence]]:
        """Give the cells with studies, and how much evidence there is in each."""
        totals = self._levels.sum(axis=(1, 2))
        filled = np.flatnonzero(totals)
        of_people = self._levels[:, :, 2:5].sum(axis=2)
        graded = self._levels[:, :, 1:].sum(axis=1) > 0
        best = np.where(graded.any(axis=1), graded.argmax(axis=1) + 1, 0)
        columns = [
            totals, of_people.sum(axis=1), self._participants.astype(np.int64), of_people[:, 0], best, self._latest
        ]  # fmt: skip
        for cell, *sums in zip(filled.tolist(), *(column[filled].tolist() for column in columns), strict=True):
            studies, in_people, participants, not_stated, level, year = sums
            yield (
                cell,
                Evidence(
                    studies=studies,
                    studies_in_people=in_people,
                    participants=participants,
                    participants_not_stated=not_stated,
                    best_evidence_level=level or None,
                    latest_year=year or None,
                ),
            )


def _kinds(snapshot: Snapshot) -> Numbers:
    """Give each study its evidence level, and beside that whether it states its participants, as one number."""

    def make() -> Numbers:
        stated = numbers_of(snapshot, "n_participants", -1) >= 0
        kinds: Numbers = (stated * LEVELS + numbers_of(snapshot, "evidence_level")).astype(np.uint8)
        return kinds

    return columns_of(snapshot).get("kinds", make)


def _participants(snapshot: Snapshot) -> Numbers:
    """Give the participants of studies with results in people, as far as stated."""

    def make() -> Numbers:
        participants = np.maximum(numbers_of(snapshot, "n_participants", -1), 0)
        participants[~people(snapshot)] = 0
        return participants

    return columns_of(snapshot).get("participants", make)
