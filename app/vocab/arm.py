"""Closed lists that describe what an arm was given."""

from app.vocab.base import ClosedList


class Origin(ClosedList):
    """What the vesicles come from, at the coarsest."""

    HUMAN = "human", "Human cells, tissue or fluids."
    PLANT = "plant", "Plants."
    ANIMAL = "animal", "Animals other than humans."
    MICROBIAL = "microbial", "Bacteria and other microbes."
    ALGAL = "algal", "Algae."
    FUNGAL = "fungal", "Fungi."
    ENGINEERED = "engineered", "Vesicles changed or made artificially."
    UNSPECIFIED = "unspecified", "The text does not say whose cells they come from."


class ArmRole(ClosedList):
    """What part an arm plays in the comparison."""

    EXPERIMENTAL = "experimental", "The arm whose effect is studied."
    COMPARATOR = "comparator", "The arm it is compared with."


class ComparatorType(ClosedList):
    """What a comparator arm received."""

    ACTIVE = "active", "Another treatment."
    PLACEBO = "placebo", "An inert look-alike."
    VEHICLE = "vehicle", "The carrier without vesicles."
    NO_TREATMENT = "no_treatment", "Nothing."


class DonorRelation(ClosedList):
    """How the donor of the vesicles is related to the recipient."""

    AUTOLOGOUS = "autologous", "The recipient's own."
    ALLOGENEIC = "allogeneic", "Another individual of the same species."
    XENOGENEIC = "xenogeneic", "Another species."


class Route(ClosedList):
    """By which way the vesicles were given."""

    TOPICAL = "topical", "Applied to skin or scalp, after microneedling or laser included."
    INTRADERMAL = "intradermal", "Injected into the skin."
    SUBCUTANEOUS = "subcutaneous", "Injected under the skin."
    INTRALESIONAL = "intralesional", "Injected into or around the lesion."
    HYDROGEL = "hydrogel", "Carried by a gel laid on or into the tissue."
    DRESSING = "dressing", "Carried by a wound dressing."
    INTRAVENOUS = "intravenous", "Into a vein."
    INTRAPERITONEAL = "intraperitoneal", "Into the abdominal cavity."
    ORAL = "oral", "Swallowed."
    IN_VITRO = "in_vitro", "Added to cells or tissue in culture."
    OTHER = "other", "Another way, which the label of the arm names."


class DeliveryAdjunct(ClosedList):
    """What opened the skin to the vesicles."""

    MICRONEEDLING = "microneedling", "Needling of the skin."
    FRACTIONAL_LASER = "fractional_laser", "Fractional laser."
    RADIOFREQUENCY = "radiofrequency", "Radiofrequency, with needles or without."
    OTHER = "other", "Another means, which the label of the arm names."


class Isolation(ClosedList):
    """How the vesicles were separated."""

    ULTRACENTRIFUGATION = "ultracentrifugation", "Sedimentation at high speed."
    DENSITY_GRADIENT = "density_gradient", "Centrifugation in a density gradient."
    TANGENTIAL_FLOW_FILTRATION = "tangential_flow_filtration", "Filtration with the flow along the membrane."
    ULTRAFILTRATION = "ultrafiltration", "Filtration through a membrane under pressure."
    SIZE_EXCLUSION_CHROMATOGRAPHY = "size_exclusion_chromatography", "Separation by size on a column."
    PRECIPITATION = "precipitation", "Precipitation by a polymer or a kit."
    AFFINITY = "affinity", "Capture by a surface marker."
    OTHER = "other", "Another method or a combination."
