"""What the forest plot says in words: its groups, and harm that has no rate and so cannot be drawn."""

from collections.abc import Sequence

from app.charts.dimensions import NAMES, is_one_each
from app.synthesis.brief_sentences import plural
from app.synthesis.schemas.safety import EventRate, SafetySynthesis

MOST_NAMED = 8


def tell_groups(found: SafetySynthesis) -> str:
    """Say what the groups are."""
    several = "" if is_one_each(found.by) else "; a study can stand in several groups"
    return f"By {NAMES[found.by]}{several}."


def tell_counts(found: SafetySynthesis) -> str:
    """Say how much of harm is stated in numbers, and how many studies are silent."""
    events = found.overall.events
    stated = sum(event.arms_with_rate for event in events)
    of = stated + sum(event.arms_without_rate for event in events)
    numbers = f"{plural(of, 'event')} in arms, {stated} with both numbers: affected and at risk. " if of else ""
    silent, studies = _answering(found, "not_reported"), found.overall.evidence.studies
    return f"{numbers}Silent on harm: {silent:,} of {plural(studies, 'study', 'studies')}."


def tell_undrawn(found: SafetySynthesis) -> list[str]:
    """Name the events without a rate, and those called serious."""
    events = found.overall.events
    without = sorted((event for event in events if event.rate is None), key=lambda event: -event.studies)
    serious = sorted((event for event in events if event.serious), key=lambda event: -event.serious)
    told = []
    if without:
        named = _listed(without, [event.studies for event in without], ("study", "studies"))
        told.append(f"Reported without both numbers: {named}.")
    if serious:
        told.append(f"Called serious: {_listed(serious, [event.serious for event in serious], ('arm', 'arms'))}.")
    return told


def tell_no_rate(found: SafetySynthesis) -> str:
    """Say why no rate is drawn, without making silence of it."""
    reported = _answering(found, "reported")
    if not reported:
        return "No study reports harm, or how many people it saw without an event."
    return f"Harm is reported in {plural(reported, 'study', 'studies')}, but not with affected and at risk."


def name_event(event: EventRate) -> str:
    """Name an event by its term, or else by its class."""
    return event.term_ref.name if event.term_ref else event.soc


def _answering(found: SafetySynthesis, assessment: str) -> int:
    return next(each.evidence.studies for each in found.overall.assessments if each.assessment == assessment)


def _listed(events: Sequence[EventRate], numbers: Sequence[int], nouns: tuple[str, str]) -> str:
    """List the first events, the first of them with the noun of its number."""
    first, *others = [(name_event(event), number) for event, number in zip(events, numbers, strict=True)][:MOST_NAMED]
    told = [f"{first[0]} ({plural(first[1], *nouns)})", *(f"{name} ({number})" for name, number in others)]
    more = len(events) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")
