"""The translational ladder as the API shows it."""

from pydantic import Field

from app.core.plain import plain
from app.synthesis.schemas.base import Assessments, Directions, Evidence, SelectionRead
from app.vocab import Level


@plain
class RungLinks:
    """Addresses of the studies on a rung by what they contribute."""

    with_results: str = Field(description="Those with results.")
    reviews: str = Field(description="Reviews.")
    others: str = Field(description="All others.")


@plain
class Rung:
    """One level of observation, from the test tube to people."""

    level: Level = Field(description="Level of observation.")
    evidence: Evidence = Field(description="How much evidence; a study stands on each rung at which it observed.")
    with_results: int = Field(
        description="Studies with results: graded ones that are no reviews; in people those of evidence levels 2 to 4."
    )
    reviews: int = Field(description="Reviews, which stand on the rungs that they review and reach none themselves.")
    others: int = Field(
        description="All others: registrations, notices, designs that were not seen; in people also laboratory work "
        "that looked at samples."
    )
    first_year: int | None = Field(description="Year of the first study; null where no year is known.")
    directions: Directions = Field(description="Which way the outcomes of the studies went.")
    assessments: Assessments = Field(description="What the studies say of harm.")
    studies_link: str = Field(description="Address of the studies.")
    studies_links: RungLinks = Field(description="Addresses of the studies by what they contribute.")


@plain
class Ladder:
    """How far the evidence reaches on its way to people, and where it breaks off."""

    selection: SelectionRead
    rungs: list[Rung] = Field(description="The rungs from the bottom up.")
    highest: Level | None = Field(description="Highest rung with results; null where there is none.")
    breaks_off_before: Level | None = Field(description="The rung above it; null at the top and without any result.")
    gaps: list[Level] = Field(description="Rungs without results below the highest.")
    without_level: int = Field(description="Studies that state no level; on no rung.")
    without_level_link: str = Field(description="Address of these.")
    statement: str = Field(description="The same in words.")
