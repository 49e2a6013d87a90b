"""Findings on one measure in one indication that do not agree, side by side with what may explain it."""

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


NAMES = ("study", "source", "design", "levels", "route", "dose", "timepoint in weeks", "compared with")
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

    def values(findings: list[FindingRead]) -> list[str]:
        stated = zip(*map(_told, findings), strict=True) if findings else [()] * len(NAMES)
        return [", ".join(sorted(set(told) - {None})) or "not stated" for told in stated]

    sides = zip(NAMES, values(supporting), values(against), strict=True)
    return [f"{name}: {one} (for); {other} (against)" for name, one, other in sides if one != other]


def _told(finding: FindingRead) -> tuple[str | None, ...]:
    """Tell what may explain a finding, in the order of the names."""
    told = (
        finding.study_ref.accession,
        finding.source and finding.source.name,
        finding.study_ref.design,
        " and ".join(level.value for level in finding.levels) or None,
        finding.route,
        finding.dose,
        None if finding.timepoint_weeks is None else f"{finding.timepoint_weeks:g}",
        finding.compared_with,
    )
    return tuple(None if each is None else str(each).replace("_", " ") for each in told)
