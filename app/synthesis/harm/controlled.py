"""Events that studies state for arms with and without vesicles: the only comparison that has a control group."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from app.identifiers import write_accession
from app.reads.columns import pairs, per_revision
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.asking.links import behind_links
from app.synthesis.asking.question import Question
from app.synthesis.columns.counted import Counted
from app.synthesis.columns.event_rows import by_arm, kinds_of, terms_of
from app.synthesis.columns.study_values import people
from app.synthesis.columns.tables import arms_of, given
from app.synthesis.harm.contrast import contrasts
from app.synthesis.schemas.comparison import Contrast, ControlledEvent, ControlledStudy, PooledRead
from app.synthesis.statistics import TwoByTwo, pool_differences

NAMED = 10
# Fewer studies are not pooled.
LEAST = 2


@dataclass(frozen=True)
class Stated:
    """What one study states of one kind of event in arms with vesicles and without."""

    term: str
    study: int
    counts: TwoByTwo


ByTerm = Mapping[str, list[Stated]]


def controlled_events(question: Question, snapshot: Snapshot, by_term: ByTerm) -> list[ControlledEvent]:
    """Set arms with vesicles against arms without, study by study, and pool what several studies state."""
    shown = iter(compared([each.counts for of_term in by_term.values() for each in of_term[:NAMED]]))
    pooled_of_terms = pooled_differences([[each.counts for each in of_term] for of_term in by_term.values()])
    refs, link = terms_of(snapshot), behind_links(question, ["controlled_event"])
    return [
        ControlledEvent(
            term=term,
            term_ref=refs[term],
            studies_total=len(of_term),
            studies_link=link([term]),
            studies=[
                ControlledStudy(study=write_accession(each.study), contrast=next(shown)) for each in of_term[:NAMED]
            ],
            pooled=pooled,
        )
        for (term, of_term), pooled in zip(by_term.items(), pooled_of_terms, strict=True)
    ]


def stated_by_term(counted: Counted) -> ByTerm:
    """Give by term what counted studies state of arms with and without vesicles."""
    of_counted = [each for each in stated_events(counted.snapshot) if each.study in counted.studies]
    return {term: list(each) for term, each in groupby(of_counted, attrgetter("term"))}


def most_stated(by_term: ByTerm, most: int) -> ByTerm:
    """Pick the events of most studies, these first."""
    return dict(sorted(by_term.items(), key=lambda each: -len(each[1]))[:most])


@per_revision
def stated_events(snapshot: Snapshot) -> list[Stated]:
    """Give what all studies in people state, by term and study."""
    arms, terms = by_arm(snapshot, "term"), kinds_of(snapshot, "term").values
    study = arms_of(snapshot)["study"][arms.arm]
    rows = np.flatnonzero((arms.at_risk > 0) & people(snapshot)[study])
    stated, exposed = pairs(arms.kind[rows], study[rows]), given(snapshot)[arms.arm[rows]]
    sums = [
        np.bincount(stated.place[side], numbers[rows][side], minlength=stated.size).astype(np.int64)
        for side in (exposed, ~exposed)
        for numbers in (arms.affected, arms.at_risk)
    ]
    found = np.flatnonzero((sums[1] > 0) & (sums[3] > 0))
    counts = zip(*(each[found].tolist() for each in sums), strict=True)
    told = zip(stated.one[found].tolist(), stated.other[found].tolist(), counts, strict=True)
    return [Stated(terms[term], study, each) for term, study, each in told]


def compared(counts: list[TwoByTwo]) -> list[Contrast]:
    """Set arms with vesicles against arms without."""
    return contrasts(counts, ["arms with vesicles against arms without"] * len(counts))


def pooled_differences(groups: list[list[TwoByTwo]]) -> list[PooledRead | None]:
    """Pool the risk differences of each group of at least two studies."""
    pooled = iter(pool_differences([group for group in groups if len(group) >= LEAST]))
    return [
        PooledRead(measure="risk difference", studies=len(group), **vars(next(pooled))) if len(group) >= LEAST else None
        for group in groups
    ]
