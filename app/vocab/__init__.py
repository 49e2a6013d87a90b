"""Every closed list of the knowledge base, importable from one place."""

from app.vocab.arm import ArmRole, ComparatorType, DeliveryAdjunct, DonorRelation, Isolation, Origin, Route
from app.vocab.base import ClosedList
from app.vocab.derived import EvidenceLevel, ReportingPart
from app.vocab.finding import Direction, Effect
from app.vocab.indication import IndicationCategory
from app.vocab.operation import ChangeAction, Gravity, ImportMode, JobKind, JobStatus, KeyScope, OnError
from app.vocab.provenance import Method, ReviewStatus, Seen
from app.vocab.safety import EventOutcome, Relatedness, SafetyAssessment, SafetyScope, Severity, SystemOrganClass
from app.vocab.study import (
    Blinding,
    Design,
    Level,
    Phase,
    PublicationType,
    RegistryStatus,
    RelationType,
    RetractionStatus,
    TitleStatus,
    Topic,
)
from app.vocab.synthesis import ComparedWith, Completeness, FollowUpLength, Harm, Results, Vote

__all__ = [
    "ArmRole",
    "Blinding",
    "ChangeAction",
    "ClosedList",
    "ComparatorType",
    "ComparedWith",
    "Completeness",
    "DeliveryAdjunct",
    "Design",
    "Direction",
    "DonorRelation",
    "Effect",
    "EventOutcome",
    "EvidenceLevel",
    "FollowUpLength",
    "Gravity",
    "Harm",
    "ImportMode",
    "IndicationCategory",
    "Isolation",
    "JobKind",
    "JobStatus",
    "KeyScope",
    "Level",
    "Method",
    "OnError",
    "Origin",
    "Phase",
    "PublicationType",
    "RegistryStatus",
    "Relatedness",
    "RelationType",
    "ReportingPart",
    "Results",
    "RetractionStatus",
    "ReviewStatus",
    "Route",
    "SafetyAssessment",
    "SafetyScope",
    "Seen",
    "Severity",
    "SystemOrganClass",
    "TitleStatus",
    "Topic",
    "Vote",
]
