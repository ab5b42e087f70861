"""How much of an answer's uncertainty is chance: the law of total variance, and worlds that are played."""

from __future__ import annotations

import numpy as np
import pytest

from sim.results.focus.chance import chance_share
from sim.results.forecast.draws import Draws


def _draws(values: list[float], weights: list[float] | None = None) -> Draws:
    count = len(values)
    told = [1 / count] * count if weights is None else weights
    return Draws(("p",), ("q",), np.array([[values]]), np.array([[told]]))


def test_without_doubt_everything_is_chance_and_without_chance_nothing() -> None:
    assert chance_share(_draws([0.3, 0.3]), "p", "q") == pytest.approx(1.0, abs=1e-12)
    assert chance_share(_draws([0.0, 1.0]), "p", "q") == 0.0


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_what_is_certain_has_no_uncertainty_to_divide(value: float) -> None:
    assert chance_share(_draws([value, value]), "p", "q") is None


def test_nobody_asked_nothing_told() -> None:
    assert chance_share(_draws([np.nan, np.nan], [0.0, 0.0]), "p", "q") is None


def test_draws_that_do_not_count_are_left_out() -> None:
    assert chance_share(_draws([0.2, 0.4, np.nan], [0.5, 0.5, 0.0]), "p", "q") == chance_share(
        _draws([0.2, 0.4]), "p", "q"
    )


def test_it_is_what_is_left_of_the_variance_of_played_worlds() -> None:
    """A plain simulation: variance of a yes over draws and worlds, less the variance of its mean over draws."""
    random = np.random.default_rng(1)
    values, weights = random.beta(2, 8, 400), random.dirichlet(np.ones(400))
    yes = random.random((400, 20_000)) < values[:, None]
    mean = float(weights @ yes.mean(axis=1))
    total = mean * (1 - mean)
    between = float(weights @ (yes.mean(axis=1) - mean) ** 2)
    found = chance_share(_draws(list(values), list(weights)), "p", "q")
    # Between draws the worlds' noise adds E[p(1-p)]/20,000; its own scatter is far below the bound.
    assert found == pytest.approx(1 - between / total, abs=5e-3)
    assert found != pytest.approx(1 - 2 * between / total, abs=5e-3)
