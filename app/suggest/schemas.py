"""What a type-ahead shows, by kind."""

from pydantic import Field

from app.core.schemas import ReadModel
from app.vocab import RetractionStatus


class EntrySuggestion(ReadModel):
    """An entry of a vocabulary that may be meant."""

    slug: str = Field(description="Slug of the entry.", examples=["androgenetic-alopecia"])
    label: str = Field(description="Name of the entry.", examples=["Androgenetic alopecia"])
    matched: str = Field(description="The name or synonym that fits.", examples=["AGA"])
    is_synonym: bool = Field(description="Whether that is a synonym.")
    studies: int = Field(
        description="Studies on the entry and all below it; retracted and suggested ones are not among them."
    )
    corrected: str | None = Field(description="The words it was found by, where those typed fit nothing; else null.")


class StudySuggestion(ReadModel):
    """A study that may be meant."""

    accession: str = Field(description="Accession of the study.", examples=["EXS000009"])
    label: str = Field(description="Title of the study.")
    year: int | None = Field(description="Year.")
    retraction_status: RetractionStatus | None = Field(description="Notice about its validity; null where none.")
    matched: str = Field(
        description="The kind of identifier that was typed, `accession`, `doi`, `pmid`, `pmcid` or `nct`; else `title` "
        "where all words stand there, `identifier` where some stand only in the accession or another identifier.",
        examples=["title"],
    )
    corrected: str | None = Field(description="The words it was found by, where those typed fit nothing; else null.")


class Suggestions(ReadModel):
    """What may be meant by a text that is being typed, in groups, each with the best first."""

    studies: list[StudySuggestion] = Field(
        description="Studies: by identifier first, then by words of title or identifiers, newest first."
    )
    indications: list[EntrySuggestion] = Field(description="Indications.")
    sources: list[EntrySuggestion] = Field(description="Sources of vesicles.")
    adverse_event_terms: list[EntrySuggestion] = Field(description="Adverse-event terms.")
    pathways: list[EntrySuggestion] = Field(description="Pathways.")
