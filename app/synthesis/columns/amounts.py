"""How much evidence there is: the sums that every answer of synthesis tells."""

from app.reads.columns import Numbers, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.columns.study_values import IN_PEOPLE, numbers_of, people
from app.synthesis.schemas.base import Evidence
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


def evidence_in(snapshot: Snapshot, study: Numbers, cell: Numbers, cells: int) -> tuple[Numbers, list[Evidence]]:
    """Give the numbers of the cells with studies, and how much evidence there is in each."""
    kinds = cell.astype(np.intp) * (2 * LEVELS)
    kinds += _kinds(snapshot)[study]
    by_level = np.bincount(kinds, minlength=cells * 2 * LEVELS).reshape(cells, 2, LEVELS)
    filled = np.flatnonzero(by_level.any(axis=(1, 2)))
    by_level = by_level[filled]
    participants = np.bincount(cell, _participants(snapshot)[study], minlength=cells)[filled].astype(np.int64)
    latest = np.zeros(cells, dtype=np.int16)
    np.maximum.at(latest, cell, numbers_of(snapshot, "year")[study].astype(np.int16))
    of_people = by_level[:, :, IN_PEOPLE.start : IN_PEOPLE.stop].sum(axis=2)
    graded = by_level[:, :, 1:].sum(axis=1) > 0
    best = np.where(graded.any(axis=1), graded.argmax(axis=1) + 1, 0)
    sums = (by_level.sum(axis=(1, 2)), of_people.sum(axis=1), participants, of_people[:, 0], best, latest[filled])
    return filled, [
        Evidence(
            studies=studies,
            studies_in_people=in_people,
            participants=stated,
            participants_not_stated=not_stated,
            best_evidence_level=level or None,
            latest_year=year or None,
        )
        for studies, in_people, stated, not_stated, level, year in zip(*(each.tolist() for each in sums), strict=True)
    ]


@per_revision
def _kinds(snapshot: Snapshot) -> Numbers:
    """Give each study its evidence level, and beside that whether it states its participants, as one number."""
    stated = numbers_of(snapshot, "n_participants", -1) >= 0
    kinds: Numbers = (stated * LEVELS + numbers_of(snapshot, "evidence_level")).astype(np.uint8)
    return kinds


@per_revision
def _participants(snapshot: Snapshot) -> Numbers:
    """Give the participants of studies with results in people, as far as stated."""
    participants: Numbers = np.maximum(numbers_of(snapshot, "n_participants", -1), 0).astype(np.float64)
    participants[~people(snapshot)] = 0
    return participants
