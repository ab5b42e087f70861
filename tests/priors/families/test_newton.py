"""The last digits of a fit do not hang on where the search before them ended."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import betainc

from sim.priors.families.fit_points import beta
from sim.priors.families.newton import settle

LEVELS, VALUES = np.array([0.05, 0.5, 0.95]), np.array([0.02, 0.11, 0.19])
LOW, HIGH = np.array([-30.0, -3.0]), np.array([30.0, 24.0])
BOTH = np.zeros(3, dtype=bool)


def residuals(x: np.ndarray) -> np.ndarray:
    """Of a Beta by the log-odds of its mean and the log of its total; no Beta meets all three points."""
    share, total = 1.0 / (1.0 + np.exp(-x[..., :1])), np.exp(x[..., 1:])
    return betainc(total * share, total * (1.0 - share), VALUES) - LEVELS


def cells(x: np.ndarray) -> np.ndarray:
    """A one-sided miss beside a faint pull, as a phrase's cells have it."""
    return np.concatenate([x - 0.5, 1e-3 * (x - np.array([0.9]))], axis=-1)


def test_searches_that_end_apart_settle_on_one_point() -> None:
    fitted = beta(tuple(zip(LEVELS.tolist(), VALUES.tolist(), strict=True)))
    best = np.array([np.log(fitted.a / fitted.b), np.log(fitted.a + fitted.b)])
    assert np.sum(residuals(best[None]) ** 2) > 1e-4  # a root would be found in any case
    rng = np.random.default_rng(1)
    for off in rng.uniform(-1e-3, 1e-3, size=(20, 2)):
        assert settle(residuals, best + off, LOW, HIGH, BOTH) == pytest.approx(best, rel=1e-12)


def test_what_counts_on_one_side_only_pulls_on_one_side_only() -> None:
    either = np.array([True, False])
    wide = np.full(1, -9.0), np.full(1, 9.0)
    (found,) = settle(cells, np.array([0.5001]), *wide, either)
    assert found == pytest.approx((0.5 + 0.9e-6) / (1.0 + 1e-6), abs=1e-12)
    (inside,) = settle(lambda x: cells(x + 0.6) + np.array([-0.6, 0.0]), np.array([0.301]), *wide, either)
    assert inside == pytest.approx(0.3, abs=1e-12)


def test_what_lies_on_a_bound_or_far_away_stays_as_it_was_found() -> None:
    far = np.array([3.0, 9.0])
    assert settle(residuals, far, LOW, HIGH, BOTH) is far
    edge = np.array([-2.1, 2.9])
    assert settle(residuals, edge, np.array([-2.1, -3.0]), HIGH, BOTH) is edge
