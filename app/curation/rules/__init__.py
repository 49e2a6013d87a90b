"""Every rule that curated data must keep."""

from app.curation.reader import Corpus, Fault
from app.curation.rules import consistency, duplicates, form, vocabulary
from app.curation.rules.base import RULES, STUDY_RULES, Finding, Known, check_study

__all__ = [
    "RULES",
    "STUDY_RULES",
    "Finding",
    "Known",
    "check",
    "check_study",
    "consistency",
    "duplicates",
    "form",
    "vocabulary",
]


def check(corpus: Corpus) -> list[Fault]:
    """Give all faults of a corpus, those met while reading first, in the order of the files."""
    found = [fault for rule in RULES.values() for fault in rule(corpus)]
    return [*corpus.faults, *sorted(found, key=lambda fault: (fault.file, fault.line))]
