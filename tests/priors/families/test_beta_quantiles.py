"""Tabulated Beta quantiles: within the stated error of the functions themselves, for any shapes they accept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import betainc, betaincinv, logit, ndtr

from sim.priors.families.beta_inverse import invert_beta, invert_beta_complement
from sim.priors.families.beta_quantiles import LEAST_SHAPE, NODES, BetaQuantiles
from sim.priors.families.families import Beta
from sim.priors.latin_hypercube import replicates
from sim.priors.rows import dirichlet
from sim.scenario.model.forms import Table

LOG_ODDS, PROBABILITY = 1e-4, 1e-5  # as documented
SHAPES = [0.05, 0.06, 0.2, 0.5, 1.0, 3.0, 20.0, 400.0, 1e5, 1e9]
PAIRS = np.array([(a, b) for a in SHAPES for b in SHAPES if a + b >= 1])
LEVELS = ndtr(np.linspace(-6.35, 6.35, 1999))  # no multiple of the nodes' distance


def off(a: float, b: float) -> tuple[float, float]:
    """The largest distances in log-odds and in probability."""
    found = BetaQuantiles(np.array([a]), np.array([b])).at(LEVELS[None])[0]
    middle = (found > 1e-17) & (found < 1 - 1e-4)  # nearer to 1 the found number has no digits for its log-odds
    truth = Beta(a, b).log_odds(LEVELS)
    gap = np.abs(logit(found[middle]) - truth[middle]).max(initial=0.0)
    return float(gap), float(np.abs(found - invert_beta(a, b, LEVELS)).max())


@pytest.mark.parametrize(("a", "b"), PAIRS.tolist())
def test_a_table_is_as_near_as_it_says(a, b):
    log_odds, probability = off(a, b)
    assert log_odds < LOG_ODDS
    assert probability < PROBABILITY


@given(a=st.floats(LEAST_SHAPE, 1e4), b=st.floats(LEAST_SHAPE, 1e4))
def test_so_it_is_for_any_shapes(a, b):
    if a + b >= 1:
        log_odds, probability = off(a, b)
        assert log_odds < LOG_ODDS
        assert probability < PROBABILITY


def test_quantiles_rise_and_each_pair_has_its_own():
    levels = np.broadcast_to(LEVELS, (len(PAIRS), len(LEVELS)))
    found = BetaQuantiles(*PAIRS.T).at(levels)
    assert (np.diff(found, axis=1) >= 0).all()
    for pair, row in zip(PAIRS, found, strict=True):
        assert (row == BetaQuantiles(pair[:1], pair[1:]).at(LEVELS[None])[0]).all()


def test_beyond_the_table_stands_its_end():
    found = BetaQuantiles(np.array([1.0]), np.array([1.0])).at(np.array([[1e-300, 1e-12, 1 - 1e-16]]))[0]
    assert found == pytest.approx(ndtr([-6.4, -6.4, 6.4]), rel=1e-4)


@pytest.mark.parametrize(("a", "b"), [(0.049, 2.0), (2.0, 0.049), (0.45, 0.5), (0.0, 5.0), (1.0, np.inf)])
def test_shapes_that_no_table_can_hold_are_refused_and_done_without_one(a, b):
    with pytest.raises(ValueError, match=r"shapes must be 0\.05 or more and sum to 1 or more"):
        BetaQuantiles(np.array([a]), np.array([b]))
    if 0 < a and b < np.inf:
        levels = np.linspace(0.01, 0.99, 2 * NODES)
        pairs = np.array([[a, b], [2.0, 3.0]])
        found = dirichlet.beta_quantile(*pairs.T, np.stack([levels, levels]))
        assert (found[0] == betaincinv(a, b, levels)).all()
        assert (found[1] != betaincinv(2.0, 3.0, levels)).any()
        assert np.abs(found[1] - betaincinv(2.0, 3.0, levels)).max() < PROBABILITY


def row(share: list[float], worth: float, draws: int) -> np.ndarray:
    """(draws, states): one Dirichlet row of a table."""
    tails = dirichlet.table_tails(Table(table=[share], worth=worth), 0.0, 1, draws, "x")[0]
    return -np.diff(tails, axis=1, prepend=1.0, append=0.0)


def test_a_row_of_a_table_is_stratified_in_every_replicate():
    """P(lowest state) is Beta: each replicate has one draw in each of its equal strata, but for the table's error."""
    draws, worth, lowest = 1000, 20.0, 0.3
    level = betainc(worth * lowest, worth * (1 - lowest), row([lowest, 0.5, 0.2], worth, draws)[:, 0])
    for part in replicates(draws):
        size = part.stop - part.start
        assert np.abs(np.sort(level[part]) * size - np.arange(size) - 0.5).max() < 0.5 + 1e-3


@pytest.mark.parametrize("worth", [1.0, 5.0, 20.0, 400.0])
def test_every_cell_of_a_row_has_its_beta_distribution(worth):
    share = [0.6, 0.0, 0.3, 0.1]
    found = row(share, worth, 20_000)
    assert (found[:, 1] == 0).all()
    for cell, p in zip(found.T, share, strict=True):
        if p == 0:
            continue
        beta = stats.beta(worth * p, worth * (1 - p))
        assert stats.kstest(cell, beta.cdf).pvalue > 1e-4
        assert cell.mean() == pytest.approx(p, abs=4 * beta.std() / 20_000**0.5)
        assert cell.std() == pytest.approx(beta.std(), rel=0.03)
        assert stats.kstest(cell, stats.beta(worth * p, 1.2 * worth * (1 - p)).cdf).pvalue < 1e-4  # would be seen


def test_where_scipy_s_inverse_fails_the_level_is_found_all_the_same():
    """SciPy 1.17.1 gives 0.026 for levels about this one, where the mean is 0.115."""
    a, b, level = 1000.0, 7723.25, 0.9545616166595248
    assert betainc(a, b, invert_beta(a, b, level)) == pytest.approx(level, rel=1e-12)
    assert invert_beta_complement(b, a, level) == pytest.approx(1.0 - invert_beta(a, b, level), abs=1e-12)
    assert Beta(a, b).log_odds(np.array([level]))[0] == pytest.approx(logit(invert_beta(a, b, level)), rel=1e-9)
    levels = np.linspace(0.9, 0.99, 2000)
    assert (np.diff(invert_beta(a, b, levels)) > 0).all()
