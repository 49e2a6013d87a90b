"""Vocabulary entries as the API shows them, with their evidence."""

from pydantic import Field

from app.core.schemas import ReadModel
from app.document import AdverseEventTerm, Indication, Pathway, Source


class EntryEvidence(ReadModel):
    """The studies that hang on an entry and, in a hierarchy, on all entries below it."""

    studies: int = Field(description="Studies counted; retracted ones are not among them.")
    retracted: int = Field(description="Retracted studies, counted nowhere else.")
    by_evidence_level: dict[str, int] = Field(
        description="Studies by level of evidence, `1` (strongest) to `5`; `ungraded` where the design has no level."
    )
    participants: int = Field(
        description="Sum of the participants stated. A registration and its article both count.",
        json_schema_extra={"x-unit": "participants"},
    )
    studies_with_participants: int = Field(description="Studies that state a number of participants.")
    safety: dict[str, int] = Field(description="Studies by what the text says about harm.")


class SourceRead(Source):
    """A source with its evidence."""

    children: list[str] = Field(description="Slugs of the next narrower sources.")
    evidence: EntryEvidence


class IndicationRead(Indication):
    """An indication with its evidence."""

    children: list[str] = Field(description="Slugs of the next narrower indications.")
    evidence: EntryEvidence


class AdverseEventTermRead(AdverseEventTerm):
    """A term with its evidence."""

    evidence: EntryEvidence


class PathwayRead(Pathway):
    """A pathway with its evidence."""

    evidence: EntryEvidence
