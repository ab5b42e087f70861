"""Control variates on made-up numbers: the mean stays, the noise falls and is stated right."""

from __future__ import annotations

import numpy as np

from sim.engine.worlds.control_variate import controlled

DRAWS, REPLICATES = 40_000, 4


def mean_and_noise(replicates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(draws, 1) each: the mean over replicates and its variance from their scatter."""
    return replicates.mean(axis=1)[:, None], replicates.var(axis=1, ddof=1)[:, None] / REPLICATES


def skewed() -> tuple[np.ndarray, np.ndarray]:
    """An answer that grows with the square of its control: within a draw, slope and error go together."""
    other = np.random.default_rng(1).exponential(size=(DRAWS, REPLICATES))
    return other**2, other


def corrected(answer: np.ndarray, other: np.ndarray, exact: float) -> tuple[np.ndarray, np.ndarray]:
    one, two, both = (mean_and_noise(values) for values in (answer, other, (answer + other) / 2))
    return controlled(*one, *two, both[1], np.full_like(one[0], exact))


def test_the_mean_stays_and_the_stated_noise_is_the_seen_one():
    answer, other = skewed()
    found, noise = corrected(answer, other, 1.0)
    error = found.std() / np.sqrt(DRAWS)
    assert abs(found.mean() - 2.0) < 5 * error  # E of a squared standard exponential is 2
    assert abs(noise.mean() / found.var() - 1) < 0.1
    assert found.var() < 0.3 * answer.mean(axis=1).var()


def test_a_slope_of_the_same_worlds_would_be_biased():
    """Negative control: the slope estimated within each draw misses the mean by far more than five errors."""
    answer, other = skewed()
    away, own = answer - answer.mean(axis=1, keepdims=True), other - other.mean(axis=1, keepdims=True)
    slope = (away * own).sum(axis=1) / (own**2).sum(axis=1)
    found = answer.mean(axis=1) - slope * (other.mean(axis=1) - 1.0)
    assert abs(found.mean() - 2.0) > 20 * found.std() / np.sqrt(DRAWS)


def test_a_control_that_never_varies_changes_nothing():
    answer = np.random.default_rng(2).random((10, REPLICATES))
    found, noise = corrected(answer, np.full_like(answer, 0.3), 0.3)
    before = mean_and_noise(answer)
    assert (found == before[0]).all()
    assert np.abs(noise - before[1]).max() < 1e-15


def test_a_single_draw_stays_as_it_is():
    answer, other = (values[:1] for values in skewed())
    found, _ = corrected(answer, other, 1.0)
    assert found[0, 0] == answer.mean()
