"""Pooling against closed forms, SciPy's gamma distribution and Dirichlet moments."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.priors.latin_hypercube import column, replicates, voice
from sim.priors.rows.pool import Pool, log_gamma_quantile

WEIGHTS = (("a", 1.0), ("b", 1.0), ("c", 0.5))
DRAWS = 4000


def _pool(rule: str = "log", concentration: float = 1.0, weights: tuple[tuple[str, float], ...] = WEIGHTS) -> Pool:
    return Pool(rule, concentration, weights, 1, DRAWS)


def _said(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(3, DRAWS)) * 2


def test_gamma_quantiles_are_scipys() -> None:
    u = column(1, DRAWS, "pool", "a")
    assert log_gamma_quantile(1, DRAWS, "a", 0.7) == pytest.approx(np.log(stats.gamma(0.7).ppf(u)), abs=1e-9)


def test_small_shapes_join_the_series_without_a_step() -> None:
    """At the border of -30 the leading term and the exact quantile agree, so the switch moves nothing."""
    u = column(1, DRAWS, "pool", "a")
    shape = 0.15
    exact = np.log(stats.gamma(shape).ppf(u))
    ours = log_gamma_quantile(1, DRAWS, "a", shape)
    near = (ours > -40) & (ours < -25)
    assert near.any()
    assert ours[near] == pytest.approx(exact[near], rel=1e-9)
    assert np.isfinite(log_gamma_quantile(1, DRAWS, "a", 1e-9)).all()


def test_shares_have_the_dirichlets_moments() -> None:
    """Dirichlet(1, 1, 0.5): means .4 .4 .2, variances a(A-a)/A^2/(A+1); a Latin hypercube is nearer than chance."""
    share = _pool().shares(["a", "b", "c"])
    alpha = np.array([1.0, 1.0, 0.5])
    total = alpha.sum()
    sd = np.sqrt(alpha * (total - alpha) / total**2 / (total + 1))
    assert np.abs(share.mean(axis=1) - alpha / total).max() < 5 * sd.max() / np.sqrt(DRAWS)
    assert share.std(axis=1) == pytest.approx(sd, rel=0.05)
    wrong = Pool("log", 4.0, WEIGHTS, 1, DRAWS).shares(["a", "b", "c"])
    assert np.abs(wrong.std(axis=1) - sd).min() > 0.05 * sd.max()


def test_infinite_concentration_is_the_textbook_log_pool() -> None:
    said = _said()
    expected = np.average(said, axis=0, weights=[1.0, 1.0, 0.5])
    assert _pool(concentration=float("inf")).log_odds(["a", "b", "c"], said) == pytest.approx(expected, abs=1e-12)


def test_huge_concentration_meets_it_draw_by_draw() -> None:
    said = _said()
    huge = _pool(concentration=1e9).log_odds(["a", "b", "c"], said)
    assert huge == pytest.approx(_pool(concentration=float("inf")).log_odds(["a", "b", "c"], said), abs=1e-3)


def test_tiny_concentration_meets_the_linear_pool_in_distribution() -> None:
    said = np.repeat(np.array([[-3.0], [0.0], [3.0]]), DRAWS, axis=1)
    tiny = _pool(concentration=1e-9).log_odds(["a", "b", "c"], said)
    linear = _pool("linear").log_odds(["a", "b", "c"], said)
    for level, weight in ((-3.0, 0.4), (0.0, 0.4), (3.0, 0.2)):
        bound = 5 * np.sqrt(weight * (1 - weight) / DRAWS)
        assert abs(np.mean(np.abs(tiny - level) < 1e-3) - weight) < bound
        assert abs(np.mean(linear == level) - weight) < bound


@pytest.mark.parametrize("rule", ["log", "linear"])
def test_identical_voices_pooled_give_the_voice(rule: str) -> None:
    said = np.repeat(_said()[:1], 3, axis=0)
    assert _pool(rule).log_odds(["a", "b", "c"], said) == pytest.approx(said[0], abs=1e-12)


def test_weights_times_ten_with_concentration_over_ten_change_nothing() -> None:
    said = _said()
    scaled = _pool(concentration=0.1, weights=tuple((v, 10 * w) for v, w in WEIGHTS))
    assert scaled.log_odds(["a", "b", "c"], said) == pytest.approx(_pool().log_odds(["a", "b", "c"], said), abs=1e-10)


def test_who_is_silent_does_not_vote() -> None:
    said = _said()[:2]
    alone = Pool("log", 1.0, WEIGHTS[:2], 1, DRAWS)
    assert (_pool().log_odds(["a", "b"], said) == alone.log_odds(["a", "b"], said)).all()
    assert (_pool().log_odds(["b"], said[1:]) == said[1]).all()


def test_disagreement_widens_the_default_pool_but_not_the_textbook_one() -> None:
    def width(pool: Pool, gap: float) -> float:
        x = pool.log_odds(["a", "b"], np.repeat(np.array([[-gap], [gap]]) / 2, DRAWS, axis=1))
        return float(np.quantile(x, 0.95) - np.quantile(x, 0.05))

    assert width(_pool(), 4.0) > 2.0
    assert width(_pool(concentration=float("inf")), 4.0) == 0.0


def test_a_certain_voice_decides() -> None:
    said = np.array([[-np.inf], [0.0], [1.0]]).repeat(DRAWS, axis=1)
    assert np.isneginf(_pool().log_odds(["a", "b", "c"], said)).all()


def test_of_voices_certain_of_opposites_the_heavier_side_decides() -> None:
    said = np.array([[-np.inf], [np.inf], [1.0]]).repeat(DRAWS, axis=1)
    assert _pool(concentration=np.inf).log_odds(["a", "b", "c"], said) == pytest.approx(np.full(DRAWS, 0.2))
    heavier = _pool(concentration=np.inf, weights=(("a", 1.0), ("b", 2.0), ("c", 9.0)))
    assert np.isposinf(heavier.log_odds(["a", "b", "c"], said)).all()
    share = _pool().shares(["a", "b", "c"])
    assert (np.isposinf(_pool().log_odds(["a", "b", "c"], said)) == (share[1] > share[0])).all()


def test_columns_are_latin_hypercubes_and_voices_share_newspapers() -> None:
    a, b = (voice(1, DRAWS, 0.6, name, "v") for name in ("a", "b"))
    for part in replicates(DRAWS):
        size = part.stop - part.start
        assert (np.sort((a[part] * size).astype(int)) == np.arange(size)).all()
    z = stats.norm.ppf(np.stack([a, b]))
    bound = 5 * (1 - 0.6**2) / np.sqrt(DRAWS)
    assert abs(np.corrcoef(z)[0, 1] - 0.6) < bound
    independent = stats.norm.ppf(np.stack([voice(1, DRAWS, 0.0, name, "v") for name in ("a", "b")]))
    assert abs(np.corrcoef(independent)[0, 1]) < 5 / np.sqrt(DRAWS)
    other = stats.norm.ppf(np.stack([a, voice(1, DRAWS, 0.6, "a", "w")]))
    assert abs(np.corrcoef(other)[0, 1]) < 5 / np.sqrt(DRAWS)
