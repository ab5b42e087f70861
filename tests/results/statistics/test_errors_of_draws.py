"""The stated errors of a mean and of quantiles over Latin-hypercube draws cover what they should.

Over 400 seeds 1.645 stated errors must hold the truth 360 times (362: a stated error is the standard deviation of
Student's t with nine degrees of freedom); five standard errors of a binomial are 30. Errors over stated ones have a
root mean square of 1. A right method leaves that band once in 1.7 million runs; one whose
intervals cover 75 % or less, or 99.9 % or more, stays inside it less than once in a thousand.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from sim.engine.program.outcomes import Outcomes
from sim.log_odds import expit
from sim.priors.families.fit_beta import beta_total
from sim.priors.latin_hypercube import column, replicates
from sim.results.statistics.quantiles import quantiles
from sim.results.statistics.sampling_error import spread

SEEDS, DRAWS = 400, 400
FIRST, SECOND = beta_total(0.2, 12.0), beta_total(0.3, 6.0)
LEVELS = (0.05, 0.5, 0.95)
NORMAL = 1.645


@cache
def _factors(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The draws of two judgments, each from its Beta, (draws,)."""
    a, b = (expit(f.log_odds(column(seed, DRAWS, name))) for f, name in ((FIRST, "a"), (SECOND, "b")))
    return np.asarray(a), np.asarray(b)


def _answers(seed: int) -> np.ndarray:
    """A forecast that hangs on two judgments: their product, (draws,)."""
    a, b = _factors(seed)
    return a * b


def _spread(values: np.ndarray, weights: np.ndarray | None = None):
    held = np.full(len(values), 1.0 / len(values)) if weights is None else weights / weights.sum()
    shape = (len(values), 1, 1)
    return spread(Outcomes("p", ("Q",), values.reshape(shape), np.zeros(shape), held, {}, ("solved",), 64))


def _true_mean() -> float:
    a, b = stats.beta(FIRST.a, FIRST.b), stats.beta(SECOND.a, SECOND.b)
    return float(a.mean() * b.mean())


def _true_quantiles() -> np.ndarray:
    """P(product <= q) integrated over the first factor, inverted."""
    a, b = stats.beta(FIRST.a, FIRST.b), stats.beta(SECOND.a, SECOND.b)

    def below(q: float) -> float:
        return float(integrate.quad(lambda x: a.pdf(x) * b.cdf(min(1.0, q / x)), 1e-9, 1, limit=200)[0])

    return np.array([optimize.brentq(lambda q: below(q) - level, 0, 1) for level in LEVELS])  # noqa: B023


def _hits(inside: list[bool] | np.ndarray) -> int:
    return int(np.sum(inside))


def test_the_error_of_a_mean_covers_the_truth_nine_times_in_ten() -> None:
    truth, ours, textbook, over = _true_mean(), [], [], []
    for seed in range(SEEDS):
        values = _answers(seed)
        found = _spread(values)
        miss = abs(found.mean[0, 0] - truth)
        ours.append(miss <= NORMAL * found.error[0, 0])
        over.append(miss / found.error[0, 0])
        textbook.append(miss <= NORMAL * values.std(ddof=1) / np.sqrt(DRAWS))
    assert abs(_hits(ours) - 360) <= 30
    # Over 400 seeds the root mean square of nine degrees of freedom scatters by 5 %.
    assert 0.9 < np.sqrt(np.mean(np.square(over))) < 1.1
    assert np.sqrt(np.mean(np.square(over)) * 9 / 7) > 1.1  # a plain standard deviation of ten is 13 % too small
    assert _hits(textbook) - 360 > 30  # the negative control: the error of independent draws is far too large


@cache
def _misses_of_quantiles() -> np.ndarray:
    """How many stated errors each quantile is from the truth, (seeds, levels)."""
    truth, misses = _true_quantiles(), []
    for seed in range(SEEDS):
        found = _spread(_answers(seed))
        errors = found.quantile_errors(LEVELS)
        assert errors is not None
        misses.append(np.abs(quantiles(found.draws, found.weights, LEVELS)[:, 0, 0] - truth) / errors[:, 0, 0])
    return np.array(misses)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_errors_of_quantiles_cover_the_truth_nine_times_in_ten(place: int) -> None:
    misses = _misses_of_quantiles()[:, place]
    assert abs(_hits(misses <= NORMAL) - 360) <= 30
    assert 360 - _hits(misses <= NORMAL / 2) > 30


def test_under_evidence_the_mean_is_a_ratio_and_its_error_covers_the_truth() -> None:
    """Draws weighted by the second factor: E[a b b] / E[b]."""
    a, b = stats.beta(FIRST.a, FIRST.b), stats.beta(SECOND.a, SECOND.b)
    truth = a.mean() * (b.var() + b.mean() ** 2) / b.mean()
    hits = []
    for seed in range(SEEDS):
        found = _spread(_answers(seed), _factors(seed)[1])
        hits.append(abs(found.mean[0, 0] - truth) <= NORMAL * found.error[0, 0])
    assert abs(_hits(hits) - 360) <= 30


def test_few_draws_are_one_hypercube_with_the_larger_error() -> None:
    assert len(replicates(99)) == 1
    values = np.linspace(0.1, 0.3, 50)
    assert _spread(values).error[0, 0] == pytest.approx(values.std(ddof=1) / np.sqrt(50))
    assert _spread(values).quantile_errors(LEVELS) is None
