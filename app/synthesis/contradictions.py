"""Findings on one measure in one indication that do not agree, side by side with what may explain it."""

from typing import Any

from app.reads.columns import Numbers
from app.reads.numeric import np
from app.synthesis.ballots import VOTES, directions
from app.synthesis.counted import Counted
from app.synthesis.findings import read_findings
from app.synthesis.measures import Topics, topics_of
from app.synthesis.schemas.outcomes import Contradiction, FindingRead
from app.synthesis.tables import given, outcomes_of
from app.vocab import Direction

SHOWN = 20
FINDINGS = 100
SIDES = {
    "supporting": Direction.IMPROVED,
    "null": Direction.NO_DIFFERENCE,
    "opposing": Direction.WORSENED,
    "mixed": Direction.MIXED,
}


FOR, AGAINST = (
    1 << VOTES.index(Direction.IMPROVED),
    sum(1 << VOTES.index(each) for each in (Direction.NO_DIFFERENCE, Direction.WORSENED)),
)


def find_contradictions(counted: Counted) -> tuple[int, list[Contradiction]]:
    """Count the contradictions and give those of most studies."""
    topics = topics_of(counted.snapshot)
    total, top = _top(counted, topics)
    rows = [_rows(counted, topics, topic) for topic in top]
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


def _rows(counted: Counted, topics: Topics, topic: int) -> Numbers:
    """Give the places of the first findings on a topic."""
    snapshot = counted.snapshot
    outcomes = outcomes_of(snapshot)
    studies = np.zeros(counted.flags.size, dtype=bool)
    studies[topics.study[topics.topic == topic]] = True
    same = outcomes.coded["measure_key"].codes == topics.measure[topic]
    rows: Numbers = np.flatnonzero(same & (studies & counted.flags)[outcomes["study"]])
    directed = given(snapshot)[outcomes["arm"][rows]] & (directions(outcomes)[rows] > 0)
    return rows[directed][:FINDINGS]


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

    def values(findings: list[FindingRead], name: str) -> str:
        return ", ".join(sorted({told for each in findings if (told := _told(each, name))})) or "not stated"

    names = ("study", "source", "design", "levels", "route", "dose", "timepoint in weeks", "compared with")
    sides = [(name, values(supporting, name), values(against, name)) for name in names]
    return [f"{name}: {one} (for); {other} (against)" for name, one, other in sides if one != other]


def _told(finding: FindingRead, name: str) -> str | None:
    told: dict[str, Any] = {
        "study": finding.study_ref.accession,
        "source": finding.source and finding.source.name,
        "design": finding.study_ref.design,
        "levels": " and ".join(level.value for level in finding.levels) or None,
        "route": finding.route,
        "dose": finding.dose,
        "timepoint in weeks": None if finding.timepoint_weeks is None else f"{finding.timepoint_weeks:g}",
        "compared with": finding.compared_with,
    }
    return None if told[name] is None else str(told[name]).replace("_", " ")
