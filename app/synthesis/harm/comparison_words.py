"""What a comparison of two groups says in words: in what they differ otherwise, and what can be concluded."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.synthesis.schemas.comparison import Contrast, HarmCounts
from app.synthesis.schemas.safety import SafetyGroup
from app.synthesis.words import percent, plural, points, verb

# A group is called larger, better controlled or longer followed from this factor on.
MARKED = 2


@dataclass(frozen=True)
class Profile:
    """How large the studies in people of a group are, and how they are made."""

    name: str
    studies: int
    participants_stated: int
    # The sum of those that state it.
    participants: int
    randomized: int
    follow_up_stated: int
    # The mean of those that state it.
    follow_up_weeks: float

    @property
    def weeks(self) -> str:
        """Tell how long they followed."""
        length = round(self.follow_up_weeks, 1)
        return f"{length:g} {'week' if length == 1 else 'weeks'} on average"


def name_imbalances(one: Profile, other: Profile) -> list[str]:
    """Name the differences between two groups that may explain a difference in harm."""
    told: list[str] = []
    first, second = f"for {one.name}", f"for {other.name}"
    if _marked(one.studies, other.studies):
        told.append(f"Studies in people: {one.studies} {first}, {other.studies} {second}.")
    # What is not stated on both sides can be told of neither.
    if one.participants_stated and other.participants_stated and _marked(one.participants, other.participants):
        told.append(
            f"Participants: {one.participants:,} {first} (stated by {one.participants_stated} of {one.studies}), "
            f"{other.participants:,} {second} (stated by {other.participants_stated} of {other.studies})."
        )
    if one.studies and other.studies and _marked(one.randomized * other.studies, other.randomized * one.studies):
        told.append(
            f"Randomised: {one.randomized} of {plural(one.studies, 'study', 'studies')} in people {first}, "
            f"{other.randomized} of {other.studies} {second}."
        )
    if one.follow_up_stated and other.follow_up_stated and _marked(one.follow_up_weeks, other.follow_up_weeks):
        told.append(
            f"Follow-up: {one.weeks} {first} (stated by {one.follow_up_stated} of {one.studies}), "
            f"{other.weeks} {second} (stated by {other.follow_up_stated} of {other.studies})."
        )
    return told


def _marked(one: float, other: float) -> bool:
    return max(one, other) > 0 and max(one, other) >= MARKED * min(one, other)


@dataclass(frozen=True)
class Beside:
    """How many studies are in both groups, how many differences are named, and how many events are compared."""

    shared: int
    imbalances: int
    events: int


def conclude(groups: Sequence[SafetyGroup], told: Sequence[HarmCounts], harm: Contrast, beside: Beside) -> str:
    """Say what can and cannot be concluded."""
    parts = [_told(group, each) for group, each in zip(groups, told, strict=True)]
    if beside.shared:
        parts.append(f"{plural(beside.shared, 'study', 'studies')} in people in both groups left out of this.")
    if harm.difference_interval is None:
        return " ".join([*parts, "At least one group has no study that enters, so that the two cannot be compared."])
    low, high = harm.difference_interval.low, harm.difference_interval.high
    shares = f"{percent(harm.one.share or 0.0)} and {percent(harm.other.share or 0.0)}"
    difference = points(harm.risk_difference or 0.0)
    parts.append(
        f"Of those that enter, {shares} report harm: the first less the second is {difference} percentage points "
        f"(95 % interval {points(low)} to {points(high)})."
    )
    if low <= 0 <= high:
        parts.append("The interval includes zero: neither can be called safer, nor the two equally safe.")
    else:
        parts.append("The interval leaves zero out, but its unit is the study, and harm may not be looked for alike.")
    if beside.imbalances:
        parts.append(f"The groups differ in other ways as well ({beside.imbalances} named).")
    if not beside.events:
        parts.append("No single event has a rate in both groups.")
    parts.append(
        "Harm is that of a study as a whole, arms without vesicles included, and these are different studies: "
        "nobody was allocated at random to one group or the other."
    )
    return " ".join(parts)


def _told(group: SafetyGroup, told: HarmCounts) -> str:
    name = group.name[:1].upper() + group.name[1:]
    entering = told.reported + told.none_of_any_kind
    return (
        f"{name}: {plural(told.studies, 'study', 'studies')} in people, of which {entering} "
        f"{verb(entering, 'enters', 'enter')}: {told.reported} with harm, {told.none_of_any_kind} without an event "
        f"of any kind; {told.none_of_some} saw none of a narrower kind, {told.silent} "
        f"{verb(told.silent, 'says', 'say')} nothing of harm."
    )
