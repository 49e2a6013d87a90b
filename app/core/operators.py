"""The comparisons that a question can make, with their meanings."""

from enum import StrEnum


class Operator(StrEnum):
    """How a value is compared; `EQ` is the bare parameter, the others are suffixes of it."""

    EQ = ""
    ALL = "all"
    NOT = "not"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    ISNULL = "isnull"
    CONTAINS = "contains"


MEANINGS = {
    Operator.EQ: "Any of these values.",
    Operator.ALL: "All of these values.",
    Operator.NOT: "None of these values; rows without a value are kept.",
    Operator.GT: "Greater than.",
    Operator.GTE: "Greater than or equal to.",
    Operator.LT: "Less than.",
    Operator.LTE: "Less than or equal to.",
    Operator.ISNULL: "`true`: the value is not known; `false`: it is known.",
    Operator.CONTAINS: "Contains this text; case and accents do not matter. Repeat it for any of several.",
}
ORDERED = (Operator.GT, Operator.GTE, Operator.LT, Operator.LTE)
