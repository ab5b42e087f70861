"""Latin hypercube columns in bulk, and Dirichlet rows drawn through them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, chdtrc

from benchmarks.dirichlet_rows import Columns, DirichletRows
from benchmarks.gamma_quantiles import GammaQuantiles

FAIR = 1e-6  # a fair generator falls below this once in a million
ALPHA = np.array([[0.02, 0.98, 4.0], [1.0, 2.0, 3.0], [0.5, 0.5, 0.5], [10.0, 30.0, 10.0]])


def p_value(counts: np.ndarray) -> float:
    expected = counts.sum() / counts.size
    return float(chdtrc(counts.size - 1, np.sum((counts - expected) ** 2) / expected))


@given(draws=st.integers(1, 60), first=st.integers(0, 30), count=st.integers(1, 9), seed=st.integers(0, 5))
def test_a_column_hits_each_stratum_once_and_depends_on_its_place_alone(draws, first, count, seed):
    columns = Columns(seed, draws, "x").read(first, count)
    assert (np.sort(np.floor(columns * draws), axis=1) == np.arange(draws)).all()
    assert columns.min() > 0
    assert columns.max() < 1
    assert (Columns(seed, draws, "x").read(0, first + count)[first:] == columns).all()


def test_strata_are_permuted_fairly_and_jitters_even():
    draws, count = 8, 40_000
    columns = Columns(1, draws, "x").read(0, count) * draws
    strata = np.floor(columns).astype(int)
    for i, j in ((0, 1), (3, 6)):
        pairs = np.bincount(draws * strata[:, i] + strata[:, j], minlength=draws**2).reshape(draws, draws)
        assert not pairs.diagonal().any()
        assert p_value(pairs[~np.eye(draws, dtype=bool)]) > FAIR
    jitter = np.floor((columns - strata) * 16).astype(int)
    for place in (strata, np.broadcast_to(np.arange(draws), strata.shape)):
        assert p_value(np.bincount((16 * place + jitter).ravel(), minlength=16 * draws)) > FAIR
    assert (columns * 2**21 % 2 == 1).all()  # the middle of a jitter's cell: never 0 or 1


def test_names_and_seeds_give_other_columns():
    one = Columns(1, 100, "x").read(0, 1)
    assert not (one == Columns(2, 100, "x").read(0, 1)).any()
    assert not (one == Columns(1, 100, "y").read(0, 1)).any()


@pytest.mark.parametrize("draws", [0, (1 << 20) + 1])
def test_too_few_or_too_many_draws_are_refused(draws):
    with pytest.raises(ValueError, match=f"1 to 1048576 draws, not {draws}"):
        Columns(1, draws, "x")


def misfits(rows: np.ndarray, alpha: np.ndarray) -> float:
    """The smallest p-value of all cells: each is a Beta, so its distribution function at it is uniform.

    Latin hypercubes scatter less than independent draws: a right sampler fails even more rarely than FAIR.
    """
    rest = alpha.sum(axis=1, keepdims=True) - alpha
    bins = np.minimum(15, np.floor(16 * betainc(alpha[..., None], rest[..., None], rows)).astype(int))
    return min(p_value(np.bincount(cell, minlength=16)) for cell in bins.reshape(-1, rows.shape[-1]))


def test_every_cell_has_its_beta_distribution():
    rows = DirichletRows(ALPHA).draw(1, 40_000, "x")
    assert misfits(rows[1:], ALPHA[1:]) > FAIR
    assert misfits(rows[:1, 1:], ALPHA[:1, 1:] + [[0.04, 0.0]]) < FAIR  # a slightly wrong shape is seen
    assert np.abs(rows.sum(axis=1) - 1).max() < 1e-12
    total = ALPHA.sum(axis=1, keepdims=True)
    mean, variance = ALPHA / total, ALPHA * (total - ALPHA) / total**2 / (total + 1)
    assert np.abs(rows.mean(axis=-1) - mean).max() < 5 * np.sqrt(variance.max() / 40_000)


def test_cells_of_one_row_repel_each_other_as_in_a_dirichlet():
    alpha = np.array([[2.0, 3.0, 5.0]])
    found = np.cov(DirichletRows(alpha).draw(1, 100_000, "x")[0])
    share = alpha[0] / 10
    truth = (np.diag(share) - np.outer(share, share)) / 11
    # The standard error of a covariance is at most sqrt(3) x the variance / sqrt(n); and it is far from 0.
    assert np.abs(found - truth).max() < 5 * np.sqrt(3) * truth.max() / np.sqrt(100_000) < abs(truth[0, 1]) / 4


def test_rows_are_gammas_on_the_columns_of_their_cells():
    # 100 rows of 3 states and 701 draws: more than are worked on at a time.
    alpha = np.tile(ALPHA, (25, 1))
    gammas = GammaQuantiles(alpha.ravel()).at(Columns(3, 701, "x").read(0, alpha.size)).reshape(100, 3, 701)
    assert (DirichletRows(alpha).draw(3, 701, "x") == gammas / gammas.sum(axis=1, keepdims=True)).all()


def test_a_row_is_the_same_whatever_rows_come_after_it():
    whole = DirichletRows(np.tile(ALPHA, (20, 1))).draw(3, 701, "x")
    assert (DirichletRows(ALPHA).draw(3, 701, "x") == whole[:4]).all()
    assert not (whole[4:8] == whole[:4]).all(axis=-1).any()


def test_a_row_that_says_next_to_nothing_is_refused():
    with pytest.raises(ValueError, match=r"sum to 1 or more, not 0\.5"):
        DirichletRows(np.array([[1.0, 1.0], [0.2, 0.3]]))
