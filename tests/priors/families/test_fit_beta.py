"""Fits against closed forms and SciPy's own optimiser and distributions."""

from __future__ import annotations

import csv
from importlib import resources

import numpy as np
import pytest
from scipy import optimize, stats
from scipy.special import betainc

from sim.lexicon import load, names
from sim.priors.families.fit_beta import beta_quantiles, beta_range, beta_total, dirichlet_alpha

RANGES = [
    (0.01, 0.05),
    (0.05, 0.20),
    (0.20, 0.45),
    (0.45, 0.55),
    (0.55, 0.80),
    (0.63, 0.87),
    (0.80, 0.95),
    (0.87, 0.99),
    (0.95, 0.99),
    (0.02, 0.12),
]


@pytest.mark.parametrize(("low", "high"), RANGES)
def test_a_range_leaves_five_per_cent_on_each_side(low: float, high: float) -> None:
    beta = beta_range(low, high)
    assert stats.beta(beta.a, beta.b).cdf([low, high]) == pytest.approx([0.05, 0.95], abs=1e-6)


@pytest.mark.parametrize("high", [0.01, 0.05, 0.10, 0.33])
def test_a_range_that_touches_an_end_holds_ninety_per_cent_with_the_median_in_the_middle(high: float) -> None:
    low = beta_range(0.0, high)
    assert stats.beta(low.a, low.b).cdf([high / 2, high]) == pytest.approx([0.5, 0.9], abs=1e-6)
    mirrored = beta_range(1.0 - high, 1.0)
    assert (mirrored.b, mirrored.a) == pytest.approx((low.a, low.b), rel=1e-4)


@pytest.mark.parametrize("median", [0.001, 0.05, 0.5, 0.97])
@pytest.mark.parametrize("worth", [0.5, 20.0, 1e6])
def test_a_number_worth_n_cases_has_that_median_and_that_total(median: float, worth: float) -> None:
    beta = beta_total(median, worth + 2.0)
    assert beta.a + beta.b == pytest.approx(worth + 2.0, rel=1e-12)
    assert stats.beta(beta.a, beta.b).cdf(median) == pytest.approx(0.5, abs=1e-9)


def _cells(quantiles: tuple[tuple[float, float], ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    level = np.array([q for q, _ in quantiles])
    value = np.array([v for _, v in quantiles])
    half = np.array([0.025 if abs(v * 20 - round(v * 20)) < 1e-6 else 0.005 for v in value])
    return level, np.clip(value - half, 0, 1), np.clip(value + half, 0, 1)


def _miss(a: float, b: float, cells: tuple[np.ndarray, np.ndarray, np.ndarray]) -> float:
    level, low, high = cells
    over, under = betainc(a, b, low) - level, level - betainc(a, b, high)
    return float(np.sum(np.maximum(over, 0) ** 2 + np.maximum(under, 0) ** 2))


SURVEYS = [(name, phrase) for name in ("capphrase", "zonination") for phrase in load(name)]


@pytest.mark.parametrize(("lexicon", "phrase"), SURVEYS)
def test_no_beta_found_by_scipy_meets_a_surveys_rounding_cells_better(lexicon: str, phrase: str) -> None:
    quantiles = load(lexicon)[phrase].quantiles
    ours, cells = beta_quantiles(quantiles), _cells(quantiles)
    starts = [(0.5, 0.5), (2, 8), (8, 2), (20, 20), (1.5, 30), (30, 1.5), (500, 500)]
    best = min(
        optimize.minimize(
            lambda x: _miss(float(np.exp(x[0])), float(np.exp(x[1])), cells), np.log(s), method="Nelder-Mead"
        ).fun
        for s in starts
    )
    assert _miss(ours.a, ours.b, cells) <= best + 1e-5


def test_points_instead_of_cells_misfire_where_cells_do_not() -> None:
    """The negative control: `about even` is 50 at three quantiles, which no Beta can hit as points."""
    quantiles = load("capphrase")["about even"].quantiles
    beta = beta_quantiles(quantiles)
    assert _miss(beta.a, beta.b, _cells(quantiles)) < 1e-6
    level = np.array([q for q, _ in quantiles])
    points = stats.beta(beta.a, beta.b).cdf([v for _, v in quantiles])
    assert np.abs(points - level).max() > 0.2


def test_a_dirichlets_tails_have_the_stated_medians_and_nested_shapes() -> None:
    shapes = dirichlet_alpha([0.6, 0.1, 0.01], 22.0)
    for shape, median in zip(shapes, [0.6, 0.1, 0.01], strict=True):
        assert stats.beta(shape, 22.0 - shape).cdf(median) == pytest.approx(0.5, abs=1e-9)
    assert list(shapes) == sorted(shapes, reverse=True)
    assert shapes[0] == pytest.approx(beta_total(0.6, 22.0).a)


def test_every_lexicon_can_be_fitted() -> None:
    for name in names():
        for entry in load(name).values():
            beta = beta_quantiles(entry.quantiles) if entry.quantiles else beta_range(entry.low or 0, entry.high or 1)
            assert np.isfinite([beta.a, beta.b]).all(), (name, entry.phrase)
            assert min(beta.a, beta.b) > 0


def test_lexicon_files_are_the_packages_own_data() -> None:
    with (resources.files("sim.lexicon") / "data" / "icd203.csv").open(encoding="utf-8") as file:
        assert {row["phrase"] for row in csv.DictReader(file)} == set(load("icd203"))


@pytest.mark.parametrize(
    ("low", "high", "points"),
    [
        (0.20, 0.25, ((0.20, 0.05), (0.25, 0.95))),  # the grid alone stops at a Beta that has 0 and 95 % there
        (0.80, 0.803, ((0.80, 0.05), (0.803, 0.95))),
        (0.0, 0.0001, ((0.00005, 0.5), (0.0001, 0.9))),
        (0.9995, 1.0, ((0.9995, 0.1), (0.99975, 0.5))),
        (0.0001, 0.9999, ((0.0001, 0.05), (0.9999, 0.95))),
    ],
)
def test_narrow_and_wide_ranges_are_met_exactly(
    low: float, high: float, points: tuple[tuple[float, float], ...]
) -> None:
    beta = beta_range(low, high)
    for value, level in points:
        assert stats.beta(beta.a, beta.b).cdf(value) == pytest.approx(level, abs=1e-6)
