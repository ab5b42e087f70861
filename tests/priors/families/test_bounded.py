"""What lies between a bound in doubt and a fixed end: its quantiles against numerical integration of the mixture."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import exp, lgamma, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import stats
from scipy.integrate import quad
from scipy.optimize import brentq

from sim.log_odds import log_odds_of
from sim.priors.families.bounded import Beneath, Beyond
from sim.priors.families.densities import above, density, mirrored
from sim.priors.families.families import Beta, Family, Histogram, LogitNormal, Point, Widened
from sim.priors.families.moved import Moved

LEVELS = np.array([0.001, 0.01, 0.05, 0.3, 0.5, 0.9, 0.99, 0.999])
FLOOR = log_odds_of(0.001)
CASES: dict[str, tuple[Family, float]] = {
    "a phrase": (Beta(2.17, 8.76), FLOOR),
    "a narrow phrase": (Beta(117.0, 249.0), FLOOR),
    "a phrase of little chance": (Beta(0.6, 20.0), FLOOR),
    "a number": (LogitNormal(log_odds_of(0.2), 0.42), FLOOR),
    "a number in great doubt": (LogitNormal(log_odds_of(0.2), 2.5), FLOOR),
    "a number, widened": (Widened(Beta(3.0, 12.0), 3.0), FLOOR),
    "a floor near the bound": (Beta(2.17, 8.76), log_odds_of(0.15)),
    "a floor above the bound": (Beta(2.17, 8.76), log_odds_of(0.5)),
    "moved": (Moved(Beta(2.17, 8.76), 0.7), FLOOR),
}


def integrated(bound: Family, end: float) -> Callable[[float], float]:
    """P(value <= x) by quadrature of the mixture over the bound's log-odds, from scipy's own distributions."""
    at, scale, by = 0.0, 1.0, 0.0
    if isinstance(bound, Moved):
        bound, by = bound.inner, bound.by
    if isinstance(bound, Widened):
        centre, scale = float(bound.inner.log_odds(np.array([0.5]))[0]), bound.factor
        bound, at = bound.inner, centre * (1.0 - scale)
    if isinstance(bound, Beta):
        a, b, size = bound.a, bound.b, exp(lgamma(bound.a + bound.b) - lgamma(bound.a) - lgamma(bound.b))

        def cdf(x: float) -> float:
            return float(stats.beta.cdf(1.0 / (1.0 + exp(-x)), a, b))

        def pdf(x: float) -> float:
            return float(size * (1.0 + exp(-x)) ** -a * (1.0 + exp(x)) ** -b)
    else:
        assert isinstance(bound, LogitNormal)
        mean, sd = bound.mean, bound.sd

        def cdf(x: float) -> float:
            return float(stats.norm.cdf(x, mean, sd))

        def pdf(x: float) -> float:
            return exp(-0.5 * ((x - mean) / sd) ** 2) / sd / sqrt(2.0 * pi)

    def narrowed(x: float) -> float:
        return (x - by - at) / scale

    def distribution(x: float) -> float:
        top = 40.0 * max(scale, 1.0)
        places = [x + step for step in (0.05, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)]
        cuts = [x, *(place for place in places if place < top), top]
        parts = [
            quad(lambda b: (x - end) / (b - end) * pdf(narrowed(b)) / scale, low, high, epsabs=1e-13, epsrel=1e-12)[0]
            for low, high in pairwise(cuts)
        ]
        return float(cdf(narrowed(x))) + sum(parts)

    return distribution


@pytest.mark.parametrize(("bound", "end"), CASES.values(), ids=CASES.keys())
def test_quantiles_are_those_of_the_mixture_to_a_billionth(bound: Family, end: float) -> None:
    distribution = integrated(bound, end)
    drawn = Beneath(bound, end).log_odds(LEVELS)
    atom = 1.0 - float(above(bound, np.array([end]))[0])
    for level, x in zip(LEVELS, drawn, strict=True):
        if level <= atom:
            assert x == end
        else:
            truth = brentq(lambda y, level=level: distribution(y) - level, end + 1e-12, 40.0, xtol=1e-13, rtol=1e-14)
            assert x == pytest.approx(truth, abs=1e-9)


@pytest.mark.parametrize(("bound", "end"), CASES.values(), ids=CASES.keys())
def test_a_floor_is_the_mirror_image_of_a_ceiling(bound: Family, end: float) -> None:
    below = Beneath(bound, end).log_odds(LEVELS)
    beyond = Beyond(mirrored(bound), -end).log_odds(1.0 - LEVELS)
    assert -beyond == pytest.approx(below, abs=1e-12)


def test_the_mirror_image_of_a_bound_without_a_density() -> None:
    bound = Histogram((0.0, 0.5, 1.0), (0.1, 0.2, 0.6))
    opposite = Histogram((0.0, 0.5, 1.0), (0.4, 0.8, 0.9))
    below = Beneath(bound, FLOOR).log_odds(LEVELS)
    assert -Beyond(opposite, -FLOOR).log_odds(1.0 - LEVELS) == pytest.approx(below, abs=1e-9)


def test_a_bound_below_its_end_is_the_end() -> None:
    """The atom: as much as the bound lies below its floor."""
    bound, end = Beta(2.17, 8.76), log_odds_of(0.15)
    atom = float(stats.beta(2.17, 8.76).cdf(0.15))
    u = (np.arange(20_000) + 0.5) / 20_000
    drawn = Beneath(bound, end).log_odds(u)
    assert np.mean(drawn == end) == pytest.approx(atom, abs=1e-4)
    assert drawn.min() == end
    assert (Beneath(Beta(2.17, 8.76), 30.0).log_odds(LEVELS) == 30.0).all()


def test_a_number_without_doubt_is_even_in_log_odds() -> None:
    low, high = log_odds_of(0.001), log_odds_of(0.2)
    assert Beneath(Point(0.2), low).log_odds(LEVELS) == pytest.approx(low + LEVELS * (high - low), abs=1e-12)
    assert Beyond(Point(0.001), high).log_odds(LEVELS) == pytest.approx(low + LEVELS * (high - low), abs=1e-12)
    assert (Beneath(Point(0.2), high + 1.0).log_odds(LEVELS) == high + 1.0).all()


def test_without_a_density_the_quantiles_are_nearly_those_with_one() -> None:
    class Unknown:
        name = "a Beta that nobody knows the density of"

        def log_odds(self, u: np.ndarray) -> np.ndarray:
            return Beta(2.17, 8.76).log_odds(u)

    exact = Beneath(Beta(2.17, 8.76), FLOOR).log_odds(LEVELS)
    assert Beneath(Unknown(), FLOOR).log_odds(LEVELS) == pytest.approx(exact, abs=2e-3)


def test_a_simulation_of_the_words_has_these_quantiles() -> None:
    """Drawn as it is meant: a bound, and a place between it and the floor."""
    rng = np.random.default_rng(7)
    p = rng.beta(2.17, 8.76, size=20_000)
    bound = np.log(p) - np.log1p(-p)
    value = FLOOR + rng.uniform(size=p.size) * np.maximum(bound - FLOOR, 0.0)
    drawn = Beneath(Beta(2.17, 8.76), FLOOR).log_odds(rng.uniform(size=20_000))
    assert stats.ks_2samp(value, drawn).pvalue > 0.01


BOUNDS = some.one_of(
    some.builds(Beta, some.floats(0.3, 60), some.floats(0.3, 60)),
    some.builds(LogitNormal, some.floats(-6, 6), some.floats(0.05, 4)),
    some.builds(Widened, some.builds(Beta, some.floats(0.5, 30), some.floats(0.5, 30)), some.floats(0.3, 4)),
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(bound=BOUNDS, end=some.floats(-9, 9))
def test_quantiles_rise_and_stay_between_the_end_and_the_bound(bound: Family, end: float) -> None:
    u = (np.arange(400) + 0.5) / 400
    for drawn, sign in ((Beneath(bound, end).log_odds(u), 1.0), (Beyond(bound, end).log_odds(u), -1.0)):
        assert np.isfinite(drawn).all()
        assert (np.diff(drawn) >= 0.0).all()
        assert (sign * (drawn - end) >= -1e-12).all()
    ceiling = np.maximum(bound.log_odds(u), end)
    assert (Beneath(bound, end).log_odds(u) <= ceiling + 1e-9).all()  # stochastically below its bound


@settings(max_examples=60, deadline=None, derandomize=True)
@given(bound=BOUNDS)
def test_a_density_sums_to_what_lies_above(bound: Family) -> None:
    low, high = bound.log_odds(np.array([0.2, 0.7]))
    mass = quad(lambda x: float(density(bound, np.array([x]))[0]), low, high, epsabs=1e-11, limit=200)[0]
    assert mass == pytest.approx(0.5, abs=1e-8)
    assert above(bound, np.array([low, high])) == pytest.approx([0.8, 0.3], abs=1e-9)


def test_only_a_family_in_closed_form_has_a_density() -> None:
    for ask in (lambda x: density(x, np.zeros(1)), lambda x: above(x, np.zeros(1)), mirrored):
        with pytest.raises(TypeError, match="closed form"):
            ask(Point(0.5))
