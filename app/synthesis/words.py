"""Numbers in words, as sentences tell them."""

from math import ceil

# Percentages below it keep two digits.
LEAST = 0.1


def plural(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def verb(number: int, one: str, many: str) -> str:
    """Give the verb that goes with a number."""
    return one if number == 1 else many


def percent(share: float) -> str:
    """Write a share as a percentage; small ones keep two digits, so that few are never none."""
    told = 100 * share
    return f"{round(told, 1):g} %" if told >= LEAST or told == 0 else f"{float(f'{told:.2g}'):g} %"


def points(difference: float) -> str:
    """Write a difference of shares in percentage points."""
    told = f"{100 * difference:.1f}"
    return "0.0" if told == "-0.0" else told


def bound(share: float) -> str:
    """Write an upper bound as a percentage, rounded up: a bound that is rounded down does not hold."""
    told = 100 * share
    digits = 1 if told >= LEAST else 4
    return f"{ceil(told * 10**digits - 1e-9) / 10**digits:g} %"
