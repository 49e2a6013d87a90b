"""What the forest plot says in words: its groups, and harm that has no rate and so cannot be drawn."""

from app.charts.dimensions import NAMES, is_one_each
from app.synthesis.harm_words import OTHER_RECORDS, name_elsewhere, name_serious, name_without_rate
from app.synthesis.schemas.safety import SafetySynthesis
from app.synthesis.words import plural

MOST_NAMED = 5


def tell_groups(found: SafetySynthesis) -> str:
    """Say what the groups are."""
    several = "" if is_one_each(found.by) else "; a study can stand in several groups"
    return f"By {NAMES[found.by]}{several}."


def tell_counts(found: SafetySynthesis) -> str:
    """Say how much of harm is stated in numbers, and how many studies are silent."""
    events = found.overall.events
    stated = sum(event.arms_with_rate for event in events)
    of = stated + sum(event.arms_without_rate for event in events)
    numbers = f"{plural(of, 'event')} in arms of people, {stated} with both affected and at risk. " if of else ""
    silent, studies = _answering(found, "not_reported"), found.overall.evidence.studies
    return f"{numbers}Silent on harm: {silent:,} of {plural(studies, 'study', 'studies')}."


def tell_undrawn(found: SafetySynthesis) -> list[str]:
    """Name the events without a rate, and those called serious."""
    events = found.overall.events
    told = [
        ("Reported in people without both numbers", name_without_rate(events, MOST_NAMED)),
        (f"In arms given vesicles only in {OTHER_RECORDS}", name_elsewhere(events, MOST_NAMED)),
        ("Called serious", name_serious(events, MOST_NAMED)),
    ]
    return [f"{what}: {named}." for what, named in told if named]


def tell_no_rate(found: SafetySynthesis) -> str:
    """Say why no rate is drawn, without making silence of it."""
    reported = _answering(found, "reported")
    if not reported:
        return "No study reports harm, or how many people it saw without an event."
    return f"Harm is reported in {plural(reported, 'study', 'studies')}, but not in people with affected and at risk."


def _answering(found: SafetySynthesis, assessment: str) -> int:
    return next(each.evidence.studies for each in found.overall.assessments if each.assessment == assessment)
