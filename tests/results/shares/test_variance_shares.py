"""Shares of variance against closed forms: linear models, dependent columns, noise, and Sobol's indices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.results.shares.variance_shares import Apart, Parts

DRAWS = 4000
EQUAL = np.full(DRAWS, 1 / DRAWS)


def apart(y: np.ndarray, weights: np.ndarray, parts: list[np.ndarray]) -> Apart:
    return Parts(parts, weights).apart(y)


def normals(*, correlation: float = 0.0, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(2, DRAWS))
    return np.stack([a, correlation * a + np.sqrt(1 - correlation**2) * b])


def test_a_linear_model_gives_squares_of_its_coefficients() -> None:
    a, b = normals()
    found = apart(3 * a + 4 * b, EQUAL, [a[None], b[None]])
    assert [one.share for one in found.shares] == pytest.approx([9 / 25, 16 / 25], abs=0.02)
    assert abs(found.left.share) < 1e-4


@pytest.mark.parametrize("rho", [-0.5, 0.3, 0.8])
def test_dependent_columns_share_their_covariance(rho: float) -> None:
    """Pratt (1987): the coefficient times the covariance with y, over Var(y)."""
    a, b = normals(correlation=rho)
    found = apart(a + 2 * b, EQUAL, [a[None], b[None]])
    total = 1 + 4 + 4 * rho
    expected = [(1 + 2 * rho) / total, (4 + 2 * rho) / total]
    assert [one.share for one in found.shares] == pytest.approx(expected, abs=0.03)


def test_a_share_can_be_negative() -> None:
    a, b = normals(correlation=-0.8)
    found = apart(a + 2 * b, EQUAL, [a[None], b[None]])
    assert found.shares[0].share == pytest.approx((1 - 1.6) / (5 - 3.2), abs=0.03)


def test_noise_is_left_over_however_many_columns_there_are() -> None:
    """A hundred columns of nothing explain nothing: what they seem to explain in some draws fails in others."""
    rng = np.random.default_rng(3)
    y, columns = rng.normal(size=DRAWS), rng.normal(size=(100, DRAWS))
    found = apart(y, EQUAL, [columns])
    assert abs(found.shares[0].share) < 0.015
    assert found.left.share > 0.985


def test_more_columns_than_draws_are_cut_to_those_that_matter() -> None:
    rng = np.random.default_rng(4)
    columns = rng.normal(size=(600, 400))
    found = apart(columns[7] * 2, np.full(400, 1 / 400), [columns])
    assert found.shares[0].share == pytest.approx(1, abs=0.02)


def test_first_order_sobol_indices_of_an_additive_function() -> None:
    """y = u1 + u2^2 of independent uniforms: variances 1/12 and 4/45 (by hand)."""
    u = np.random.default_rng(5).uniform(size=(2, DRAWS))
    found = apart(u[0] + u[1] ** 2, EQUAL, [np.stack([one, one**2]) for one in u])
    total = 1 / 12 + 4 / 45
    assert [one.share for one in found.shares] == pytest.approx([1 / 12 / total, 4 / 45 / total], abs=0.02)


def test_a_pure_interaction_is_left_over() -> None:
    """y = a + b + a b of independent standard normals: a third each, and a third to neither."""
    a, b = normals()
    found = apart(a + b + a * b, EQUAL, [a[None], b[None]])
    assert [*(one.share for one in found.shares), found.left.share] == pytest.approx([1 / 3] * 3, abs=0.04)


def test_the_standard_error_is_the_scatter_over_samples() -> None:
    found = [apart(3 * a + 4 * b, EQUAL, [a[None], b[None]]) for a, b in (normals(seed=s) for s in range(60))]
    scatter = np.std([one.shares[0].share for one in found])
    assert np.mean([one.shares[0].error for one in found]) == pytest.approx(scatter, rel=0.35)


def test_weights_count_draws_and_not_the_columns_of_draws_left_out() -> None:
    """Half the draws have no weight and another model: they must not be seen."""
    a, b = normals()
    seen = np.arange(DRAWS) % 2 == 0
    y = np.where(seen, 3 * a + 4 * b, 10 * a)
    found = apart(y, np.where(seen, 2 / DRAWS, 0.0), [np.where(seen, a, a + 50)[None], b[None]])
    assert [one.share for one in found.shares] == pytest.approx([9 / 25, 16 / 25], abs=0.03)


@given(st.integers(0, 10_000), st.integers(0, 5), st.integers(100, 400))
def test_the_components_and_the_rest_are_the_whole(seed: int, parts: int, draws: int) -> None:
    rng = np.random.default_rng(seed)
    columns = [rng.normal(size=(int(rng.integers(0, 4)), draws)) ** int(rng.integers(1, 4)) for _ in range(parts)]
    y = rng.normal(size=draws) + sum((part.sum(axis=0) for part in columns), start=np.zeros(draws))
    weights = rng.dirichlet(np.ones(draws))
    found = apart(y, weights, columns)
    assert sum(one.share for one in found.shares) + found.left.share == pytest.approx(1, abs=1e-9)
    assert np.abs(found.components @ weights).max(initial=0.0) < 1e-9
