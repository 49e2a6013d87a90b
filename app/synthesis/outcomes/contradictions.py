"""Findings on one measure in one indication that do not agree, side by side with what may explain it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.reads.columns import Numbers, marked
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.asking.dimensions import DEEPEST
from app.synthesis.asking.links import behind_links
from app.synthesis.asking.question import Question
from app.synthesis.columns.ballots import VOTES, directions
from app.synthesis.columns.counted import Counted, voting_of
from app.synthesis.columns.measures import Topics, topics_of
from app.synthesis.columns.tables import outcomes_of
from app.synthesis.outcomes.differences import differences
from app.synthesis.outcomes.findings import read_findings
from app.synthesis.schemas.outcomes import Contradiction, FindingCounts
from app.vocab import Direction

SHOWN = 20
# How many findings of each side are shown of a contradiction.
FINDINGS = 10
SIDES = {
    "supporting": Direction.IMPROVED,
    "null": Direction.NO_DIFFERENCE,
    "opposing": Direction.WORSENED,
    "mixed": Direction.MIXED,
}
BITS = {side: 1 << VOTES.index(direction) for side, direction in SIDES.items()}
FOR, AGAINST = BITS["supporting"], BITS["null"] | BITS["opposing"]


@dataclass(frozen=True)
class Contradictions:
    """How many topics there are on which findings do not agree, and those of most studies."""

    between_studies: int
    within_one_study: int
    shown: list[Contradiction]


def find_contradictions(question: Question, counted: Counted) -> Contradictions:
    """Find the topics on which studies do not agree with each other."""
    snapshot, topics = counted.snapshot, topics_of(counted.snapshot)
    found = _top(counted, topics)
    rows = _places(counted, topics, found.topics)
    sides = [_sides(snapshot, places) for places in rows]
    first = [_first(side) for each in sides for side in each.values()]
    findings = read_findings(snapshot, np.unique(np.concatenate(first))) if first else {}
    measure, link = outcomes_of(snapshot).coded["measure"], _links(question)
    shown = []
    for topic, number, places, each in zip(found.topics, found.studies, rows, sides, strict=True):
        wording, indication = measure.at(places[:1])[0], topics.indications[topics.indication[topic]]
        shown.append(
            Contradiction(
                indication=indication,
                measure=wording,
                studies=number,
                studies_link=link([wording, indication]),
                findings=FindingCounts(**{name: side.size for name, side in each.items()}),
                **{name: [findings[place] for place in _first(side).tolist()] for name, side in each.items()},
                differences=_differences(snapshot, each),
            )
        )
    return Contradictions(found.between_studies, found.within_one_study, shown)


def _links(question: Question) -> Callable[[Sequence[Any]], str]:
    """Give what gives the address of the studies with a measure in an indication, at the depth of topics."""
    deepest = replace(question, options=question.options | {"indication_depth": DEEPEST.indication})
    return behind_links(deepest, ["outcome_measure", "indication"])


@dataclass(frozen=True)
class Top:
    """The contradictory topics of most studies, with the numbers of these, and how many such topics there are."""

    topics: list[int]
    studies: list[int]
    between_studies: int
    within_one_study: int


def _top(counted: Counted, topics: Topics) -> Top:
    """Find the topics on which findings speak for and against, and not those of one and the same study only."""
    rows = np.flatnonzero(counted.flags[topics.study])
    topic, bits = topics.topic[rows], topics.bits[rows]
    size = topics.measure.size
    # Each study stands once on a topic.
    studies = np.bincount(topic, minlength=size)
    for_, against, either = (
        np.bincount(topic[(bits & side) > 0], minlength=size) for side in (FOR, AGAINST, FOR | AGAINST)
    )
    both = (for_ > 0) & (against > 0)
    found = np.flatnonzero(both & (either > 1))
    # Codes of measures and indications are in the order of what they stand for, no indication first.
    top = found[np.lexsort((topics.indication[found], topics.measure[found], -studies[found]))[:SHOWN]]
    return Top(top.tolist(), studies[top].tolist(), found.size, int(np.count_nonzero(both)) - found.size)


def _places(counted: Counted, topics: Topics, top: list[int]) -> list[Numbers]:
    """Give for each topic the places of its findings among all outcomes."""
    outcomes, rows = outcomes_of(counted.snapshot), voting_of(counted)
    study, measure = outcomes["study"][rows], outcomes.coded["measure_key"].codes[rows]
    found = []
    for topic in top:
        studies = marked(topics.study[topics.topic == topic], counted.flags.size)
        same = np.flatnonzero(measure == topics.measure[topic])
        found.append(rows[same[studies[study[same]]]])
    return found


def _sides(snapshot: Snapshot, places: Numbers) -> dict[str, Numbers]:
    bits = directions(snapshot)[places]
    return {name: places[bits == bit] for name, bit in BITS.items()}


def _first(side: Numbers) -> Numbers:
    return side[:FINDINGS]


def _differences(snapshot: Snapshot, sides: dict[str, Numbers]) -> list[str]:
    return differences(snapshot, sides["supporting"], np.concatenate([sides["null"], sides["opposing"]]))
