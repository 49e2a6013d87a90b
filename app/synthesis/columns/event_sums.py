"""Sums of events for each group and kind: of arms, and of studies, whose people are counted once."""

from app.reads.columns import Numbers
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.columns.event_groups import Laid
from app.synthesis.columns.event_rows import WIDTH, ByArm
from app.synthesis.columns.study_values import numbers_of, people

# Affected and at risk, and the fields of `EventRate` that are sums.
Sums = dict[str, Numbers]


def sum_up_events(snapshot: Snapshot, arms: ByArm, laid: Laid) -> Sums:
    """Sum up key by key; each sum has as many numbers as there are keys."""
    starts = laid.starts
    in_people = people(snapshot)[laid.study]
    stated = in_people & (arms.at_risk[laid.place] >= 0)
    is_first = np.diff(laid.study, prepend=0) != 0
    is_first[starts] = True
    of_arms = {
        "arms_with_rate": stated,
        "arms_without_rate": in_people & ~stated,
        "arms_not_in_people": ~in_people,
        "serious": arms.serious[laid.place],
        "serious_unrelated": arms.serious_unrelated[laid.place],
        "unrelated": arms.unrelated[laid.place],
    }
    # Where the arms of a study begin, for each key; and the first of them among these.
    studies = np.flatnonzero(is_first)
    of_key = np.searchsorted(studies, starts)
    of_studies = _of_studies(arms, laid, studies, in_people)
    return (
        {name: _totals(each, starts) for name, each in of_arms.items()}
        | {name: _totals(each, of_key) for name, each in of_studies.items()}
        | _people_once(snapshot, arms, laid, stated)
    )


def _totals(numbers: Numbers, starts: Numbers) -> Numbers:
    return np.add.reduceat(numbers, starts, dtype=np.int64) if starts.size else np.zeros(0, dtype=np.int64)


def _of_studies(arms: ByArm, laid: Laid, studies: Numbers, in_people: Numbers) -> Sums:
    """Tell of each study of a key whether it is in people, and whether the event befell nobody in it."""
    unaffected = ~np.logical_or.reduceat(arms.befell[laid.place], studies) if studies.size else in_people[studies]
    return {
        "studies": np.ones(studies.size, dtype=bool),
        "studies_in_people": in_people[studies],
        "studies_unaffected": unaffected,
        "studies_in_people_unaffected": unaffected & in_people[studies],
    }


def _people_once(snapshot: Snapshot, arms: ByArm, laid: Laid, stated: Numbers) -> Sums:
    """Sum up affected and at risk of the arms that state both.

    Arms that have more people at risk together than their study has participants share them, like the two sides of a
    face: the arm with most affected speaks for all.
    """
    rows = np.flatnonzero(stated)
    key, study = np.searchsorted(laid.starts, rows, "right") - 1, laid.study[rows].astype(np.int64)
    firsts = np.flatnonzero((np.diff(key, prepend=-1) != 0) | (np.diff(study, prepend=-1) != 0))
    affected, at_risk = (each[laid.place[rows]].astype(np.int64) for each in (arms.affected, arms.at_risk))
    sums = [_totals(each, firsts) for each in (affected, at_risk)]
    # One number for both, so that they are those of one arm.
    both = affected * WIDTH + at_risk
    worst = np.divmod(np.maximum.reduceat(both, firsts) if firsts.size else both, WIDTH)
    whole = numbers_of(snapshot, "n_participants", -1)[study[firsts]]
    shared = (whole >= 0) & (sums[1] > whole)
    once = zip(("affected", "at_risk"), worst, sums, strict=True)
    return {
        name: np.bincount(key[firsts], np.where(shared, one, all_), laid.starts.size).astype(np.int64)
        for name, one, all_ in once
    }
