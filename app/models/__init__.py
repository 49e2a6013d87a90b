"""All tables, importable from one place."""

from app.models.arm import StudyArm
from app.models.base import Base
from app.models.family import StudyFamily
from app.models.finding import AdverseEvent, Finding, Mechanism, MechanismTarget, Outcome
from app.models.kept import StandingSum, StudyChange, StudyRepresentation, StudySet
from app.models.ledger import AccessionCounter, ImportCommit
from app.models.operations import ApiKey, IdempotencyKey, ImportChange, ImportFault, ImportJob
from app.models.release import DataRelease, RetiredStudy
from app.models.search import SearchWord
from app.models.study import Study
from app.models.study_lists import StudyIndication, StudyLevel, StudyRelation, StudyReporting, StudyTopic
from app.models.vocabulary import AdverseEventTerm, ExosomeSource, Indication, IndicationClosure, Pathway, SourceClosure

__all__ = [
    "AccessionCounter",
    "AdverseEvent",
    "AdverseEventTerm",
    "ApiKey",
    "Base",
    "DataRelease",
    "ExosomeSource",
    "Finding",
    "IdempotencyKey",
    "ImportChange",
    "ImportCommit",
    "ImportFault",
    "ImportJob",
    "Indication",
    "IndicationClosure",
    "Mechanism",
    "MechanismTarget",
    "Outcome",
    "Pathway",
    "RetiredStudy",
    "SearchWord",
    "SourceClosure",
    "StandingSum",
    "Study",
    "StudyArm",
    "StudyChange",
    "StudyFamily",
    "StudyIndication",
    "StudyLevel",
    "StudyRelation",
    "StudyReporting",
    "StudyRepresentation",
    "StudySet",
    "StudyTopic",
]
