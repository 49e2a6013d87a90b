"""Names of harm that has no rate, with how many studies or arms report it: told by the brief and by the forest plot."""

from collections.abc import Callable, Sequence

from app.synthesis.schemas.safety import EventRate, SafetyGroup
from app.synthesis.words import plural, verb

OTHER_RECORDS = "other records (animals, cells, reviews, notices)"


def name_event(event: EventRate) -> str:
    """Name an event by its term, or else by its class."""
    return event.term_ref.name if event.term_ref else event.soc


def name_without_rate(events: Sequence[EventRate], most: int) -> str:
    """Name the events that befell people and have no rate; nothing where there are none."""
    return _listed([(event, _in_people(event)) for event in events if event.rate is None], most, "study", "studies")


def name_elsewhere(events: Sequence[EventRate], most: int) -> str:
    """Name the events that befell nobody in a study in people, but in other records; nothing where there are none."""
    elsewhere = [event for event in events if not _in_people(event)]
    befell = [(event, event.studies - event.studies_unaffected) for event in elsewhere]
    return _listed(befell, most, "study", "studies")


def _in_people(event: EventRate) -> int:
    return event.studies_in_people - event.studies_in_people_unaffected


def tell_of_studies(group: SafetyGroup) -> list[str]:
    """Say what studies as a whole say of harm, beside the events that they describe; nothing where there is none."""
    told = []
    if number := group.reported_without_event:
        describe = verb(number, "describes", "describe")
        told.append(f"Of those that report harm, {number} {describe} no event in an arm given vesicles.")
    if stated := group.serious.stated_by_studies:
        says = plural(stated, "study says", "studies say")
        told.append(f"{says} as a whole that serious events occurred, described or not.")
    return told


def name_serious(events: Sequence[EventRate], most: int) -> str:
    """Name the events that are called serious in some arm, and those of them that the treatment did not cause."""
    return _listed([(event, event.serious) for event in events], most, "arm", "arms", _cause)


def _cause(event: EventRate) -> str:
    number = event.serious_unrelated
    return f", said not to be caused by the treatment in {number}" if number else ""


def _listed(
    numbers: Sequence[tuple[EventRate, int]],
    most: int,
    one: str,
    many: str,
    more: Callable[[EventRate], str] = lambda _: "",
) -> str:
    """List the most frequent, the first of them with the noun of its number; `more` adds to what is said of each."""
    counted = sorted((each for each in numbers if each[1]), key=lambda each: -each[1])
    told = [
        f"{name_event(event)} ({plural(number, one, many) if place == 0 else number}{more(event)})"
        for place, (event, number) in enumerate(counted[:most])
    ]
    return ", ".join(told) + (f" and {len(counted) - most} more" if len(counted) > most else "")
