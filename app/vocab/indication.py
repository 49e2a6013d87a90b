"""Closed lists that describe what was treated."""

from app.vocab.base import ClosedList


class IndicationCategory(ClosedList):
    """The field that an indication belongs to."""

    HAIR = "hair", "Hair loss and disorders of hair and scalp."
    WOUND = "wound", "Wounds, burns and ulcers."
    SCAR = "scar", "Scars and keloids."
    PIGMENTATION = "pigmentation", "Too much or too little pigment."
    AGEING = "ageing", "Ageing of the skin, by light or by time."
    INFLAMMATORY = "inflammatory", "Inflammatory skin disease."
    AUTOIMMUNE = "autoimmune", "Autoimmune disease."
    BARRIER = "barrier", "Dryness and a damaged skin barrier."
    ONCOLOGY = "oncology", "Cancer."
    SYSTEMIC = "systemic", "Disease of other organs or the whole body."
    OTHER = "other", "Anything else."
