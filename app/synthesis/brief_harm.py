"""What the brief says of harm: all of it that is reported, whether a rate can be had or not."""

from collections.abc import Sequence

from app.synthesis.schemas.safety import AssessmentRead, EventRate, SafetyGroup
from app.synthesis.words import bound, percent, plural, verb

RATES, NAMED = 3, 8
SCOPES = {
    "any": "no event of any kind",
    "treatment_related": "none related to the treatment",
    "serious_or_significant": "none serious or significant",
    "specific_kinds": "none of certain kinds",
}


def write_harm(safety: SafetyGroup) -> list[str]:
    """Write the sentences on harm."""
    answers = {answer.assessment: answer for answer in safety.assessments}
    return [
        _answers({name: answer.evidence.studies for name, answer in answers.items()}, safety.evidence.studies),
        *_scopes(answers["none_observed"]),
        *_unharmed(safety),
        *_rates(safety.events),
        *_without_rate(safety.events),
        _serious(safety),
    ]


def _answers(studies: dict[str, int], total: int) -> str:
    reported, none, silent = (studies[name] for name in ("reported", "none_observed", "not_reported"))
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
    if none := safety.no_harm_of_any_kind:
        people = plural(none.of, "person was", "people were")
        told.append(
            f"In the studies in people that saw no event of any kind, {people} given vesicles; at 95 % confidence that "
            f"bounds the rate in them at {bound(none.upper_bound or 0.0)}. They were picked by that result, so that it "
            "is no estimate."
        )
    if silent := safety.no_harm_not_stated:
        told.append(f"{plural(silent, 'such study', 'such studies')} {verb(silent, 'does', 'do')} not state how many.")
    return told


def _rates(events: Sequence[EventRate]) -> list[str]:
    told = []
    for event in [event for event in events if event.rate][:RATES]:
        if event.rate and event.rate.interval:
            low, high = percent(event.rate.interval.low), percent(event.rate.interval.high)
            told.append(
                f"{_name(event)}: {event.rate.count} of {event.rate.of} people in arms that state both numbers (95 % "
                f"interval {low} to {high}); {plural(event.arms_without_rate, 'further arm')} in people without both."
            )
    return told


def _without_rate(events: Sequence[EventRate]) -> list[str]:
    people = [(_name(event), event.studies_in_people) for event in events if not event.rate and event.studies_in_people]
    elsewhere = [(_name(event), event.studies) for event in events if not event.studies_in_people]
    told = [f"Also reported in people, without both numbers: {_listed(people)}."] if people else []
    if elsewhere:
        told.append(f"Reported only in other records (animals, cells, reviews, notices): {_listed(elsewhere)}.")
    return told


def _serious(safety: SafetyGroup) -> str:
    rows = safety.serious.serious
    first = f"{plural(rows, 'event row')} in arms given vesicles {verb(rows, 'is', 'are')} called serious in the texts"
    serious = [(_name(event), event.serious) for event in safety.events if event.serious]
    return f"{first}: {_listed(serious, 'arm', 'arms')}." if serious else f"{first}."


def _listed(counts: Sequence[tuple[str, int]], one: str = "study", many: str = "studies") -> str:
    told = [f"{name} ({plural(number, one, many)})" for name, number in counts[:NAMED]]
    return ", ".join(told + ([plural(len(counts) - NAMED, "more kind")] if len(counts) > NAMED else []))


def _name(event: EventRate) -> str:
    return event.term_ref.name if event.term_ref else event.soc
