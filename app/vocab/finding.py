"""Closed lists that describe what was found: outcomes and mechanisms."""

from app.vocab.base import ClosedList


class Direction(ClosedList):
    """Which way an outcome went, in the authors' wording."""

    IMPROVED = "improved", "Better than what it was compared with."
    NO_DIFFERENCE = "no_difference", "No difference was found."
    WORSENED = "worsened", "Worse than what it was compared with."
    MIXED = "mixed", "Better in part and worse or unchanged in part."
    DESCRIPTIVE = "descriptive", "A figure or observation without a comparison."


class Effect(ClosedList):
    """What the vesicles did to a pathway."""

    ACTIVATES = "activates", "Makes it more active."
    INHIBITS = "inhibits", "Makes it less active."
    MODULATES = "modulates", "Changes it, in a direction not stated or in both."
