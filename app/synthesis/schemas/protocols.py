"""How vesicles were given and how fully that is told, as the API shows it."""

from pydantic import Field

from app.core.plain import plain
from app.core.schemas import Figure
from app.shared.refs import StudyRef
from app.synthesis.schemas.base import Proportion, SelectionRead
from app.vocab import FollowUpLength, ReportingPart, Vote


@plain
class Share:
    """One value with the arms that state it."""

    value: str | int | Figure = Field(description="Value.")
    arms: int = Field(description="Arms that state it.")
    studies: int = Field(description="Studies with such an arm.")
    studies_link: str = Field(description="Address of the studies.")


@plain
class Distribution:
    """How the values of one part of a protocol are spread over the arms that were given vesicles."""

    part: str = Field(description="Part of the protocol.", examples=["route"])
    unit: str | None = Field(description="Unit of the values.")
    arms: int = Field(description="Arms that were given vesicles.")
    stated: int = Field(description="Arms that state a value; the others are silent.")
    not_stated_link: str = Field(
        description="Address of the studies that state none for an arm that was given vesicles, or have no such arm."
    )
    different: int = Field(description="Different values.")
    values: list[Share] = Field(description="The values of most studies, at most 20.")
    low: Figure | None = Field(description="Smallest number; null for words.")
    high: Figure | None = Field(description="Largest number; null for words.")


@plain
class FollowUp:
    """One study and how long it followed."""

    study_ref: StudyRef = Field(description="The study.")
    weeks: Figure = Field(description="Length of follow-up in weeks.")
    n_participants: int | None = Field(description="Participants; null where not stated.")


@plain
class Band:
    """Studies that followed for about as long."""

    length: FollowUpLength = Field(description="Length of follow-up.", examples=["1 to 2 years"])
    studies: int = Field(description="Studies.")
    studies_link: str = Field(description="Address of the studies.")


@plain
class FollowUps:
    """How long studies in people followed."""

    studies: int = Field(description="Studies with results in people.")
    studies_link: str = Field(description="Address of the studies with results in people.")
    stated: int = Field(description="Of these, studies that state a length.")
    bands: list[Band] = Field(description="Studies by length, the longest first.")
    longest: list[FollowUp] = Field(
        description="The ten longest, the longest first, the larger study before the smaller."
    )


@plain
class Reporting:
    """How often a part is reported by the studies it is asked of."""

    part: ReportingPart = Field(description="Part.", examples=["dose"])
    meaning: str = Field(description="What counts as reported.")
    reported: Proportion = Field(description="Studies that report it, of those it is asked of.")
    studies_link: str = Field(description="Address of the studies that report it.")


@plain
class CompletenessLinks:
    """Addresses of the studies by how completely they report."""

    low: str = Field(description="Less than a third of the parts.")
    middle: str = Field(description="From a third to less than two thirds.")
    high: str = Field(description="Two thirds or more.")


@plain
class CompletenessRow:
    """Studies with one direction of outcomes, and how completely they report."""

    direction: Vote = Field(description="Vote of the study, or `none`.")
    studies: int = Field(description="Studies with a score.")
    mean_completeness: Figure | None = Field(description="Mean share of the parts reported, 0 to 1.")
    low: int = Field(description="Studies that report less than a third of the parts.")
    middle: int = Field(description="Studies that report from a third to less than two thirds.")
    high: int = Field(description="Studies that report two thirds or more.")
    studies_links: CompletenessLinks = Field(description="Addresses of the studies.")


@plain
class Protocols:
    """How vesicles were given, what is left unsaid, and whether completeness goes with the result."""

    selection: SelectionRead
    studies: int = Field(
        description="Studies with results of their own, of which all numbers speak: no registrations, which plan, no "
        "reviews, no notices."
    )
    studies_link: str = Field(description="Address of these studies.")
    distributions: list[Distribution] = Field(description="Parts of the protocol, over the arms with vesicles.")
    follow_up: FollowUps = Field(description="Length of follow-up in people.")
    reporting: list[Reporting] = Field(description="How often each part is reported at all.")
    completeness: list[CompletenessRow] = Field(description="Completeness against the direction of outcomes.")
