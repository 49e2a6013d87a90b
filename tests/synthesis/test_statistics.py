"""The intervals and pooled effects are those that their authors published."""

import math
import subprocess
import sys
from math import ceil

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import effectsize_2proportions

from app.core.settings import ROOT
from app.synthesis import statistics
from app.synthesis.harm.contrast import contrast

# Newcombe RG (1998) Two-sided confidence intervals for the single proportion. Stat Med 17:857-872, method 5, table I.
CLOPPER_PEARSON = [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)]
# Newcombe RG (1998) Interval estimation for the difference between independent proportions. Stat Med 17:873-890,
# method 10, table II.
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0),
    ((10, 10), (0, 10), 0.6075, 1.0),
]
# Colditz GA et al. (1994) JAMA 271:698-702: tuberculosis in 13 trials of BCG, cases and vaccinated, cases and others.
BCG = [
    (4, 123, 11, 139),
    (6, 306, 29, 303),
    (3, 231, 11, 220),
    (62, 13598, 248, 12867),
    (33, 5069, 47, 5808),
    (180, 1541, 372, 1451),
    (8, 2545, 10, 629),
    (505, 88391, 499, 88391),
    (29, 7499, 45, 7277),
    (17, 1716, 65, 1665),
    (186, 50634, 141, 27338),
    (5, 2498, 3, 2341),
    (27, 16913, 29, 17854),
]


@pytest.mark.parametrize(("count", "of", "low", "high"), CLOPPER_PEARSON)
def test_exact_intervals_of_shares(count: int, of: int, low: float, high: float) -> None:
    found = statistics.proportion(count, of).interval

    assert found is not None
    assert (found.low, found.high) == (low, high)


def test_nothing_of_twenty_has_an_upper_bound() -> None:
    # Hanley JA, Lippman-Hand A (1983) JAMA 249:1743-1745: for 0 of n the exact bound is 1 - 0.05 ** (1 / n).
    assert statistics.proportion(0, 20).upper_bound == ceil((1 - 0.05 ** (1 / 20)) * 10_000) / 10_000
    assert statistics.proportion(1, 20).upper_bound is None
    assert statistics.proportion(0, 0).share is None


@pytest.mark.parametrize(("one", "other", "low", "high"), NEWCOMBE)
def test_intervals_of_differences(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    (found,) = statistics.risk_differences(*((np.array(each[:1]), np.array(each[1:])) for each in (one, other)))

    assert (found.low, found.high) == (low, high)


def test_ratios_are_told_where_neither_share_is_nothing_or_all() -> None:
    found = contrast("harm", (56, 70), (48, 80))

    assert found.risk_ratio == 1.3333
    assert found.ratio_interval is not None
    assert found.ratio_interval.low < 1.3333 < found.ratio_interval.high
    assert contrast("harm", (0, 10), (1, 10)).risk_ratio is None
    assert contrast("harm", (10, 10), (1, 10)).ratio_interval is None
    assert contrast("harm", (1, 10), (0, 0)).risk_difference is None


@pytest.mark.parametrize(
    "counts", [(3, 7, 8_985, 8_986), (12, 13, 27_462, 27_463), (1, 2, 60_041, 60_042), (30, 1_200, 50, 1_100)]
)
def test_ratios_of_large_groups_have_the_interval_of_their_logarithms(counts: tuple[int, int, int, int]) -> None:
    one, of, other, of_other = counts
    found = contrast("harm", (one, of), (other, of_other))

    middle, spread = (
        math.log(one / of * of_other / other),
        1.959964 * math.sqrt(1 / one - 1 / of + 1 / other - 1 / of_other),
    )
    assert found.ratio_interval is not None
    assert found.ratio_interval.method == "Katz log"
    assert math.isclose(found.ratio_interval.low, math.exp(middle - spread), abs_tol=1e-4)
    assert math.isclose(found.ratio_interval.high, math.exp(middle + spread), abs_tol=1e-4)


def test_random_effects_of_the_bcg_trials() -> None:
    # Method: DerSimonian R, Laird N (1986) Control Clin Trials 7:177-188. The fit of these trials as published with
    # metafor (Viechtbauer W (2010) J Stat Softw 36(3)): -0.7141 (-1.0644 to -0.3638), tau2 0.3088, Q 152.2330 on 12
    # degrees of freedom, I2 92.12 %.
    found = statistics.pool(*effectsize_2proportions(*np.array(BCG).T, statistic="risk-ratio"))

    assert (found.effect, found.interval.low, found.interval.high) == (-0.7141, -1.0644, -0.3638)
    assert (found.tau2, found.df) == (0.3088, 12)
    assert math.isclose(found.q, 152.2330, abs_tol=1e-3)
    assert found.i2 == 0.9212


def test_the_sign_test_is_the_binomial_one() -> None:
    # 10 of 10: 2 * 0.5 ** 10.
    assert statistics.sign_test(10, 0) == 0.00195
    assert statistics.sign_test(3, 3) == 1
    assert statistics.sign_test(0, 0) is None


@pytest.mark.parametrize(
    ("studies", "effect"),
    [
        ([(0, 10, 0, 1000)] * 2, 0),
        ([(0, 20, 5, 20)] * 2, -0.25),
        ([(20, 20, 0, 20)] * 2, 1),
        ([(20, 20, 20, 20)] * 2, 0),
    ],
)
def test_studies_that_agree_are_pooled_to_what_each_found(
    studies: list[tuple[int, int, int, int]], effect: float
) -> None:
    (found,) = statistics.pool_differences([studies])

    assert (found.effect, found.q, found.tau2) == (effect, 0, 0)
    assert -1 <= found.interval.low <= effect <= found.interval.high <= 1


def test_half_an_event_gives_a_variance_where_there_is_none() -> None:
    # Of an effect of 0 from 0 of 20 and 0 of 30, beside one that has a variance of its own.
    (found, _) = statistics.pool_differences([[(12, 20, 4, 20), (0, 20, 0, 30)], BCG])
    as_added = statistics.pool(
        np.array([12 / 20 - 4 / 20, 0]),
        np.array([0.6 * 0.4 / 20 + 0.2 * 0.8 / 20, (0.5 / 21) * (20.5 / 21) / 21 + (0.5 / 31) * (30.5 / 31) / 31]),
    )

    assert found == as_added


@pytest.mark.parametrize("of", [20, 999, 5_000, 70_000, 2_000_000])
def test_a_bound_holds_and_is_never_nothing(of: int) -> None:
    exact, told = 1 - 0.05 ** (1 / of), statistics.proportion(0, of).upper_bound

    assert told is not None
    assert exact <= told <= exact * 1.1 + 0.0001


def test_effects_that_agree_are_pooled_without_variance_between_them() -> None:
    found = statistics.pool(np.full(3, 0.2), np.full(3, 0.01))

    assert (found.effect, found.tau2, found.i2, found.q, found.df) == (0.2, 0.0, 0.0, 0.0, 2)
    assert (found.interval.low, found.interval.high) == (0.0868, 0.3132)


def test_a_worker_that_answers_no_synthesis_does_not_load_the_libraries() -> None:
    code = "import sys, app.main; print(*{'scipy', 'statsmodels', 'pandas', 'numpy', 'vl_convert'} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.split() == []
