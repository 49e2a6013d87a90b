"""A study as the API shows it: a summary in lists, the whole document alone."""

from pydantic import Field

from app.core.schemas import Figure, ReadModel
from app.document import AdverseEvent, Arm, Mechanism, Relation, Study
from app.shared.refs import IndicationRef, PathwayRef, SourceRef, StudyRef, TermRef
from app.shared.snippets import Snippet
from app.vocab import (
    Level,
    ReportingPart,
    ReviewStatus,
    SafetyAssessment,
    SafetyScope,
    Seen,
    Topic,
)


class ReportingCompleteness(ReadModel):
    """Which of the parts asked of a study it reports; parts that do not apply are left out."""

    score: Figure | None = Field(description="Reported parts as a share of the parts asked, 0 to 1; null if none is.")
    reported: list[ReportingPart] = Field(description="Parts that the study reports.")
    not_reported: list[ReportingPart] = Field(description="Parts that were not found in what was read.")


class SafetySummary(ReadModel):
    """What the text says about harm."""

    assessment: SafetyAssessment = Field(description="Three different answers: harm, no harm, silence.")
    scope: SafetyScope | None = Field(description="What a `none_observed` covers.")
    serious: bool | None = Field(description="Whether serious harm occurred; null where the text does not say.")


class IdentifiersRead(ReadModel):
    """Identifiers under which a study is known elsewhere; null where not known."""

    doi: str | None = Field(description="DOI in lower case, without a prefix.")
    pmid: str | None = Field(description="PubMed identifier.")
    pmcid: str | None = Field(description="PubMed Central identifier.")
    nct: str | None = Field(description="ClinicalTrials.gov identifier.")
    registry_id: str | None = Field(description="Identifier in another trial registry.")


class StudySummary(StudyRef):
    """A study in a list."""

    identifiers: IdentifiersRead = Field(description="Identifiers under which it is known elsewhere.")
    journal: str | None = Field(description="Journal, or issuing body of a notice.")
    country: str | None = Field(description="Country of the study (ISO 3166 alpha-2).")
    levels: list[Level] = Field(description="Levels at which observations were made.")
    n_participants: int | None = Field(
        description="Participants, as stated.", json_schema_extra={"x-unit": "participants"}
    )
    follow_up_weeks: Figure | None = Field(description="Length of follow-up.", json_schema_extra={"x-unit": "weeks"})
    summary: str = Field(description="What was done and found, in the curator's own words.")
    indications: list[str] = Field(description="Slugs of what was treated.")
    indication_refs: list[IndicationRef] = Field(description="The indications with their names.")
    sources: list[str] = Field(description="Slugs of the sources of all arms, each once.")
    source_refs: list[SourceRef] = Field(description="The sources with their names.")
    topics: list[Topic] = Field(description="What the study is about beside its indications.")
    safety: SafetySummary
    completeness_score: Figure | None = Field(description="Reporting completeness, 0 to 1; null where not asked.")
    seen: Seen = Field(description="What was read.")
    review_status: ReviewStatus = Field(description="How far the record was checked.")
    snippets: list[Snippet] | None = Field(
        description="Where the text of `q` stands; null where none was searched for."
    )


class ArmRead(Arm):
    """An arm with the name of its source."""

    source_ref: SourceRef | None = Field(description="The source with its name.")


class StudyAdverseEventRead(AdverseEvent):
    """An adverse event with the name of its term."""

    term_ref: TermRef = Field(description="The term with its name.")


class StudyMechanismRead(Mechanism):
    """A mechanism with the name of its pathway."""

    pathway_ref: PathwayRef | None = Field(description="The pathway with its name.")


class RelationRead(Relation):
    """A relation with the title of the other record."""

    title: str | None = Field(description="Title of the other record; null while it is not in this knowledge base.")


class StudyRead(Study):
    """The whole document of a study, with names beside slugs and the derived values."""

    arms: tuple[ArmRead, ...] = Field(description="Arms in the order of the source.")
    adverse_events: tuple[StudyAdverseEventRead, ...] = Field(description="Adverse events, each in one arm.")
    mechanisms: tuple[StudyMechanismRead, ...] = Field(description="Mechanisms, each in one arm.")
    relations: tuple[RelationRead, ...] = Field(description="Links to other records.")
    indication_refs: list[IndicationRef] = Field(description="The indications with their names.")
    evidence_level: int | None = Field(description="1 (strongest) to 5; null where the design cannot be graded.")
    reporting_completeness: ReportingCompleteness
