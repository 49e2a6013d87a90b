"""Harm: what the text says about it, and each event it describes."""

from typing import Self

from pydantic import model_validator

from app.document.arm import ArmKey
from app.document.base import Count, Line, Percent, Prose, Record, about
from app.identifiers import Slug
from app.vocab import EventOutcome, Relatedness, SafetyAssessment, SafetyScope, Severity


class Safety(Record):
    """What the text that was read says about harm in the study as a whole."""

    assessment: SafetyAssessment = about(
        "`reported`, `none_observed` and `not_reported` are three different answers.", example="reported"
    )
    scope: SafetyScope | None = about("What a `none_observed` covers; null for the other two.")
    serious: bool | None = about("Whether serious harm occurred; null where the text does not say.")
    note: Prose | None = about("What the text says about harm, in the curator's words.")


class AdverseEvent(Record):
    """One kind of adverse event in one arm. Zero affected is a value; null is silence."""

    arm: ArmKey = about("Key of the arm in which it occurred.")
    term: Slug = about("Term it is coded as (slug of an adverse-event term).", example="erythema")
    reported_as: Line = about("The wording read.")
    n_affected: Count | None = about("Participants with the event; 0 is a value.", unit="participants", example=3)
    n_at_risk: Count | None = about("Participants observed for it.", unit="participants", example=22)
    percent_affected: Percent | None = about(
        "Share affected, only where the text gives a percentage without counts.", unit="percent"
    )
    severity: Severity | None = about("How severe, as stated.")
    serious: bool | None = about("Whether it was serious, as stated.")
    relatedness: Relatedness | None = about("Causal relation to the treatment, as judged by the authors.")
    outcome: EventOutcome | None = about("How it ended.")
    onset_text: Line | None = about("When it began, as stated.")
    locator: Line = about("Where in the source it was read.")

    @model_validator(mode="after")
    def _counts_agree(self) -> Self:
        """Nobody can be affected who was not at risk."""
        if self.n_affected is not None and self.n_at_risk is not None and self.n_affected > self.n_at_risk:
            raise ValueError(
                f"n_affected {self.n_affected} is more than n_at_risk {self.n_at_risk}; correct one of them"
            )
        return self
