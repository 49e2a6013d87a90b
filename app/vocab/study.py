"""Closed lists that describe a study as a whole."""

from app.vocab.base import ClosedList


class TitleStatus(ClosedList):
    """Whether the title is the published one."""

    PUBLISHED = "published", "The title as it was published."
    DESCRIPTIVE = "descriptive", "The curator's own wording; the published title was not seen."


class PublicationType(ClosedList):
    """What kind of publication the record describes."""

    JOURNAL_ARTICLE = "journal_article", "An article in a journal."
    PREPRINT = "preprint", "A manuscript made public before peer review."
    TRIAL_REGISTRATION = "trial_registration", "An entry in a trial registry."
    CONFERENCE_ABSTRACT = "conference_abstract", "An abstract or programme page of a meeting."
    REGULATORY_NOTICE = "regulatory_notice", "A warning or notice issued by an authority."
    CASE_LETTER = "case_letter", "A letter that reports cases."


class Design(ClosedList):
    """How the study was designed."""

    RANDOMIZED_CONTROLLED_TRIAL = "randomized_controlled_trial", "People or sides were allocated to arms at random."
    NONRANDOMIZED_CONTROLLED_TRIAL = (
        "nonrandomized_controlled_trial",
        "A trial with a comparator, allocated otherwise than at random or in a way that was not seen.",
    )
    SINGLE_ARM_TRIAL = "single_arm_trial", "A trial in which no comparator was seen."
    COHORT = "cohort", "A group followed over time without allocation by the investigators."
    CASE_CONTROL = "case_control", "People with and without an outcome, compared for what they were exposed to."
    CROSS_SECTIONAL = "cross_sectional", "A group observed at one point in time, surveys included."
    CASE_SERIES = "case_series", "Several patients described one by one or together, without a comparator."
    CASE_REPORT = "case_report", "One patient described."
    ANIMAL_STUDY = "animal_study", "An experiment in living animals."
    EX_VIVO_STUDY = "ex_vivo_study", "An experiment on living tissue outside the body."
    IN_VITRO_STUDY = "in_vitro_study", "An experiment on cells or in a test tube."
    SYSTEMATIC_REVIEW = "systematic_review", "A review with a stated search, without pooled figures."
    META_ANALYSIS = "meta_analysis", "A review that pools the figures of several studies."
    NARRATIVE_REVIEW = "narrative_review", "A review without a systematic search."
    REGULATORY_NOTICE = "regulatory_notice", "A statement by an authority, not a study."


class Level(ClosedList):
    """At which level observations were made."""

    HUMAN = "human", "In people."
    ANIMAL = "animal", "In living animals."
    EX_VIVO = "ex_vivo", "On living tissue outside the body."
    IN_VITRO = "in_vitro", "On cells or in a test tube."


class Blinding(ClosedList):
    """Who did not know the allocation."""

    OPEN = "open", "Nobody was blinded."
    SINGLE = "single", "One party was blinded."
    DOUBLE = "double", "Two parties were blinded."
    TRIPLE = "triple", "Three or more parties were blinded."


class RegistryStatus(ClosedList):
    """How far a registered trial has come, in the words of the registry."""

    NOT_YET_RECRUITING = "not_yet_recruiting", "Registered; nobody has been enrolled."
    RECRUITING = "recruiting", "Participants are being enrolled."
    ENROLLING_BY_INVITATION = "enrolling_by_invitation", "Only invited people are enrolled."
    ACTIVE_NOT_RECRUITING = "active_not_recruiting", "Running, with enrolment closed."
    SUSPENDED = "suspended", "Halted; it may resume."
    TERMINATED = "terminated", "Stopped early; it will not resume."
    COMPLETED = "completed", "Ended as planned."
    WITHDRAWN = "withdrawn", "Stopped before the first participant."
    UNKNOWN = "unknown", "The registry has had no update for long."


class Phase(ClosedList):
    """The phase of clinical development, as stated."""

    EARLY_1 = "early 1", "Exploratory, before phase 1."
    PHASE_1 = "1", "First safety and dose."
    PHASE_1_2 = "1/2", "Phases 1 and 2 in one trial."
    PHASE_2 = "2", "First efficacy."
    PHASE_2_3 = "2/3", "Phases 2 and 3 in one trial."
    PHASE_3 = "3", "Confirmation of efficacy."
    PHASE_4 = "4", "After approval."


class Topic(ClosedList):
    """What a study is about beside its indications."""

    BIODISTRIBUTION = "biodistribution", "Where vesicles go in the body."
    DRUG_DELIVERY = "drug-delivery", "Vesicles as carriers of an active."
    HEALTHY_VOLUNTEERS = "healthy-volunteers", "Given to people without a disease."
    IMMUNOGENICITY = "immunogenicity", "Immune reactions to vesicles."
    MANUFACTURING = "manufacturing", "How vesicles are made, purified or controlled."
    MARKETING = "marketing", "How vesicle products are advertised or sold."
    MECHANISM = "mechanism", "How vesicles work."
    PHYSIOLOGY = "physiology", "What vesicles do in the healthy body."
    REGISTERED_TRIALS = "registered-trials", "Surveys of trial registries."
    REGULATION = "regulation", "Law, approval and enforcement."
    SAFETY = "safety", "Harm and tolerability."
    THROMBOSIS_RISK = "thrombosis-risk", "Clotting caused by vesicles."
    TOXICOLOGY = "toxicology", "Toxicity testing."


class RelationType(ClosedList):
    """How this study is related to another record."""

    REGISTRATION_OF = "registration_of", "This record is the registration of the other."
    REGISTERED_AS = "registered_as", "The other record is the registration of this one."
    PREPRINT_OF = "preprint_of", "This record is the preprint of the other."
    PUBLISHED_AS = "published_as", "The other record is the published article of this one."
    INCLUDED_IN = "included_in", "This study is included in the review that the other record describes."


class RetractionStatus(ClosedList):
    """What the publisher said about the validity of the publication."""

    RETRACTED = "retracted", "The publication was retracted."
    EXPRESSION_OF_CONCERN = "expression_of_concern", "The publisher doubts the publication; it is not retracted."
    CORRECTED = "corrected", "A correction was published; the publication stands."
