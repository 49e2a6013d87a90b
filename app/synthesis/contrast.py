"""Two shares side by side, with the intervals of their difference and their ratio."""

from app.synthesis.schemas.safety import Contrast
from app.synthesis.statistics import proportion, risk_difference, risk_ratio, rounded


def contrast(what: str, one: tuple[int, int], other: tuple[int, int]) -> Contrast:
    """Compare two shares, each a numerator and a denominator."""
    comparable = one[1] > 0 and other[1] > 0
    ratio = risk_ratio(one, other) if comparable else None
    return Contrast(
        what=what,
        one=proportion(*one),
        other=proportion(*other),
        risk_difference=rounded(one[0] / one[1] - other[0] / other[1]) if comparable else None,
        difference_interval=risk_difference(one, other) if comparable else None,
        risk_ratio=rounded((one[0] / one[1]) / (other[0] / other[1])) if ratio else None,
        ratio_interval=ratio,
    )
