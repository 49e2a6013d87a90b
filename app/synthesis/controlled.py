"""Events that studies state for arms with and without vesicles: the only comparison that has a control group."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from app.identifiers import write_accession
from app.reads.columns import columns_of
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.shared.refs import TermRef
from app.synthesis.contrast import contrast
from app.synthesis.counted import Counted
from app.synthesis.events import by_arm, kinds_of, terms_of
from app.synthesis.schemas.safety import Contrast, ControlledEvent, ControlledStudy, PooledRead
from app.synthesis.statistics import pool_counts
from app.synthesis.tables import arms_of, given

NAMED = 50
Counts = tuple[int, int, int, int]


@dataclass(frozen=True)
class Stated:
    """What one study states of one kind of event in arms with vesicles and without."""

    term: str
    study: int
    counts: Counts


def controlled_events(counted: Counted) -> list[ControlledEvent]:
    """Set arms with vesicles against arms without, study by study, and pool what several studies state."""
    stated = columns_of(counted.snapshot).get("controlled", lambda: _stated(counted.snapshot))
    of_counted = [each for each in stated if each.study in counted.studies]
    refs = terms_of(counted.snapshot)
    return [_controlled(refs[term], list(each)) for term, each in groupby(of_counted, attrgetter("term"))]


def _controlled(term: TermRef, stated: list[Stated]) -> ControlledEvent:
    return ControlledEvent(
        term=term.slug,
        term_ref=term,
        studies_total=len(stated),
        studies=[
            ControlledStudy(study=write_accession(each.study), contrast=_contrast(each.counts))
            for each in stated[:NAMED]
        ],
        pooled=pooled_difference([each.counts for each in stated]),
    )


def _stated(snapshot: Snapshot) -> list[Stated]:
    """Give what all studies state, by term and study."""
    arms, terms = by_arm(snapshot, "term"), kinds_of(snapshot, "term").values
    rows = np.flatnonzero(arms.at_risk > 0)
    study, exposed = arms_of(snapshot)["study"][arms.arm[rows]], given(snapshot)[arms.arm[rows]]
    width = int(study.max(initial=0)) + 1
    keys, places = np.unique(arms.kind[rows] * width + study, return_inverse=True)
    sums = [
        np.bincount(places[side], numbers[rows][side], minlength=keys.size).astype(np.int64)
        for side in (exposed, ~exposed)
        for numbers in (arms.affected, arms.at_risk)
    ]
    found = np.flatnonzero((sums[1] > 0) & (sums[3] > 0))
    counts = zip(*(each[found].tolist() for each in sums), strict=True)
    return [
        Stated(terms[key // width], key % width, each) for key, each in zip(keys[found].tolist(), counts, strict=True)
    ]


def _contrast(counts: Counts) -> Contrast:
    return contrast("arms with vesicles against arms without", counts[:2], counts[2:])


def pooled_difference(pairs: list[Counts]) -> PooledRead | None:
    """Pool risk differences of at least two studies."""
    if len(pairs) < 2:  # noqa: PLR2004
        return None
    pooled = pool_counts(pairs, "diff")
    return PooledRead(measure="risk difference", studies=len(pairs), **vars(pooled))
