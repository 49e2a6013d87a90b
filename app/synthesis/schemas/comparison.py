"""What is compared, as the API shows it: groups of studies, and arms with vesicles against arms without."""

from pydantic import Field

from app.core.plain import plain
from app.core.schemas import Figure
from app.shared.refs import TermRef
from app.synthesis.schemas.base import Interval, LeftOut, Proportion
from app.synthesis.schemas.evidence_map import Value


@plain
class Contrast:
    """Two shares compared."""

    what: str = Field(description="What is compared.")
    one: Proportion = Field(description="The first.")
    other: Proportion = Field(description="The second.")
    risk_difference: Figure | None = Field(description="First minus second; null where one has no denominator.")
    difference_interval: Interval | None = Field(description="Its 95 % interval (Newcombe).")
    risk_ratio: Figure | None = Field(description="First over second; null where either share is 0 or 1.")
    ratio_interval: Interval | None = Field(
        description="Its 95 % interval: score, or by logarithms where one denominator is above 1000."
    )


@plain
class HarmLinks:
    """Addresses of studies by what they say of harm."""

    reported: str = Field(description="Those that report harm.")
    none_of_any_kind: str = Field(description="Those without an event of any kind.")
    none_of_some: str = Field(description="Those without an event of a narrower kind.")
    silent: str = Field(description="Those that say nothing of harm.")


@plain
class HarmCounts:
    """Studies in people of one group, by what they say of harm anywhere in the study."""

    studies: int = Field(description="Studies in people that are in this group alone.")
    reported: int = Field(description="Report harm.")
    none_of_any_kind: int = Field(description="Say that no event of any kind occurred.")
    none_of_some: int = Field(description="Say that none of a narrower kind occurred; not in the comparison.")
    silent: int = Field(description="Say nothing of harm; not in the comparison.")
    studies_link: str = Field(description="Address of the studies.")
    studies_links: HarmLinks = Field(description="Addresses of the studies by what they say.")


@plain
class EventContrast:
    """One kind of event in two groups."""

    term: str = Field(description="Slug of the term.")
    contrast: Contrast = Field(description="The rate in the first group against that in the second.")
    one_link: str = Field(description="Address of the studies of the first group that speak of the event.")
    other_link: str = Field(description="Address of those of the second group.")


@plain
class Comparison:
    """Two groups side by side, with what can and cannot be concluded."""

    one: Value = Field(description="Value of the first group.")
    other: Value = Field(description="Value of the second group.")
    shared: LeftOut = Field(
        description="Studies in people in both groups, which do not enter; but `events` takes their arms where "
        "groups are told apart by arms."
    )
    told_by_one: HarmCounts = Field(description="What the studies of the first group say of harm.")
    told_by_other: HarmCounts = Field(description="What the studies of the second group say of harm.")
    harm_reported: Contrast = Field(
        description="Studies in people that report harm, among those that report it or say that no event of any kind "
        "occurred."
    )
    events: list[EventContrast] = Field(description="Terms for which both groups have a rate; often none.")
    imbalances: list[str] = Field(description="Differences between the groups that may explain a difference in harm.")
    conclusion: str = Field(description="What can and cannot be concluded, in plain words.")


@plain
class ControlledStudy:
    """One study that states an event for arms with and without vesicles."""

    study: str = Field(description="Accession of the study.")
    contrast: Contrast = Field(description="Vesicles against comparators.")


@plain
class PooledRead:
    """Effects of several studies under random effects (DerSimonian and Laird)."""

    effect: Figure = Field(description="Pooled effect.")
    measure: str = Field(description="What the effect is.", examples=["risk difference"])
    interval: Interval = Field(description="Its 95 % interval.")
    studies: int = Field(description="Studies pooled.")
    tau2: Figure = Field(description="Variance between studies.")
    i2: Figure = Field(description="Share of the variation that is between studies, 0 to 1.")
    q: Figure = Field(description="Cochran's Q.")
    df: int = Field(description="Degrees of freedom of Q.")


@plain
class ControlledEvent:
    """One kind of event in arms with and without vesicles of the same studies."""

    term: str = Field(description="Slug of the term.")
    term_ref: TermRef = Field(description="The term with its name.")
    studies_total: int = Field(description="Studies that state it for both.")
    studies_link: str = Field(description="Address of all of them.")
    studies: list[ControlledStudy] = Field(description="The first 10 of them.")
    pooled: PooledRead | None = Field(description="Pooled risk difference; null below two studies.")
