"""Closed lists that describe harm and the absence of harm."""

from app.vocab.base import ClosedList


class SafetyAssessment(ClosedList):
    """What the text that was read says about harm: three different answers."""

    REPORTED = "reported", "The text describes or counts harm."
    NONE_OBSERVED = "none_observed", "The text says that there was none, within the stated scope."
    NOT_REPORTED = "not_reported", "The text is silent. This is not evidence of safety."


class SafetyScope(ClosedList):
    """What a statement of no harm covers."""

    ANY = "any", "No adverse event of any kind."
    TREATMENT_RELATED = "treatment_related", "None that was related to the treatment."
    SERIOUS_OR_SIGNIFICANT = "serious_or_significant", "None that was serious or significant; others may have occurred."
    SPECIFIC_KINDS = "specific_kinds", "Only certain kinds were looked for: a patch test, cytotoxicity, one organ."


class Severity(ClosedList):
    """How severe an adverse event was, in the words of CTCAE."""

    MILD = "mild", "Grade 1."
    MODERATE = "moderate", "Grade 2."
    SEVERE = "severe", "Grade 3."
    LIFE_THREATENING = "life_threatening", "Grade 4."
    DEATH = "death", "Grade 5."


class Relatedness(ClosedList):
    """How the authors judged the causal relation to the treatment."""

    UNRELATED = "unrelated", "Judged not to be caused by it."
    UNLIKELY = "unlikely", "Judged unlikely to be caused by it."
    POSSIBLE = "possible", "Judged possibly caused by it."
    PROBABLE = "probable", "Judged probably caused by it."
    DEFINITE = "definite", "Judged certainly caused by it."


class EventOutcome(ClosedList):
    """How an adverse event ended."""

    RESOLVED = "resolved", "It went away."
    RESOLVING = "resolving", "It was getting better when last seen."
    RESOLVED_WITH_SEQUELAE = "resolved_with_sequelae", "It went away and left traces."
    ONGOING = "ongoing", "It was still there when last seen."
    FATAL = "fatal", "The person died of it."
    UNKNOWN = "unknown", "The text leaves its end open."


class SystemOrganClass(ClosedList):
    """System organ classes of CTCAE version 5."""

    BLOOD = "Blood and lymphatic system disorders", "Blood, marrow and lymph nodes."
    CARDIAC = "Cardiac disorders", "The heart."
    CONGENITAL = "Congenital, familial and genetic disorders", "Present from birth or inherited."
    EAR = "Ear and labyrinth disorders", "Hearing and balance."
    ENDOCRINE = "Endocrine disorders", "Hormone glands."
    EYE = "Eye disorders", "The eye and its surroundings."
    GASTROINTESTINAL = "Gastrointestinal disorders", "Mouth to anus."
    GENERAL = "General disorders and administration site conditions", "The whole body, and where the product was given."
    HEPATOBILIARY = "Hepatobiliary disorders", "Liver and bile ducts."
    IMMUNE = "Immune system disorders", "Allergy and autoimmunity."
    INFECTIONS = "Infections and infestations", "Infections of any organ."
    INJURY = "Injury, poisoning and procedural complications", "Harm by accidents or procedures."
    INVESTIGATIONS = "Investigations", "Abnormal findings of tests."
    METABOLISM = "Metabolism and nutrition disorders", "Metabolism, fluids and nutrition."
    MUSCULOSKELETAL = "Musculoskeletal and connective tissue disorders", "Muscles, bones and joints."
    NEOPLASMS = "Neoplasms benign, malignant and unspecified (incl cysts and polyps)", "Tumours."
    NERVOUS = "Nervous system disorders", "Brain, spinal cord and nerves."
    PREGNANCY = "Pregnancy, puerperium and perinatal conditions", "Pregnancy and birth."
    PSYCHIATRIC = "Psychiatric disorders", "Mind and mood."
    RENAL = "Renal and urinary disorders", "Kidneys and urinary tract."
    REPRODUCTIVE = "Reproductive system and breast disorders", "Reproductive organs and breasts."
    RESPIRATORY = "Respiratory, thoracic and mediastinal disorders", "Airways, lungs and chest."
    SKIN = "Skin and subcutaneous tissue disorders", "Skin, hair and nails."
    SOCIAL = "Social circumstances", "Circumstances of life."
    SURGICAL = "Surgical and medical procedures", "Procedures that became necessary."
    VASCULAR = "Vascular disorders", "Blood vessels and blood pressure."
