"""What the brief says of harm: all of it that is reported, whether a rate can be had or not."""

from collections.abc import Sequence

from app.synthesis.harm.harm_words import (
    OTHER_RECORDS,
    name_elsewhere,
    name_event,
    name_serious,
    name_without_rate,
    tell_of_studies,
)
from app.synthesis.schemas.base import Proportion
from app.synthesis.schemas.comparison import ControlledEvent
from app.synthesis.schemas.safety import AssessmentRead, EventRate, SafetyGroup
from app.synthesis.words import bound, percent, plural, points, verb
from app.vocab import SafetyAssessment

RATES, NAMED = 3, 8
SCOPES = {
    "any": "no event of any kind",
    "treatment_related": "none related to the treatment",
    "serious_or_significant": "none serious or significant",
    "specific_kinds": "none of certain kinds",
}


def write_harm(safety: SafetyGroup, controlled: Sequence[ControlledEvent], controlled_total: int) -> list[str]:
    """Write the sentences on harm."""
    answers = {answer.assessment: answer for answer in safety.assessments}
    return [
        _answers({name: answer.evidence.studies for name, answer in answers.items()}, safety.evidence.studies),
        *_scopes(answers[SafetyAssessment.NONE_OBSERVED]),
        *_unharmed(safety),
        *_rates(safety.events),
        *map(_controlled, controlled[:RATES]),
        *_more_controlled(controlled_total - RATES),
        *_without_rate(safety.events),
        *_serious(safety),
    ]


def _answers(studies: dict[SafetyAssessment, int], total: int) -> str:
    reported, none, silent = (studies[each] for each in SafetyAssessment)
    return (
        f"Of {plural(total, 'study', 'studies')}, {reported} {verb(reported, 'reports', 'report')} harm, "
        f"{none} saw none of what {verb(none, 'it', 'they')} looked for, and {silent} {verb(silent, 'says', 'say')} "
        "nothing, which is no evidence of safety."
    )


def _scopes(answer: AssessmentRead) -> list[str]:
    if not answer.scopes:
        return []
    told = ", ".join(f"{SCOPES[each.scope]} {each.evidence.studies}" for each in answer.scopes)
    return [f"What those that saw none mean: {told}."]


def _unharmed(safety: SafetyGroup) -> list[str]:
    told = []
    stated = safety.no_harm_studies - safety.no_harm_not_stated
    if none := safety.no_harm_of_any_kind:
        people = plural(none.of, "person was", "people were")
        told.append(
            f"In {plural(stated, 'study', 'studies')} in people that {verb(stated, 'says', 'say')} that no event of "
            f"any kind occurred, {people} given vesicles; at 95 % confidence that bounds the rate in them at "
            f"{bound(none.upper_bound or 0.0)}. They were picked by that result, so that it is no estimate."
        )
    if silent := safety.no_harm_not_stated:
        further = "further " if stated else ""
        told.append(
            f"{plural(silent, f'{further}study', f'{further}studies')} in people {verb(silent, 'says', 'say')} that no "
            f"event of any kind occurred, and not how many were given vesicles."
        )
    return told


def _rates(events: Sequence[EventRate]) -> list[str]:
    rates = [(event, event.rate) for event in events if event.rate]
    told = [_rate(event, rate) for event, rate in rates[:RATES]]
    if more := [f"{name_event(event)} {rate.count} of {rate.of}" for event, rate in rates[RATES:]]:
        others = f" and {len(more) - NAMED} more" if len(more) > NAMED else ""
        told.append(f"Further rates in people: {', '.join(more[:NAMED])}{others}.")
    return told


def _rate(event: EventRate, rate: Proportion) -> str:
    told = f"{name_event(event)}: {rate.count} of {rate.of} people in arms that state both numbers"
    if rate.interval:
        told += f" (95 % interval {percent(rate.interval.low)} to {percent(rate.interval.high)})"
    if more := event.arms_without_rate:
        told += f"; {plural(more, 'further arm')} in people {verb(more, 'does', 'do')} not"
    if event.unrelated:
        told += f"; said not to be caused by the treatment in {plural(event.unrelated, 'arm')}"
    return f"{told}."


def _controlled(event: ControlledEvent) -> str:
    """Tell what studies state of arms with and without vesicles, the pooled difference if there is one."""
    counts = [(study.contrast.one, study.contrast.other) for study in event.studies]
    shown = ", ".join(f"{one.count} of {one.of} against {other.count} of {other.of}" for one, other in counts[:RATES])
    shown += f" and {event.studies_total - RATES} more" if event.studies_total > RATES else ""
    difference, interval = (
        (event.pooled.effect, event.pooled.interval)
        if event.pooled
        else (event.studies[0].contrast.risk_difference, event.studies[0].contrast.difference_interval)
    )
    told = f"{event.term_ref.name} in arms with vesicles against arms without, in {_studies(event)}: {shown}"
    if difference is None or interval is None:
        return f"{told}."
    return (
        f"{told}; {'pooled, ' if event.pooled else ''}a difference of {points(difference)} percentage points "
        f"(95 % interval {points(interval.low)} to {points(interval.high)})."
    )


def _more_controlled(number: int) -> list[str]:
    return [f"{plural(number, 'further event')} {verb(number, 'is', 'are')} compared so."] if number > 0 else []


def _studies(event: ControlledEvent) -> str:
    return plural(event.studies_total, "study", "studies")


def _without_rate(events: Sequence[EventRate]) -> list[str]:
    told = []
    if people := name_without_rate(events, NAMED):
        told.append(f"Reported in people, without both numbers: {people}.")
    if elsewhere := name_elsewhere(events, NAMED):
        told.append(f"In arms given vesicles only in {OTHER_RECORDS}: {elsewhere}.")
    return told


def _serious(safety: SafetyGroup) -> list[str]:
    rows, named = safety.serious.serious, name_serious(safety.events, NAMED)
    first = f"{plural(rows, 'event row')} in arms given vesicles {verb(rows, 'is', 'are')} called serious in the texts"
    return [f"{first}: {named}." if named else f"{first}.", *tell_of_studies(safety)]
