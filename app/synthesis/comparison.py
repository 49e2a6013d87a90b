"""Two groups side by side: what their difference in harm is, what may explain it, and what cannot be concluded."""

from dataclasses import dataclass
from typing import Any

from app.reads.numeric import np
from app.synthesis.cells import fill
from app.synthesis.contrast import contrast, contrasts
from app.synthesis.dimensions import Depths, Dimension
from app.synthesis.schemas.base import Proportion
from app.synthesis.schemas.safety import AssessmentRead, Comparison, Contrast, SafetyGroup
from app.synthesis.selection import Selection
from app.synthesis.statistics import rounded
from app.synthesis.study_values import numbers_of, of_studies, people
from app.vocab import Design, SafetyAssessment, SafetyScope

# A group is called larger, better controlled or longer followed from this factor on.
MARKED = 2


@dataclass(frozen=True)
class Make:
    """How the studies in people of a group are made."""

    randomized: int
    follow_up_stated: int
    follow_up_weeks: float


def compare(selection: Selection, dimension: Dimension, depths: Depths, groups: list[SafetyGroup]) -> Comparison:
    """Compare two groups."""
    one, other = groups
    made = _made(selection, dimension, depths)
    nothing = Make(0, 0, 0.0)
    what = "studies in people that report harm, among those that report it or saw no adverse event of any kind"
    harm = contrast(what, _harm(one), _harm(other))
    imbalances = _imbalances(one, other, made.get(one.value, nothing), made.get(other.value, nothing))
    return Comparison(
        one=one.value,
        other=other.value,
        harm_reported=harm,
        events=_events(one, other),
        imbalances=imbalances,
        conclusion=_conclusion(one, other, harm, imbalances),
    )


def _made(selection: Selection, dimension: Dimension, depths: Depths) -> dict[Any, Make]:
    snapshot = selection.counted.snapshot
    filled = fill(selection.counted, [dimension], depths)
    of_people = people(snapshot)[filled.study]
    cell, study = filled.cell[of_people], filled.study[of_people]
    design = of_studies(snapshot, "design")
    trial = design.values.index(Design.RANDOMIZED_CONTROLLED_TRIAL.value) if study.size else 0
    weeks = numbers_of(snapshot, "follow_up_weeks", -1)[study]
    stated = weeks >= 0
    sums = (
        np.bincount(cell, design.codes[study] == trial, minlength=filled.cells.size),
        np.bincount(cell, stated, minlength=filled.cells.size),
        np.bincount(cell[stated], weeks[stated], minlength=filled.cells.size),
    )
    return {
        value: Make(int(randomized), int(known), float(length))
        for (value,), randomized, known, length in zip(filled.values(), *sums, strict=True)
    }


def _harm(group: SafetyGroup) -> tuple[int, int]:
    answers = {answer.assessment: answer for answer in group.assessments}
    reported = answers[SafetyAssessment.REPORTED.value].evidence.studies_in_people
    return reported, reported + _none_at_all(answers[SafetyAssessment.NONE_OBSERVED.value])


def _none_at_all(answer: AssessmentRead) -> int:
    return sum(each.evidence.studies_in_people for each in answer.scopes if each.scope == SafetyScope.ANY.value)


def _events(one: SafetyGroup, other: SafetyGroup) -> list[Contrast]:
    rates = {event.term: event.rate for event in other.events if event.rate}
    pairs = [(event, event.rate, rates[event.term]) for event in one.events if event.rate and event.term in rates]
    counts = [(mine.count, mine.of, theirs.count, theirs.of) for _, mine, theirs in pairs]
    return contrasts(counts, [event.term or event.soc for event, *_ in pairs])


def _imbalances(one: SafetyGroup, other: SafetyGroup, mine: Make, theirs: Make) -> list[str]:
    told: list[str] = []
    mine_people, their_people = one.evidence.studies_in_people, other.evidence.studies_in_people
    if _marked(mine_people, their_people):
        told.append(f"Studies in people: {mine_people} on {one.name}, {their_people} on {other.name}.")
    if _marked(one.evidence.participants, other.evidence.participants):
        told.append(
            f"Participants: {one.evidence.participants} on {one.name}, {other.evidence.participants} on {other.name}."
        )
    if _marked(mine.randomized * max(their_people, 1), theirs.randomized * max(mine_people, 1)):
        told.append(
            f"Design: {mine.randomized} of {mine_people} studies in people on {one.name} are randomised, "
            f"{theirs.randomized} of {their_people} on {other.name}."
        )
    if _marked(_mean(mine), _mean(theirs)):
        told.append(
            f"Follow-up: {_weeks(mine)} on {one.name} ({mine.follow_up_stated} of {mine_people} studies state it), "
            f"{_weeks(theirs)} on {other.name} ({theirs.follow_up_stated} of {their_people})."
        )
    return told


def _marked(one: float, other: float) -> bool:
    return max(one, other) > 0 and max(one, other) >= MARKED * min(one, other)


def _mean(made: Make) -> float:
    return made.follow_up_weeks / made.follow_up_stated if made.follow_up_stated else 0.0


def _weeks(made: Make) -> str:
    return f"{round(_mean(made), 1):g} weeks on average" if made.follow_up_stated else "not stated"


def _conclusion(one: SafetyGroup, other: SafetyGroup, harm: Contrast, imbalances: list[str]) -> str:
    first = f"{_told(one, harm.one)} {_told(other, harm.other)}"
    if harm.difference_interval is None:
        last = "At least one group has no such study, so that the two cannot be compared."
        return f"{first} {last}"
    low, high = harm.difference_interval.low, harm.difference_interval.high
    second = (
        f"The difference is {_percent(harm.risk_difference or 0.0)} percentage points (95 % interval "
        f"{_percent(low)} to {_percent(high)})."
    )
    if low <= 0 <= high:
        third = "The interval includes no difference: neither can be called safer, nor the two equally safe."
    else:
        third = "The interval excludes no difference, but its unit is the study, and harm may not be looked for alike."
    fourth = f"The groups differ in other ways as well ({len(imbalances)} named). " if imbalances else ""
    return f"{first} {second} {third} {fourth}Nobody was allocated at random between the two groups across studies."


def _told(group: SafetyGroup, share: Proportion) -> str:
    name, people = group.name[:1].upper() + group.name[1:], group.evidence.studies_in_people
    return (
        f"{name}: {people} studies in people, {share.of} with a statement on harm of any kind, "
        f"{share.count} of them reporting it."
    )


def _percent(share: float) -> str:
    return f"{rounded(100 * share):.1f}"
