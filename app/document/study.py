"""The study document: the one form in which a study is kept, imported, exported and shown."""

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from app.document.arm import Arm
from app.document.base import Count, Line, Prose, Record, Url, Weeks, about, in_one_line
from app.document.mechanism import Mechanism
from app.document.outcome import Outcome
from app.document.safety import AdverseEvent, Safety
from app.identifiers import Accession, Country, Doi, Nct, Pmcid, Pmid, RegistryId, Slug
from app.vocab import (
    Blinding,
    Design,
    Level,
    Method,
    Phase,
    PublicationType,
    RegistryStatus,
    RelationType,
    RetractionStatus,
    ReviewStatus,
    Seen,
    TitleStatus,
    Topic,
)

Year = Annotated[int, Field(ge=1900, le=2100)]


class Identifiers(Record):
    """Public identifiers; in files only those that are known are written."""

    doi: Doi | None = about("DOI in lower case, without a prefix.", default=None, example="10.1111/jocd.70755")
    pmid: Pmid | None = about("PubMed identifier.", default=None, example="15723705")
    pmcid: Pmcid | None = about("PubMed Central identifier.", default=None, example="PMC12932260")
    nct: Nct | None = about("ClinicalTrials.gov identifier.", default=None, example="NCT05499156")
    registry_id: RegistryId | None = about(
        "Identifier in another trial registry.", default=None, example="IRCT20221130056672N5"
    )


class Relation(Record):
    """A link from this study to another record."""

    type: RelationType = about("How this study is related to the other record.", example="registered_as")
    accession: Accession = about("Accession of the other record, which need not be in this knowledge base.")


class Retraction(Record):
    """What the publisher said about the validity of the publication."""

    status: RetractionStatus = about("Kind of notice.")
    date: dt.date = about("Date of the notice.", example="2026-01-31")
    url: Url = about("Address of the notice.")


class Provenance(Record):
    """Where a record comes from and how far it was checked."""

    seen: Seen = about("What was read.", example="abstract")
    source_urls: tuple[Url, ...] = about("Addresses of what was read; empty where none was kept.", max_length=20)
    retrieved: dt.date = about("Date on which it was read.", example="2026-11-22")
    method: Method = about("How the record was made.")
    review_status: ReviewStatus = about("How far the record was checked.", example="second_read")
    note: Prose | None = about("What a reader of the record should know: gaps, doubts, choices.")


class Study(Record):
    """One study, registration, notice or review, with all that was read about it."""

    accession: Accession = about("Public key, given once and never reused.")
    identifiers: Identifiers = about("Identifiers under which the study is known elsewhere.")
    title: Line = about("Title of the publication, or the curator's wording where it was not seen.")
    title_status: TitleStatus = about("Whether the title is the published one.")
    year: Year | None = about(
        "Year of publication; for a registration, of posting or start.", unit="year", example=2024
    )
    journal: Line | None = about("Journal, or issuing body of a notice.", example="Journal of Cosmetic Dermatology")
    authors: tuple[Line, ...] | None = about("Authors in order. Null where not seen.", min_length=1, max_length=1000)
    country: Country | None = about("Country of the study (ISO 3166 alpha-2).", example="KR")
    publication_type: PublicationType = about("What kind of publication it is.", example="journal_article")
    design: Design | None = about("Design. Null where nothing read tells it.", example="randomized_controlled_trial")
    levels: tuple[Level, ...] = about("Every level at which observations were made.", max_length=4)
    animal_model: Line | None = about("Species and model, as stated.", example="C57BL/6 mouse")
    blinding: Blinding | None = about("Who was blinded, as stated.", example="double")
    split_body: bool | None = about("True where two sides or lesions of one person were compared.", example=True)
    registry_status: RegistryStatus | None = about("Status of a registered trial when read.", example="recruiting")
    phase: Phase | None = about("Phase of clinical development, as stated.", example="1/2")
    n_participants: Count | None = about("Participants, as stated.", unit="participants", example=20)
    follow_up_weeks: Weeks | None = about("Length of follow-up, as stated.", unit="weeks", example=24)
    summary: Prose = about("What was done and found, in the curator's own words.")
    indications: tuple[Slug, ...] = about("What was treated (slugs of indications).", max_length=50)
    topics: tuple[Topic, ...] = about("What the study is about beside its indications.", max_length=13)
    arms: tuple[Arm, ...] = about("Arms in the order of the source.", max_length=50)
    outcomes: tuple[Outcome, ...] = about("Outcomes, each in one arm.", max_length=500)
    safety: Safety = about("What the text says about harm.")
    adverse_events: tuple[AdverseEvent, ...] = about("Adverse events, each in one arm.", max_length=500)
    mechanisms: tuple[Mechanism, ...] = about("Mechanisms, each in one arm.", max_length=500)
    relations: tuple[Relation, ...] = about("Links to other records.", max_length=100)
    provenance: Provenance = about("Where the record comes from and how far it was checked.")
    retraction: Retraction | None = about(
        "Notice about the validity of the publication; null where there is none.", default=None
    )

    def written(self) -> dict[str, Any]:
        """Give what stands in the one true line: unknown identifiers and an absent retraction are left out."""
        data = self.model_dump(mode="json")
        data["identifiers"] = {key: value for key, value in data["identifiers"].items() if value is not None}
        if data["retraction"] is None:
            del data["retraction"]
        return data

    def canonical(self) -> str:
        """Give the one true line."""
        return in_one_line(self.written())
