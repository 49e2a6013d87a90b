"""Intervals and pooled effects, all from SciPy and statsmodels, which the first question that needs them loads."""

import gc
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from math import floor, log10
from typing import Any

from app.core.plain import whole
from app.reads.columns import Numbers
from app.reads.numeric import np
from app.synthesis.remembered import Remembered
from app.synthesis.schemas.base import Interval, Proportion

PROPORTION, META, SCIPY = "statsmodels.stats.proportion", "statsmodels.stats.meta_analysis", "scipy.stats"
ALPHA = 0.05
DIGITS = 4
# Below it a number is what is left of one that is zero.
NOISE = 1e-9
# Beyond this denominator the root that gives the score interval of a ratio loses its precision; logarithms do not.
PRECISE = 1_000
# How many shares, tests and comparisons are remembered, and how many pooled effects, whose keys are long.
KEPT, KEPT_POOLED = 4096, 256
# Numerators and denominators.
Counts = tuple[Numbers, Numbers]
# Affected and at risk in one study, with vesicles and without.
TwoByTwo = tuple[int, int, int, int]


def _late(name: str) -> Any:
    """Give a library, which is loaded by the first question that needs it."""
    is_new = name not in sys.modules
    library = import_module(name)
    if is_new:
        # What it brought stays, so that the collector of garbage need not look through it again and again.
        gc.freeze()
    return library


def rounded(number: float) -> float:
    """Round to the digits that are told, so that all machines tell the same; few are not rounded to none."""
    number = float(number)
    told = round(number, DIGITS)
    shown: float = whole(told if told or abs(number) < NOISE else float(f"{number:.2g}"))
    return shown


def rounded_up(number: float) -> float:
    """Round a bound so that it still holds."""
    told = rounded(number)
    step = 10.0**-DIGITS if told >= 10.0**-DIGITS else 10.0 ** (floor(log10(told)) - 1)
    return rounded(min(told + step, 1.0)) if told < number else told


def interval(low: float, high: float, method: str) -> Interval:
    """Give a two-sided 95 % interval."""
    return Interval(low=rounded(low), high=rounded(high), confidence=1 - ALPHA, method=method)


def proportion(count: int, of: int) -> Proportion:
    """Give a share with its exact interval (Clopper and Pearson 1934)."""
    return proportions(np.array([count]), np.array([of]))[0]


def proportions(counts: Numbers, of: Numbers) -> list[Proportion]:
    """Give many shares at once, each that occurs more than once computed once."""
    return SHARES.get(list(zip(counts.tolist(), of.tolist(), strict=True)))


def _shares(pairs: Sequence[tuple[int, int]]) -> list[Proportion]:
    known = iter(_known_shares([pair for pair in pairs if pair[1]]))
    nothing = Proportion(count=0, of=0, share=None, interval=None, upper_bound=None)
    return [next(known) if of else nothing for _, of in pairs]


def _known_shares(pairs: Sequence[tuple[int, int]]) -> list[Proportion]:
    if not pairs:
        return []
    counts, of = np.array(pairs, dtype=np.int64).T
    lows, highs = _late(PROPORTION).proportion_confint(counts, of, alpha=ALPHA, method="beta")
    bounds = np.zeros(of.size)
    none = counts == 0
    bounds[none] = _late(PROPORTION).proportion_confint(counts[none], of[none], alpha=2 * ALPHA, method="beta")[1]
    told = zip(*(each.tolist() for each in (counts, of, lows, highs, bounds)), strict=True)
    return [_proportion(*each) for each in told]


def _proportion(count: int, of: int, low: float, high: float, bound: float) -> Proportion:
    return Proportion(
        count=count,
        of=of,
        share=rounded(count / of),
        interval=interval(low, high, "Clopper-Pearson"),
        upper_bound=None if count else rounded_up(bound),
    )


SHARES = Remembered(_shares, KEPT)


def risk_differences(ones: Counts, others: Counts) -> list[Interval]:
    """Give the intervals of differences of two shares (Newcombe 1998, method 10)."""
    lows, highs = _late(PROPORTION).confint_proportions_2indep(
        *ones, *others, method="newcomb", compare="diff", alpha=ALPHA
    )
    ends = zip(lows.tolist(), highs.tolist(), strict=True)
    return [interval(low, high, "Newcombe hybrid score") for low, high in ends]


def risk_ratio(one: tuple[int, int], other: tuple[int, int]) -> Interval | None:
    """Give the interval of the ratio of two shares; none where a share is nothing or all, for it degenerates."""
    if any(count in (0, of) for count, of in (one, other)):
        return None
    method, name = ("log", "Katz log") if max(one[1], other[1]) > PRECISE else ("score", "Miettinen-Nurminen score")
    low, high = _late(PROPORTION).confint_proportions_2indep(*one, *other, method=method, compare="ratio", alpha=ALPHA)
    return interval(low, high, name)


@lru_cache(maxsize=KEPT)
def sign_test(positive: int, negative: int) -> float | None:
    """Give the two-sided p value of the sign test; none without a vote."""
    total = positive + negative
    return whole(float(f"{_late(SCIPY).binomtest(positive, total, 0.5).pvalue:.3g}")) if total else None


@dataclass(frozen=True)
class Pooled:
    """A random-effects mean of effects with its heterogeneity."""

    effect: float
    interval: Interval
    tau2: float
    i2: float
    q: float
    df: int


@lru_cache(maxsize=1)
def _quantile() -> float:
    """Give the standard normal quantile of a two-sided 95 % interval."""
    return float(_late(SCIPY).norm.isf(ALPHA / 2))


def pool(effects: Numbers, variances: Numbers) -> Pooled:
    """Pool effects under random effects (DerSimonian and Laird 1986)."""
    with np.errstate(all="ignore"):
        found: Any = _late(META).combine_effects(effects, variances, method_re="dl", alpha=ALPHA)
    # The library leaves a negative variance as it is; by the method it is zero, and the fixed effect is the answer.
    alike = found.tau2 <= 0
    mean, error = (found.mean_effect_fe, found.sd_eff_w_fe) if alike else (found.mean_effect_re, found.sd_eff_w_re)
    # As the library does, whose own interval finds the quantile anew each time.
    margin = _quantile() * error
    return Pooled(
        effect=rounded(mean),
        interval=interval(mean - margin, mean + margin, "DerSimonian-Laird"),
        tau2=0 if alike else rounded(found.tau2),
        i2=0 if alike else rounded(found.i2),
        q=rounded(found.q),
        df=int(found.df),
    )


def pool_differences(groups: Sequence[Sequence[TwoByTwo]]) -> list[Pooled]:
    """Pool risk differences of each of several groups of studies."""
    return POOLED.get([np.array(group, dtype=np.int64).tobytes() for group in groups])


def _pool_differences(keys: Sequence[bytes]) -> list[Pooled]:
    groups = [np.frombuffer(key, dtype=np.int64).reshape(-1, 4) for key in keys]
    table = np.concatenate(groups).astype(np.float64)
    effects, variances = _late(META).effectsize_2proportions(*table.T, statistic="diff")
    # Where nobody or everybody is affected in both arms, half an event gives the difference a variance, and only that.
    certain = variances == 0
    corrected = _late(META).effectsize_2proportions(*table[certain].T, statistic="diff", zero_correction=0.5)
    variances[certain] = corrected[1]
    ends = np.cumsum([len(group) for group in groups])[:-1]
    return [_within_one(pool(*each)) for each in zip(np.split(effects, ends), np.split(variances, ends), strict=True)]


POOLED = Remembered(_pool_differences, KEPT_POOLED)


def _within_one(pooled: Pooled) -> Pooled:
    """Keep the interval of a difference of shares where such differences are."""
    known = pooled.interval
    return replace(pooled, interval=replace(known, low=max(known.low, -1), high=min(known.high, 1)))
