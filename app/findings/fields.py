"""What can be asked about outcomes, adverse events and mechanisms."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_

from app.core.fields import Field, Resource, Scope, SortKey
from app.document import AdverseEvent as EventRecord
from app.document import Mechanism as MechanismRecord
from app.document import Outcome as OutcomeRecord
from app.findings.schemas import AdverseEventRead, MechanismRead, OutcomeRead
from app.models import AdverseEvent, AdverseEventTerm, Mechanism, MechanismTarget, Outcome, Study, StudyArm
from app.shared.fields import PATHWAYS, TERMS, arm_fields, documented, list_fields, own_fields


def _evidence_fields(row: Any) -> Sequence[Field]:
    study = Scope("study", (Study,), Study.id == row.study_id, many=False)
    arm = and_(StudyArm.study_id == row.study_id, StudyArm.key == row.arm)
    accession = Field("study", Study.accession, "Accession of the study.", "EXS000009", scope=study, scheme="accession")
    return [accession, *list_fields(row.study_id), *own_fields(study), *arm_fields(arm, many=False)]


def _ties(row: Any) -> tuple[SortKey, SortKey]:
    return SortKey("study", row.study_id, "Accession of the study."), SortKey("position", row.position, "Place in it.")


OUTCOMES = Resource(
    name="outcomes",
    entity=Outcome,
    fields=(
        documented(OutcomeRecord, "direction", Outcome.direction),
        documented(OutcomeRecord, "measure", Outcome.measure, folded=Outcome.measure_key, example="density"),
        documented(OutcomeRecord, "timepoint_weeks", Outcome.timepoint_weeks),
        documented(OutcomeRecord, "value", Outcome.value, example=50),
        documented(OutcomeRecord, "change", Outcome.change, example=42),
        documented(OutcomeRecord, "unit", Outcome.unit, folded=Outcome.unit_key, example="%"),
        documented(OutcomeRecord, "compared_with", Outcome.compared_with, is_identifier=True, example="baseline"),
        *_evidence_fields(Outcome),
    ),
    sorts=(*_ties(Outcome), SortKey("timepoint_weeks", Outcome.timepoint_weeks, "When it was measured.")),
    tie_break=_ties(Outcome),
    default_sort="study",
    views={"summary": OutcomeRead},
    example_key="EXS000001-O1",
)

ADVERSE_EVENTS = Resource(
    name="adverse-events",
    entity=AdverseEvent,
    fields=(
        documented(EventRecord, "term", AdverseEvent.term, vocabulary=TERMS),
        Field(
            "soc",
            AdverseEventTerm.soc,
            "System organ class of CTCAE version 5.",
            "Infections and infestations",
            scope=Scope("term", (AdverseEventTerm,), AdverseEventTerm.slug == AdverseEvent.term, many=False),
        ),
        documented(
            EventRecord,
            "reported_as",
            AdverseEvent.reported_as,
            folded=AdverseEvent.reported_as_key,
            example="necrosis",
        ),
        documented(EventRecord, "n_affected", AdverseEvent.n_affected),
        documented(EventRecord, "n_at_risk", AdverseEvent.n_at_risk),
        documented(EventRecord, "percent_affected", AdverseEvent.percent_affected, example=12),
        documented(EventRecord, "severity", AdverseEvent.severity, example="mild"),
        documented(EventRecord, "serious", AdverseEvent.serious, example=True),
        documented(EventRecord, "relatedness", AdverseEvent.relatedness, example="probable"),
        documented(EventRecord, "outcome", AdverseEvent.outcome, example="resolved"),
        *_evidence_fields(AdverseEvent),
    ),
    sorts=(
        *_ties(AdverseEvent),
        SortKey("term", AdverseEvent.term, "Slug of the term."),
        SortKey("n_affected", AdverseEvent.n_affected, "Participants with the event."),
    ),
    tie_break=_ties(AdverseEvent),
    default_sort="study",
    views={"summary": AdverseEventRead},
    example_key="EXS000001-E1",
    examples={
        "study": "EXS000014",
        "source": "human",
        "source_origin": "human",
        "n_participants": 13,
        "completeness_score": 0.44,
        "arm_n": 25,
        "comparator_type": "vehicle",
        "interval_weeks": 8,
    },
)

TARGET = Scope(
    "target",
    (MechanismTarget,),
    and_(MechanismTarget.study_id == Mechanism.study_id, MechanismTarget.position == Mechanism.position),
)
MECHANISMS = Resource(
    name="mechanisms",
    entity=Mechanism,
    fields=(
        documented(MechanismRecord, "pathway", Mechanism.pathway, vocabulary=PATHWAYS),
        documented(MechanismRecord, "effect", Mechanism.effect),
        documented(MechanismRecord, "cargo", Mechanism.cargo, folded=Mechanism.cargo_key, example="miR"),
        Field(
            "target",
            MechanismTarget.symbol,
            "Gene or protein acted on, as an HGNC symbol.",
            "CTNNB1",
            scope=TARGET,
            scheme="gene",
        ),
        *_evidence_fields(Mechanism),
    ),
    sorts=(*_ties(Mechanism), SortKey("pathway", Mechanism.pathway, "Slug of the pathway.")),
    tie_break=_ties(Mechanism),
    default_sort="study",
    views={"summary": MechanismRead},
    example_key="EXS000013-M1",
    examples={
        "study": "EXS000020",
        "safety_scope": "specific_kinds",
        "product": "gel",
        "sessions": 6,
        "interval_weeks": 1,
    },
)
