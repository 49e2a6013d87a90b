"""What stands beside a slug or an accession to say what it is."""

from pydantic import Field

from app.core.schemas import ReadModel
from app.vocab import (
    ArmRole,
    Design,
    IndicationCategory,
    Isolation,
    Origin,
    PublicationType,
    RetractionStatus,
    Route,
    SystemOrganClass,
)


class SourceRef(ReadModel):
    """Names a source."""

    slug: str = Field(description="Slug of the source.")
    name: str = Field(description="Name of the source.")
    origin: Origin = Field(description="What the vesicles come from, at the coarsest.")


class IndicationRef(ReadModel):
    """Names an indication."""

    slug: str = Field(description="Slug of the indication.")
    name: str = Field(description="Name of the indication.")
    category: IndicationCategory = Field(description="Field that the indication belongs to.")


class TermRef(ReadModel):
    """Names an adverse-event term."""

    slug: str = Field(description="Slug of the term.")
    name: str = Field(description="Name of the term.")
    soc: SystemOrganClass = Field(description="System organ class of CTCAE version 5.")


class PathwayRef(ReadModel):
    """Names a pathway."""

    slug: str = Field(description="Slug of the pathway.")
    name: str = Field(description="Name of the pathway.")


class StudyRef(ReadModel):
    """Names a study and says how much weight it has."""

    accession: str = Field(description="Accession of the study.")
    title: str = Field(description="Title of the study.")
    year: int | None = Field(description="Year.")
    publication_type: PublicationType = Field(description="What kind of publication it is.")
    design: Design | None = Field(description="Design; null where not seen.")
    evidence_level: int | None = Field(description="1 (strongest) to 5; null where the design cannot be graded.")
    retraction_status: RetractionStatus | None = Field(description="Notice about its validity; null where none.")


class ArmRef(ReadModel):
    """Names an arm and says what it was given."""

    key: str = Field(description="Key of the arm in its study.")
    role: ArmRole = Field(description="Whether the arm is the one studied or the one compared with.")
    label: str = Field(description="What the arm received.")
    route: Route | None = Field(description="By which way it was given.")
    product: str | None = Field(description="Trade name or code of the product.")
    dose: str | None = Field(description="Dose as stated.")
    isolation: Isolation | None = Field(description="How the vesicles were separated.")
    n: int | None = Field(description="Participants in the arm.")
