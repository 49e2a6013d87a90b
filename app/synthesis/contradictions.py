"""Findings on one measure in one indication that do not agree, side by side with what may explain it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from app.reads.columns import Numbers
from app.reads.numeric import np
from app.reads.snapshot import Snapshot
from app.synthesis.ballots import VOTES, directions, voting
from app.synthesis.counted import Counted
from app.synthesis.differences import differences
from app.synthesis.dimensions import MAX_DEPTH
from app.synthesis.findings import read_findings
from app.synthesis.links import behind_links
from app.synthesis.measures import Topics, topics_of
from app.synthesis.question import Question
from app.synthesis.schemas.outcomes import Contradiction, FindingCounts
from app.synthesis.tables import outcomes_of
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


def find_contradictions(question: Question, counted: Counted) -> tuple[int, list[Contradiction]]:
    """Count the contradictions and give those of most studies."""
    snapshot, topics = counted.snapshot, topics_of(counted.snapshot)
    total, top, studies = _top(counted, topics)
    if not top:
        return total, []
    rows = _places(counted, topics, top)
    sides = [_sides(snapshot, places) for places in rows]
    findings = read_findings(
        snapshot, np.unique(np.concatenate([_first(side) for each in sides for side in each.values()]))
    )
    measure, link = outcomes_of(snapshot).coded["measure"], _links(question)
    shown = []
    for topic, number, places, each in zip(top, studies, rows, sides, strict=True):
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
    return total, shown


def _links(question: Question) -> Callable[[Sequence[Any]], str]:
    """Give what gives the address of the studies with a measure in an indication, which is not rolled up."""
    as_coded = replace(question, options=question.options | {"indication_depth": MAX_DEPTH})
    return behind_links(as_coded, ["outcome_measure", "indication"])


def _top(counted: Counted, topics: Topics) -> tuple[int, list[int], list[int]]:
    """Count the topics on which findings speak for and against; give those of most studies, and their numbers."""
    rows = np.flatnonzero(counted.flags[topics.study] & (topics.bits > 0))
    topic, bits = topics.topic[rows], topics.bits[rows]
    size = topics.measure.size
    studies = np.bincount(topic, minlength=size)
    for_, against = (np.bincount(topic[(bits & side) > 0], minlength=size) > 0 for side in (FOR, AGAINST))
    found = np.flatnonzero(for_ & against)
    # Codes of measures and indications are in the order of what they stand for, no indication first.
    top = found[np.lexsort((topics.indication[found], topics.measure[found], -studies[found]))[:SHOWN]]
    return found.size, top.tolist(), studies[top].tolist()


def _places(counted: Counted, topics: Topics, top: list[int]) -> list[Numbers]:
    """Give for each topic the places of its findings among all outcomes."""
    outcomes, rows = outcomes_of(counted.snapshot), voting(counted.snapshot)
    rows = rows[counted.flags[outcomes["study"][rows]]]
    study, measure = outcomes["study"][rows], outcomes.coded["measure_key"].codes[rows]
    found = []
    for topic in top:
        studies = np.zeros(counted.flags.size, dtype=bool)
        studies[topics.study[topics.topic == topic]] = True
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
