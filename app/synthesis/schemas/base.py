"""What every answer of synthesis carries: which studies were counted, which were left out, and rates with intervals."""

from pydantic import Field

from app.core.plain import plain
from app.core.schemas import Figure, SearchEcho, UnderstoodFilter


@plain
class LeftOut:
    """Records that match and are not counted."""

    records: int = Field(description="How many.", examples=[4])
    accessions: list[str] = Field(description="The first 50 of them.", examples=[["EXS000101"]])


@plain
class Evidence:
    """How much evidence there is."""

    studies: int = Field(description="Studies.", examples=[12])
    studies_in_people: int = Field(
        description="Studies with results in people (evidence levels 2 to 4); the denominator of `participants`."
    )
    participants: int = Field(description="Participants of studies with results in people, as far as stated.")
    participants_not_stated: int = Field(description="Studies with results in people that state no number.")
    best_evidence_level: int | None = Field(description="Strongest level, 1 to 5; null where no study is graded.")
    latest_year: int | None = Field(description="Year of the latest study; null where no year is known.")


@plain
class SelectionRead:
    """Which studies the numbers speak of."""

    filters: list[UnderstoodFilter] = Field(description="Filters as they were understood, which all must hold.")
    search: SearchEcho | None = Field(description="The text searched for, as it was understood; null where none was.")
    rollup: bool = Field(description="Whether slugs include their descendants.")
    evidence: Evidence = Field(description="All studies counted: each trial once.")
    retracted: LeftOut = Field(description="Retracted records, and records of the same trial: never counted.")
    linked: LeftOut = Field(
        description="Registrations, preprints and articles of a trial for which another record speaks."
    )


@plain
class Directions:
    """Studies by the way their outcomes went: one vote each, `mixed` where outcomes of one study differ."""

    improved: int = Field(description="Studies in which all outcomes improved.")
    no_difference: int = Field(description="Studies that found no difference.")
    worsened: int = Field(description="Studies in which all outcomes worsened.")
    mixed: int = Field(description="Studies with outcomes in several directions, or mixed ones.")
    none: int = Field(description="Studies without an outcome that has a direction.")


@plain
class Assessments:
    """Studies by what they say of harm: three different answers."""

    reported: int = Field(description="Studies that describe or count harm.")
    none_observed: int = Field(description="Studies that say that there was none, within their scope.")
    not_reported: int = Field(description="Studies that are silent. This is not evidence of safety.")


@plain
class Interval:
    """A confidence interval."""

    low: Figure = Field(description="Lower bound.")
    high: Figure = Field(description="Upper bound.")
    confidence: Figure = Field(description="Confidence.", examples=[0.95])
    method: str = Field(description="How it was computed.", examples=["Clopper-Pearson"])


@plain
class Proportion:
    """A share with its exact interval."""

    count: int = Field(description="Numerator.")
    of: int = Field(description="Denominator.")
    share: Figure | None = Field(description="Numerator over denominator, 0 to 1; null over nothing.")
    interval: Interval | None = Field(description="Exact two-sided 95 % interval; null over nothing.")
    upper_bound: Figure | None = Field(
        description="One-sided 95 % upper bound where the numerator is zero; null otherwise."
    )
