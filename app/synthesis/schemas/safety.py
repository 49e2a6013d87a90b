"""What is known of harm, as the API shows it."""

from pydantic import Field

from app.core.plain import plain
from app.shared.refs import TermRef
from app.synthesis.schemas.base import Evidence, Proportion, SelectionRead
from app.synthesis.schemas.comparison import Comparison, ControlledEvent
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
        "that do not name the event are not in it, so that it is no incidence in all who were treated. Where the arms "
        "of a study have more people at risk together than it has participants, the arm with most affected speaks."
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
    serious_unrelated: int = Field(
        description="Of these, arms in which the text says that the treatment did not cause the serious event."
    )
    unrelated: int = Field(description="Arms in which the text says that the treatment did not cause it.")
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
        description="Zero over those who were given vesicles in the studies in people that say that no event of any "
        "kind occurred, with the upper bound; null where there are none. The studies were picked by their result: it "
        "bounds and does not estimate."
    )
    no_harm_studies: int = Field(
        description="Studies in people with an arm given vesicles that say that no event of any kind occurred."
    )
    no_harm_not_stated: int = Field(
        description="Of these, studies that do not state how many were given vesicles; not in the bound."
    )
    no_harm_link: str = Field(description="Address of these studies.")
    serious: SeriousRead = Field(description="Serious events.")
    reported_without_event: int = Field(
        description="Studies that report harm, with no event in an arm that was given vesicles: in words, or elsewhere."
    )
    reported_without_event_link: str = Field(description="Address of these.")
    events: list[EventRate] = Field(description="Events by term, in arms that were given vesicles.")
    classes: list[EventRate] = Field(
        description="The same by system organ class. An arm counts once in a class, with the event that affected most, "
        "so that the rate of a class is a lower bound."
    )


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
