"""The documents that ExoKB keeps, importable from one place."""

from app.document.arm import Arm
from app.document.base import Record, field_of, in_one_line
from app.document.mechanism import Mechanism
from app.document.outcome import Outcome
from app.document.safety import AdverseEvent, Safety
from app.document.study import Identifiers, Provenance, Relation, Retraction, Study
from app.document.vocabulary import AdverseEventTerm, Indication, Pathway, Release, RetiredStudy, Source

__all__ = [
    "AdverseEvent",
    "AdverseEventTerm",
    "Arm",
    "Identifiers",
    "Indication",
    "Mechanism",
    "Outcome",
    "Pathway",
    "Provenance",
    "Record",
    "Relation",
    "Release",
    "RetiredStudy",
    "Retraction",
    "Safety",
    "Source",
    "Study",
    "field_of",
    "in_one_line",
]
