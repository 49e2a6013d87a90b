"""The brief as the API shows it: sentences, and all the numbers they are built from."""

from pydantic import Field

from app.core.plain import plain
from app.core.schemas import Figure
from app.shared.refs import PathwayRef, StudyRef
from app.synthesis.schemas.base import SelectionRead
from app.synthesis.schemas.comparison import ControlledEvent
from app.synthesis.schemas.ladder import Ladder
from app.synthesis.schemas.outcomes import Votes, VotesBy
from app.synthesis.schemas.protocols import Protocols
from app.synthesis.schemas.safety import SafetyGroup


@plain
class Section:
    """A part of the brief in words."""

    key: str = Field(description="Which part.", examples=["safety"])
    heading: str = Field(description="Heading.", examples=["What is known of harm?"])
    sentences: list[str] = Field(description="Sentences, each built from numbers of this answer.")


@plain
class CountedValue:
    """A value with its studies."""

    value: str | int | None = Field(description="Value; null where none is stated.")
    name: str = Field(description="Name of the value.")
    studies: int = Field(description="Studies.")
    with_results: int = Field(description="Of these, studies with results: graded ones.")
    studies_link: str = Field(description="Address of the studies.")
    with_results_link: str = Field(description="Address of those with results.")


@plain
class EffectLinks:
    """Addresses of the studies behind effects on a pathway."""

    activates: str = Field(description="Those in which vesicles activated it.")
    inhibits: str = Field(description="Those in which they inhibited it.")
    modulates: str = Field(description="Those in which they changed it otherwise.")


@plain
class MechanismCount:
    """A pathway with the studies that say what vesicles did to it."""

    pathway_ref: PathwayRef = Field(description="The pathway.")
    studies: int = Field(description="Studies.")
    activates: int = Field(description="Studies in which vesicles activated it.")
    inhibits: int = Field(description="Studies in which vesicles inhibited it.")
    modulates: int = Field(description="Studies in which vesicles changed it, in a direction not stated or in both.")
    studies_link: str = Field(description="Address of the studies.")
    studies_links: EffectLinks = Field(description="Addresses of the studies by effect.")


@plain
class InformativeStudy:
    """One of the studies to read first."""

    study_ref: StudyRef = Field(description="The study.")
    n_participants: int | None = Field(description="Participants; null where not stated.")
    completeness_score: Figure | None = Field(description="Share of the parts asked of it that it reports.")
    summary: str = Field(description="What was done and found, in the curator's words.")
    link: str = Field(description="Address of the study.")


@plain
class Brief:
    """What an informed reader wants to know, on one page."""

    title: str = Field(description="Title.")
    question: str = Field(description="The filters in words.")
    selection: SelectionRead
    sections: list[Section] = Field(description="The brief in words.")
    designs: list[CountedValue] = Field(description="Studies by design.")
    origins: list[CountedValue] = Field(description="Studies by origin of the vesicles; a study can have several.")
    ladder: Ladder
    votes: Votes = Field(description="Votes over all outcomes of studies that are no reviews.")
    votes_by_comparator: list[VotesBy] = Field(
        description="The same by what was compared with; a study that compared with several votes for each."
    )
    votes_by_evidence_level: list[VotesBy] = Field(description="The same by strength of design.")
    safety: SafetyGroup = Field(description="What is known of harm.")
    controlled: list[ControlledEvent] = Field(
        description="The ten events that most studies state for arms with and without vesicles: the only comparison "
        "with a control."
    )
    controlled_total: int = Field(description="All events that are stated so.")
    mechanisms: list[MechanismCount] = Field(description="The ten pathways of most studies.")
    mechanism_studies: int = Field(description="Studies with a mechanism, whether they name a pathway or not.")
    mechanism_studies_link: str = Field(description="Address of these.")
    mechanism_pathways: int = Field(description="Pathways that they name.")
    protocols: Protocols
    informative_studies: list[InformativeStudy] = Field(
        description="Ten studies to read first, up to three reviews before the others: strongest design, then most "
        "completely reported, largest, latest."
    )
    citation: str = Field(description="How to cite this brief.")
    disclaimer: str = Field(description="What it must not be used for.")
