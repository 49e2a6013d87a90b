"""Outcomes, adverse events and mechanisms as the API shows them."""

from pydantic import Field
from pydantic.config import JsonDict

from app.core.schemas import Figure, ReadModel
from app.shared.refs import ArmRef, IndicationRef, PathwayRef, SourceRef, StudyRef, TermRef
from app.vocab import Direction, Effect, EventOutcome, Relatedness, Severity

WEEKS: JsonDict = {"x-unit": "weeks"}
PARTICIPANTS: JsonDict = {"x-unit": "participants"}
AS_UNIT: JsonDict = {"x-unit": "as in the field unit"}


class FindingRead(ReadModel):
    """What every row carries, so that the same arm is never lost."""

    id: str = Field(description="Public key: the accession of the study, a letter, the place in the document.")
    study: str = Field(description="Accession of the study.")
    study_ref: StudyRef = Field(description="The study with its title and weight.")
    arm: str = Field(description="Key of the arm in the study.")
    arm_ref: ArmRef = Field(description="The arm and what it was given.")
    source: str | None = Field(description="Slug of the source of the arm; null for an arm without vesicles.")
    source_ref: SourceRef | None = Field(description="The source with its name.")
    indications: list[str] = Field(description="Slugs of the indications of the study.")
    indication_refs: list[IndicationRef] = Field(description="The indications with their names.")
    locator: str = Field(description="Where in the source it was read.")


class OutcomeRead(FindingRead):
    """One result of one arm."""

    measure: str = Field(description="What was measured.")
    direction: Direction = Field(description="Which way it went, in the authors' wording.")
    compared_with: str | None = Field(description="The key of an arm, `baseline`, or null.")
    timepoint_weeks: Figure | None = Field(description="When it was measured.", json_schema_extra=WEEKS)
    baseline: Figure | None = Field(description="Value before treatment.", json_schema_extra=AS_UNIT)
    value: Figure | None = Field(description="Value at the time point.", json_schema_extra=AS_UNIT)
    change: Figure | None = Field(description="Change; negative is a decrease.", json_schema_extra=AS_UNIT)
    unit: str | None = Field(description="Unit of baseline, value and change.")
    p_value: str | None = Field(description="P value as printed.")


class AdverseEventRead(FindingRead):
    """One kind of adverse event in one arm. Zero affected is a value; null is silence."""

    term: str = Field(description="Slug of the term it is coded as.")
    term_ref: TermRef = Field(description="The term with its name.")
    reported_as: str = Field(description="The wording read.")
    n_affected: int | None = Field(description="Participants with the event.", json_schema_extra=PARTICIPANTS)
    n_at_risk: int | None = Field(description="Participants observed for it.", json_schema_extra=PARTICIPANTS)
    percent_affected: Figure | None = Field(
        description="Share affected, where only a percentage is given.", json_schema_extra={"x-unit": "percent"}
    )
    severity: Severity | None = Field(description="How severe, as stated.")
    serious: bool | None = Field(description="Whether it was serious, as stated.")
    relatedness: Relatedness | None = Field(description="Causal relation, as judged by the authors.")
    outcome: EventOutcome | None = Field(description="How it ended.")
    onset_text: str | None = Field(description="When it began, as stated.")


class MechanismRead(FindingRead):
    """One mechanism in one arm."""

    pathway: str | None = Field(description="Slug of the pathway.")
    pathway_ref: PathwayRef | None = Field(description="The pathway with its name.")
    effect: Effect = Field(description="What the vesicles did to it.")
    cargo: str | None = Field(description="Molecule that is said to act.")
    targets: list[str] = Field(description="Genes or proteins acted on, as HGNC symbols.")
    cell_effect: str | None = Field(description="What followed in the cells.")
