"""Intervals and pooled effects, all from SciPy and statsmodels, which the first question that needs them loads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.reads.columns import Numbers
from app.reads.numeric import np
from app.synthesis.schemas.base import Interval, Proportion

ALPHA = 0.05
DIGITS = 4
# Beyond this denominator the root that gives the score interval of a ratio loses its precision.
PRECISE = 1_000_000
# How many intervals and tests are remembered of those that the library gives one at a time.
KEPT = 4096
# Numerators and denominators.
Counts = tuple[Numbers, Numbers]


def rounded(number: float) -> float:
    """Round to the digits that are told, so that both databases and all machines tell the same."""
    return round(float(number), DIGITS) + 0.0


def interval(low: float, high: float, method: str) -> Interval:
    """Give a two-sided 95 % interval."""
    return Interval(low=rounded(low), high=rounded(high), confidence=1 - ALPHA, method=method)


def proportion(count: int, of: int) -> Proportion:
    """Give a share with its exact interval (Clopper and Pearson 1934)."""
    return proportions(np.array([count]), np.array([of]))[0]


def proportions(counts: Numbers, of: Numbers) -> list[Proportion]:
    """Give many shares at once."""
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415 - heavy

    found = [Proportion(count=0, of=0, share=None, interval=None, upper_bound=None)] * len(of)
    known = np.flatnonzero(of)
    if not known.size:
        return found
    counts, of = counts[known], of[known]
    lows, highs = proportion_confint(counts, of, alpha=ALPHA, method="beta")
    bounds = proportion_confint(np.zeros_like(of), of, alpha=2 * ALPHA, method="beta")[1]
    told = zip(
        known.tolist(), counts.tolist(), of.tolist(), lows.tolist(), highs.tolist(), bounds.tolist(), strict=True
    )
    for place, count, total, low, high, bound in told:
        found[place] = _proportion(count, total, low, high, bound)
    return found


def _proportion(count: int, of: int, low: float, high: float, bound: float) -> Proportion:
    return Proportion(
        count=count,
        of=of,
        share=rounded(count / of),
        interval=interval(low, high, "Clopper-Pearson"),
        upper_bound=None if count else rounded(bound),
    )


def risk_differences(ones: Counts, others: Counts) -> list[Interval]:
    """Give the intervals of differences of two shares (Newcombe 1998, method 10)."""
    from statsmodels.stats.proportion import confint_proportions_2indep  # noqa: PLC0415 - heavy

    lows, highs = confint_proportions_2indep(*ones, *others, method="newcomb", compare="diff", alpha=ALPHA)
    ends = zip(lows.tolist(), highs.tolist(), strict=True)
    return [interval(low, high, "Newcombe hybrid score") for low, high in ends]


# The library gives one at a time, for which it finds the roots of a polynomial.
@lru_cache(maxsize=KEPT)
def risk_ratio(one: tuple[int, int], other: tuple[int, int]) -> Interval | None:
    """Give the score interval of the ratio of two shares; none where a share is nothing or all, for it degenerates."""
    from statsmodels.stats.proportion import confint_proportions_2indep  # noqa: PLC0415 - heavy

    if any(count in (0, of) or of > PRECISE for count, of in (one, other)):
        return None
    low, high = confint_proportions_2indep(*one, *other, method="score", compare="ratio", alpha=ALPHA)
    return interval(low, high, "Miettinen-Nurminen score")


@lru_cache(maxsize=KEPT)
def sign_test(positive: int, negative: int) -> float | None:
    """Give the two-sided p value of the sign test; none without a vote."""
    from scipy.stats import binomtest  # noqa: PLC0415 - heavy

    total = positive + negative
    return float(f"{binomtest(positive, total, 0.5).pvalue:.3g}") if total else None


@dataclass(frozen=True)
class Pooled:
    """A random-effects mean of effects with its heterogeneity."""

    effect: float
    interval: Interval
    tau2: float
    i2: float
    q: float
    df: int


def pool(effects: Sequence[float] | Numbers, variances: Sequence[float] | Numbers) -> Pooled:
    """Pool effects under random effects (DerSimonian and Laird 1986)."""
    from statsmodels.stats.meta_analysis import combine_effects  # noqa: PLC0415 - heavy

    with np.errstate(all="ignore"):
        found: Any = combine_effects(np.asarray(effects), np.asarray(variances), method_re="dl", alpha=ALPHA)
        fixed, random, *_ = found.conf_int(alpha=ALPHA)
    # The library leaves a negative variance as it is; by the method it is zero, and the fixed effect is the answer.
    alike = found.tau2 <= 0
    low, high = fixed if alike else random
    return Pooled(
        effect=rounded(found.mean_effect_fe if alike else found.mean_effect_re),
        interval=interval(low, high, "DerSimonian-Laird"),
        tau2=0.0 if alike else rounded(found.tau2),
        i2=0.0 if alike else rounded(found.i2),
        q=rounded(found.q),
        df=int(found.df),
    )


def pool_counts(pairs: Sequence[tuple[int, int, int, int]], statistic: str) -> Pooled:
    """Pool differences (`diff`) or log ratios (`risk-ratio`): affected and at risk, twice, of each study."""
    from statsmodels.stats.meta_analysis import effectsize_2proportions  # noqa: PLC0415 - heavy

    table = np.array(pairs, dtype=np.float64)
    # Told to correct, the library adds the half to the counts of all studies, also of those that need none.
    at_an_end = ((table[:, ::2] == 0) | (table[:, ::2] == table[:, 1::2])).any(axis=1)
    effects, variances = np.empty(len(pairs)), np.empty(len(pairs))
    for chosen, correction in ((at_an_end, 0.5), (~at_an_end, None)):
        found = effectsize_2proportions(*table[chosen].T, statistic=statistic, zero_correction=correction)
        effects[chosen], variances[chosen] = found
    return pool(effects, variances)
