"""What can be asked about studies, in lists, aggregates, exports and syntheses alike."""

from app.core.fields import Field, Resource, Scope, SortKey
from app.document import AdverseEvent as EventRecord
from app.document import Mechanism as MechanismRecord
from app.document import Outcome as OutcomeRecord
from app.document import Relation
from app.models import (
    AdverseEvent,
    AdverseEventTerm,
    Mechanism,
    MechanismTarget,
    Outcome,
    Study,
    StudyArm,
    StudyRelation,
)
from app.shared.fields import PATHWAYS, TERMS, arm_fields, documented, identifier_fields, list_fields, own_fields
from app.shared.search import answer_text
from app.shared.study_schemas import StudyRead, StudySummary
from app.vocab import ReviewStatus

OUTCOME = Scope("outcomes", (Outcome,), Outcome.study_id == Study.id)
EVENT = Scope("adverse_events", (AdverseEvent,), AdverseEvent.study_id == Study.id)
MECHANISM = Scope("mechanisms", (Mechanism,), Mechanism.study_id == Study.id)
TARGET = Scope("targets", (MechanismTarget,), MechanismTarget.study_id == Study.id)
RELATION = Scope("relations", (StudyRelation,), StudyRelation.study_id == Study.id)

CHILD_FIELDS = (
    documented(OutcomeRecord, "direction", Outcome.direction, called="outcome_direction", scope=OUTCOME),
    documented(
        OutcomeRecord,
        "measure",
        Outcome.measure,
        called="outcome_measure",
        folded=Outcome.measure_key,
        scope=OUTCOME,
        example="density",
    ),
    documented(
        OutcomeRecord, "timepoint_weeks", Outcome.timepoint_weeks, called="outcome_timepoint_weeks", scope=OUTCOME
    ),
    documented(EventRecord, "term", AdverseEvent.term, called="adverse_event_term", scope=EVENT, vocabulary=TERMS),
    Field(
        "adverse_event_soc",
        AdverseEventTerm.soc,
        "System organ class of an adverse event (CTCAE version 5).",
        "Infections and infestations",
        scope=EVENT,
        lookup=(AdverseEvent.term, AdverseEventTerm.slug),
    ),
    documented(
        EventRecord, "severity", AdverseEvent.severity, called="adverse_event_severity", scope=EVENT, example="mild"
    ),
    documented(EventRecord, "serious", AdverseEvent.serious, called="adverse_event_serious", scope=EVENT, example=True),
    documented(
        EventRecord,
        "relatedness",
        AdverseEvent.relatedness,
        called="adverse_event_relatedness",
        scope=EVENT,
        example="probable",
    ),
    documented(
        EventRecord, "outcome", AdverseEvent.outcome, called="adverse_event_outcome", scope=EVENT, example="resolved"
    ),
    documented(EventRecord, "n_affected", AdverseEvent.n_affected, scope=EVENT),
    documented(EventRecord, "n_at_risk", AdverseEvent.n_at_risk, scope=EVENT),
    documented(MechanismRecord, "pathway", Mechanism.pathway, scope=MECHANISM, vocabulary=PATHWAYS),
    documented(MechanismRecord, "effect", Mechanism.effect, called="mechanism_effect", scope=MECHANISM),
    documented(MechanismRecord, "cargo", Mechanism.cargo, folded=Mechanism.cargo_key, scope=MECHANISM, example="miR"),
    Field(
        "target",
        MechanismTarget.symbol,
        "Gene or protein acted on, as an HGNC symbol.",
        "CTNNB1",
        scope=TARGET,
        scheme="gene",
    ),
    documented(Relation, "type", StudyRelation.type, called="relation_type", scope=RELATION),
)

STUDIES = Resource(
    name="studies",
    entity=Study,
    # Nobody has read their sources yet.
    hidden={"review_status": ReviewStatus.SUGGESTED},
    fields=(
        *list_fields(Study.id),
        *own_fields(None),
        *arm_fields(StudyArm.study_id == Study.id, many=True),
        *CHILD_FIELDS,
        *identifier_fields(),
    ),
    sorts=(
        SortKey("accession", Study.accession, "Accession."),
        SortKey("year", Study.year, "Year."),
        SortKey("title", Study.title_key, "Title, without regard to case and accents."),
        SortKey("n_participants", Study.n_participants, "Participants."),
        SortKey("follow_up_weeks", Study.follow_up_weeks, "Length of follow-up."),
        SortKey("evidence_level", Study.evidence_level, "Strength of the design."),
        SortKey("completeness_score", Study.completeness_score, "Completeness of reporting."),
        SortKey("retrieved", Study.retrieved, "Date of reading."),
    ),
    tie_break=(SortKey("accession", Study.accession, "Accession."),),
    default_sort="accession",
    views={"summary": StudySummary, "full": StudyRead},
    example_key="EXS000009",
    search=answer_text,
    text_sorts=(SortKey("relevance", Study.id, "How well the text of `q` matches, in points."),),
)
