"""What synthesis tells studies apart by, beyond what their documents say."""

from app.vocab.base import ClosedList


class Results(ClosedList):
    """Whose results a record tells."""

    IN_PEOPLE = "in_people", "A study with results in people: evidence levels 2 to 4."
    NOT_IN_PEOPLE = "not_in_people", "A graded study of something else: cells, tissue, animals."
    REVIEW = "review", "A review, which tells the results of other studies."
    NONE = "none", "Not graded: a registration, a notice, a design that was not seen."


class Vote(ClosedList):
    """The way the outcomes of a study went, in the arms that were given vesicles."""

    IMPROVED = "improved", "All outcomes with a direction improved."
    NO_DIFFERENCE = "no_difference", "All were without difference."
    WORSENED = "worsened", "All worsened."
    MIXED = "mixed", "Several directions, or mixed ones."
    NONE = "none", "No outcome that has a direction; or a review, which would count other studies again."


class ComparedWith(ClosedList):
    """With what an outcome was compared."""

    WITHOUT_VESICLES = "without_vesicles", "An arm that was given no vesicles."
    VESICLES = "vesicles", "An arm that was given vesicles as well: others, or the same in another way."
    BASELINE = "baseline", "The state before the treatment, which shows no effect of vesicles by itself."
    NOT_STATED = "not_stated", "Nothing that is stated."


class Harm(ClosedList):
    """What a study as a whole says of harm."""

    REPORTED = "reported", "It reports harm."
    NONE_OF_ANY_KIND = "none_of_any_kind", "It says that no event of any kind occurred."
    NONE_OF_SOME = "none_of_some", "It says that none of a narrower kind occurred."
    SILENT = "silent", "It says nothing of harm."


class FollowUpLength(ClosedList):
    """How long a study followed."""

    YEARS = "2 years or more", "104 weeks or more."
    SECOND_YEAR = "1 to 2 years", "52 to less than 104 weeks."
    HALF_YEAR = "6 to 12 months", "26 to less than 52 weeks."
    QUARTER = "12 to 26 weeks", "12 to less than 26 weeks."
    WEEKS = "4 to 12 weeks", "4 to less than 12 weeks."
    DAYS = "less than 4 weeks", "Less than 4 weeks."


class Completeness(ClosedList):
    """How many of the parts asked of it a study reports."""

    LOW = "low", "Less than a third."
    MIDDLE = "middle", "From a third to less than two thirds."
    HIGH = "high", "Two thirds or more."
