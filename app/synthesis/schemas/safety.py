"""What is known of harm, as the API shows it."""

from pydantic import Field

from app.core.plain import plain
from app.core.schemas import Figure
from app.shared.refs import TermRef
from app.synthesis.schemas.base import Evidence, Interval, Proportion, SelectionRead
from app.synthesis.schemas.evidence_map import Value
from app.vocab import SafetyAssessment, SafetyScope, SystemOrganClass


@plain
class ScopeRead:
    """Studies that observed no harm, by what that covers."""

    scope: SafetyScope = Field(description="What the statement covers.")
    evidence: Evidence = Field(description="How much evidence.")
    studies_link: str = Field(description="Address of the studies.")


@plain
class AssessmentRead:
    """Studies with one answer to the question of harm."""

    assessment: SafetyAssessment = Field(description="What the studies say of harm.")
    evidence: Evidence = Field(description="How much evidence.")
    scopes: list[ScopeRead] = Field(description="What `none_observed` covers; empty for the other answers.")
    studies_link: str = Field(description="Address of the studies.")


@plain
class SeriousRead:
    """Serious events in arms that were given vesicles."""

    serious: int = Field(description="Rows of events that the text calls serious.")
    not_serious: int = Field(description="Rows of events that the text calls not serious.")
    not_stated: int = Field(description="Rows of events of which the text does not say.")
    stated_by_studies: int = Field(
        description="Studies whose statement on harm as a whole says that serious events occurred, rows or not."
    )
    stated_link: str = Field(description="Address of these.")
    studies_link: str = Field(description="Address of the studies with an event that the text calls serious.")


@plain
class EventRate:
    """How often one kind of event occurred, in the arms whose text states affected and at risk."""

    term: str | None = Field(description="Slug of the term; null where a whole class is counted.")
    term_ref: TermRef | None = Field(description="The term with its name.")
    soc: SystemOrganClass = Field(description="System organ class of CTCAE version 5.")
    rate: Proportion | None = Field(
        description="Affected over at risk, arms of studies in people together; null where none states both. Arms "
        "that do not name the event are not in it, so that it is no incidence in all who were treated."
    )
    arms_with_rate: int = Field(description="Arms of studies in people that state both numbers.")
    arms_without_rate: int = Field(description="Arms of studies in people with the event that do not state both.")
    arms_not_in_people: int = Field(
        description="Arms of other studies with the event: animals, cells, reviews, notices; never in a rate."
    )
    studies: int = Field(description="Studies that speak of the event, be it that it befell nobody.")
    studies_in_people: int = Field(description="Of these, studies with results in people (evidence levels 2 to 4).")
    studies_unaffected: int = Field(description="Of all studies, those that say that it befell nobody.")
    studies_in_people_unaffected: int = Field(description="Of these, studies in people.")
    serious: int = Field(description="Arms in which the text calls it serious.")
    events: list[str] = Field(description="Public keys of the rows behind it, the first 10; see /v1/adverse-events.")
    studies_link: str = Field(description="Address of the studies.")


@plain
class SafetyGroup:
    """What is known of harm in one group."""

    value: Value = Field(description="Value of the group; null where none is stated.")
    name: str = Field(description="Name of the group.")
    evidence: Evidence = Field(description="How much evidence.")
    studies_link: str = Field(description="Address of the studies.")
    assessments: list[AssessmentRead] = Field(description="The three answers, each with its studies.")
    no_harm_of_any_kind: Proportion | None = Field(
        description="Zero over those who were given vesicles in the studies in people that saw no adverse event of any "
        "kind, with the upper bound; null where there are none. The studies were picked by their result: it bounds and "
        "does not estimate."
    )
    no_harm_not_stated: int = Field(
        description="Such studies that do not state how many were given vesicles; not in the bound."
    )
    serious: SeriousRead = Field(description="Serious events.")
    reported_without_event: int = Field(
        description="Studies that report harm, with no event in an arm that was given vesicles: in words, or elsewhere."
    )
    events: list[EventRate] = Field(description="Events by term, in arms that were given vesicles.")
    classes: list[EventRate] = Field(
        description="The same by system organ class. An arm counts once in a class, with the event that affected most, "
        "so that the rate of a class is a lower bound."
    )


@plain
class Contrast:
    """Two shares compared."""

    what: str = Field(description="What is compared.")
    one: Proportion = Field(description="The first.")
    other: Proportion = Field(description="The second.")
    risk_difference: Figure | None = Field(description="First minus second; null where one has no denominator.")
    difference_interval: Interval | None = Field(description="Its 95 % interval (Newcombe).")
    risk_ratio: Figure | None = Field(
        description="First over second; null where either share is 0 or 1, or of more than a million."
    )
    ratio_interval: Interval | None = Field(description="Its 95 % interval (score).")


@plain
class HarmCounts:
    """Studies in people of one group, by what they say of harm anywhere in the study."""

    studies: int = Field(description="Studies in people that are in this group alone.")
    reported: int = Field(description="Report harm.")
    none_of_any_kind: int = Field(description="Say that no event of any kind occurred.")
    none_of_some: int = Field(description="Say that none of a narrower kind occurred; not in the comparison.")
    silent: int = Field(description="Say nothing of harm; not in the comparison.")


@plain
class Comparison:
    """Two groups side by side, with what can and cannot be concluded."""

    one: Value = Field(description="Value of the first group.")
    other: Value = Field(description="Value of the second group.")
    shared_studies: int = Field(description="Studies in people in both groups; left out of what follows but `events`.")
    told_by_one: HarmCounts = Field(description="What the studies of the first group say of harm.")
    told_by_other: HarmCounts = Field(description="What the studies of the second group say of harm.")
    harm_reported: Contrast = Field(
        description="Studies in people that report harm, among those that report it or saw no event of any kind."
    )
    events: list[Contrast] = Field(description="Terms for which both groups have a rate.")
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


@plain
class SafetySynthesis:
    """What is known of harm, with denominators. Silence is not safety."""

    selection: SelectionRead
    by: str = Field(description="Dimension of the groups.")
    groups: list[SafetyGroup] = Field(description="The groups; a study can be in several.")
    overall: SafetyGroup = Field(description="All studies, each once.")
    comparators: list[EventRate] = Field(description="Events in arms without vesicles, by term.")
    controlled: list[ControlledEvent] = Field(
        description="Events that studies state for arms with and without vesicles."
    )
    comparison: Comparison | None = Field(description="The two groups that `compare` names.")
