"""What the forest plot says in words: its groups, and harm that has no rate and so cannot be drawn."""

from itertools import islice

from app.charts.dimensions import NAMES, is_one_each
from app.synthesis.harm.harm_words import (
    OTHER_RECORDS,
    name_elsewhere,
    name_serious,
    name_without_rate,
    tell_of_studies,
)
from app.synthesis.schemas.safety import SafetySynthesis
from app.synthesis.words import plural, verb
from app.vocab import SafetyAssessment

MOST_NAMED = 5


def tell_groups(found: SafetySynthesis) -> str:
    """Say what the groups are."""
    several = "" if is_one_each(found.by) else "; a study can stand in several groups"
    return f"By {NAMES[found.by]}{several}."


def tell_answers(found: SafetySynthesis) -> str:
    """Say how many studies give each of the three answers."""
    reported, none, silent = (_answering(found, each) for each in SafetyAssessment)
    return (
        f"{plural(reported, 'study reports', 'studies report')} harm, {none:,} saw none of what "
        f"{verb(none, 'it', 'they')} looked for, {silent:,} silent."
    )


def tell_counts(found: SafetySynthesis) -> str:
    """Say how much of harm is stated in numbers."""
    events = found.overall.events
    stated = sum(event.arms_with_rate for event in events)
    of = stated + sum(event.arms_without_rate for event in events)
    rows = plural(of, "report of an event in an arm", "reports of an event in an arm")
    return f"{rows} of people given vesicles, {stated} with both affected and at risk." if of else ""


def tell_undrawn(found: SafetySynthesis) -> list[str]:
    """Name the events without a rate, those called serious, and harm that no event in an arm stands for."""
    events = found.overall.events
    told = [
        ("Reported in people without both numbers", name_without_rate(events, MOST_NAMED)),
        (f"In arms given vesicles only in {OTHER_RECORDS}", name_elsewhere(events, MOST_NAMED)),
        ("Called serious", name_serious(events, MOST_NAMED)),
    ]
    named = [f"{what}: {names}." for what, names in told if names]
    return [*named, *tell_of_studies(found.overall), tell_controlled(found)]


def tell_controlled(found: SafetySynthesis) -> str:
    """Set arms without vesicles against arms with, study by study."""
    compared = [(event.term_ref.name, study.contrast) for event in found.controlled for study in event.studies]
    more = sum(event.studies_total for event in found.controlled) - MOST_NAMED
    told = [
        f"{name} {each.other.count}/{each.other.of} against {each.one.count}/{each.one.of} with"
        for name, each in islice(compared, MOST_NAMED)
    ]
    others = f"; and {more:,} more" if more > 0 else ""
    return f"Same study, arms without vesicles: {'; '.join(told)}{others}." if told else ""


def tell_no_rate(found: SafetySynthesis) -> str:
    """Say why no rate is drawn, without making silence of it."""
    if found.overall.events:
        return "Events are named in arms given vesicles, but none in people with both numbers."
    if reported := _answering(found, SafetyAssessment.REPORTED):
        studies = plural(reported, "study", "studies")
        return f"Harm is reported in {studies}, without any event in an arm given vesicles."
    return "No study reports harm, or how many people it saw without an event."


def _answering(found: SafetySynthesis, assessment: SafetyAssessment) -> int:
    return next(each.evidence.studies for each in found.overall.assessments if each.assessment == assessment)
