"""Closed lists of values that ExoKB derives from a study by documented rules."""

from app.vocab.base import ClosedList


class EvidenceLevel(ClosedList):
    """Strength of the design, in the manner of the Oxford CEBM levels (2011); 1 is strongest."""

    LEVEL_1 = "1", "Systematic review or meta-analysis with observations in people."
    LEVEL_2 = "2", "Randomized controlled trial in people."
    LEVEL_3 = "3", "Non-randomized controlled trial or cohort in people."
    LEVEL_4 = "4", "Single-arm trial, case series, case report, case-control or cross-sectional study in people."
    LEVEL_5 = "5", "Narrative review, or work on animals, tissue or cells, reviews of it included."


class ReportingPart(ClosedList):
    """What a reader needs to know to repeat a treatment or to weigh its result."""

    SOURCE = "source", "Every experimental arm names the source and its origin."
    ISOLATION = "isolation", "Every experimental arm says how the vesicles were isolated."
    DOSE = "dose", "Every experimental arm states a dose."
    ROUTE = "route", "Every experimental arm states a route."
    SCHEDULE = "schedule", "Every experimental arm states its sessions and, for more than one, their interval."
    N = "n", "The number of participants is stated, for the study or for every arm. Asked of work in people or animals."
    FOLLOW_UP = "follow_up", "The length of follow-up is stated. Asked of work in people or animals."
    COMPARATOR = "comparator", "A comparator arm is described by its type, name or source."
    SAFETY = "safety", "The text says something about harm. Asked of work in people or animals."
