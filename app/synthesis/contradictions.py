"""Findings on one measure in one indication that do not agree, side by side with what may explain it."""

from collections.abc import Callable
from typing import Any

from app.reads.columns import Numbers
from app.reads.numeric import np
from app.synthesis.ballots import VOTES, voting
from app.synthesis.counted import Counted
from app.synthesis.findings import read_findings
from app.synthesis.measures import Topics, topics_of
from app.synthesis.schemas.outcomes import Contradiction, FindingRead
from app.synthesis.tables import outcomes_of
from app.vocab import Direction

SHOWN = 20
FINDINGS = 100
SIDES = {
    "supporting": Direction.IMPROVED,
    "null": Direction.NO_DIFFERENCE,
    "opposing": Direction.WORSENED,
    "mixed": Direction.MIXED,
}
# What may explain that findings differ.
EXPLAINING: dict[str, Callable[[FindingRead], Any]] = {
    "study": lambda finding: finding.study_ref.accession,
    "source": lambda finding: finding.source and finding.source.name,
    "design": lambda finding: finding.study_ref.design,
    "levels": lambda finding: tuple(finding.levels),
    "route": lambda finding: finding.route,
    "dose": lambda finding: finding.dose,
    "timepoint in weeks": lambda finding: finding.timepoint_weeks,
    "compared with": lambda finding: finding.compared_with,
}
FOR, AGAINST = (
    1 << VOTES.index(Direction.IMPROVED),
    sum(1 << VOTES.index(each) for each in (Direction.NO_DIFFERENCE, Direction.WORSENED)),
)


def find_contradictions(counted: Counted) -> tuple[int, list[Contradiction]]:
    """Count the contradictions and give those of most studies."""
    topics = topics_of(counted.snapshot)
    total, top = _top(counted, topics)
    rows = _places(counted, topics, top)
    findings = read_findings(counted.snapshot, np.unique(np.concatenate(rows))) if top else {}
    measure = outcomes_of(counted.snapshot).coded["measure"]
    return total, [
        _show(
            topics.indications[topics.indication[topic]],
            measure.values[measure.codes[places[0]]],
            [findings[place] for place in places.tolist()],
        )
        for topic, places in zip(top, rows, strict=True)
    ]


def _top(counted: Counted, topics: Topics) -> tuple[int, list[int]]:
    """Count the topics on which findings speak for and against, and give those of most studies."""
    rows = np.flatnonzero(counted.flags[topics.study])
    topic, bits = topics.topic[rows], topics.bits[rows]
    size = topics.measure.size
    studies = np.bincount(topic, minlength=size)
    for_, against = (np.bincount(topic[(bits & side) > 0], minlength=size) > 0 for side in (FOR, AGAINST))
    found = np.flatnonzero(for_ & against)
    # Codes of measures and indications are in the order of what they stand for, no indication first.
    order = np.lexsort((topics.indication[found], topics.measure[found], -studies[found]))
    return found.size, found[order[:SHOWN]].tolist()


def _places(counted: Counted, topics: Topics, top: list[int]) -> list[Numbers]:
    """Give for each topic the places of its first findings among all outcomes."""
    outcomes, rows = outcomes_of(counted.snapshot), voting(counted.snapshot)
    rows = rows[counted.flags[outcomes["study"][rows]]]
    study, measure = outcomes["study"][rows], outcomes.coded["measure_key"].codes[rows]
    found = []
    for topic in top:
        studies = np.zeros(counted.flags.size, dtype=bool)
        studies[topics.study[topics.topic == topic]] = True
        same = np.flatnonzero(measure == topics.measure[topic])
        found.append(rows[same[studies[study[same]]]][:FINDINGS])
    return found


def _show(indication: str | None, measure: str, findings: list[FindingRead]) -> Contradiction:
    sides = {side: [each for each in findings if each.direction == direction] for side, direction in SIDES.items()}
    against = [*sides["null"], *sides["opposing"]]
    return Contradiction(
        indication=indication,
        measure=measure,
        **sides,
        differences=_differences(sides["supporting"], against),
    )


def _differences(supporting: list[FindingRead], against: list[FindingRead]) -> list[str]:
    """Tell in what the findings for and against differ; what both state alike, or neither states, explains nothing."""
    sides = [(name, _values(supporting, value), _values(against, value)) for name, value in EXPLAINING.items()]
    return [f"{name}: {one} (for); {other} (against)" for name, one, other in sides if one != other]


def _values(findings: list[FindingRead], value: Callable[[FindingRead], Any]) -> str:
    stated = {value(each) for each in findings} - {None, ()}
    return ", ".join(sorted(set(map(_told, stated)))) or "not stated"


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        return " and ".join(map(_told, value))
    return f"{value:g}" if isinstance(value, float) else str(value).replace("_", " ")
