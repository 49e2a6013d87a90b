"""All tables, importable from one place."""

from app.models.arm import StudyArm
from app.models.base import Base
from app.models.family import StudyFamily
from app.models.finding import AdverseEvent, Finding, Mechanism, MechanismTarget, Outcome
from app.models.release import DataRelease, RetiredStudy
from app.models.study import Study
from app.models.study_lists import StudyIndication, StudyLevel, StudyRelation, StudyReporting, StudyTopic
from app.models.vocabulary import AdverseEventTerm, ExosomeSource, Indication, IndicationClosure, Pathway, SourceClosure

__all__ = [
    "AdverseEvent",
    "AdverseEventTerm",
    "Base",
    "DataRelease",
    "ExosomeSource",
    "Finding",
    "Indication",
    "IndicationClosure",
    "Mechanism",
    "MechanismTarget",
    "Outcome",
    "Pathway",
    "RetiredStudy",
    "SourceClosure",
    "Study",
    "StudyArm",
    "StudyFamily",
    "StudyIndication",
    "StudyLevel",
    "StudyRelation",
    "StudyReporting",
    "StudyTopic",
]
