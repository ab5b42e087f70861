"""SHELF's published examples reproduced.

Inputs and figures are those printed in two vignettes of the R package SHELF (Oakley), as published on CRAN:
"Getting Started with SHELF" (SHELF-overview, version of 2023-24) and "Eliciting a Dirichlet Distribution", whose
example is section 3.4 of Zapata-Vazquez, O'Hagan and Bastos (2014), Journal of Applied Statistics 41, 1919-1933.
SHELF stops its search (Nelder-Mead) up to 6e-4 short of the optimum, so each fit is also held against SciPy's
`least_squares`, an optimiser of another kind, on the published inputs.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import optimize, stats
from scipy.special import betainc, expit

from sim.priors.build import build
from sim.priors.families.families import Beta
from sim.priors.reading.marginals import Dirichlet, dirichlet, from_betas
from sim.priors.reading.points import elicit
from sim.scenario.file import read
from sim.scenario.model.elicited import Chips, Marginals, Quantiles

QUARTILES = (0.25, 0.5, 0.75)
EXPERT_A, EXPERT_B, CONSENSUS = (0.25, 0.30, 0.35), (0.30, 0.35, 0.50), (0.25, 0.30, 0.40)
GOOD, SEQUEL, DEAD = (0.50, 0.55, 0.60), (0.22, 0.30, 0.35), (0.11, 0.15, 0.20)

# myfit$Beta and myfit$ssq, "Getting Started with SHELF"; fit.good$Beta, "Eliciting a Dirichlet Distribution".
PUBLISHED = {
    EXPERT_A: (11.58800, 26.711428, 4.194213e-05),
    EXPERT_B: (3.76511, 6.000839, 8.591167e-03),
    GOOD: (24.88927, 20.4087, None),
}
GRID = np.linspace(0.001, 0.999, 999)


def quartiles(values: tuple[float, ...], **more: object) -> Quantiles:
    return Quantiles(quantiles=dict(zip(("25%", "50%", "75%"), values, strict=True)), **more)


def fitted(values: tuple[float, ...]) -> Beta:
    family = elicit(quartiles(values)).family
    assert isinstance(family, Beta)
    return family


def best(level: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Both shapes of the Beta of least squares by SciPy, from a net of starts."""
    runs = [
        optimize.least_squares(lambda x: betainc(np.exp(x[0]), np.exp(x[1]), value) - level, start, xtol=1e-15)
        for start in ((0.0, 0.0), (1.0, 2.0), (2.0, 1.0), (0.0, 3.0), (3.0, 0.0), (3.0, 4.0), (5.0, 5.0))
    ]
    return np.exp(min(runs, key=lambda run: run.cost).x)


@pytest.mark.parametrize("values", PUBLISHED)
def test_quartiles_give_the_published_betas(values: tuple[float, ...]) -> None:
    beta, (a, b, squares) = fitted(values), PUBLISHED[values]
    assert (beta.a, beta.b) == pytest.approx((a, b), rel=1e-4)
    if squares is not None:
        ours = float(np.sum((betainc(beta.a, beta.b, values) - QUARTILES) ** 2))
        assert ours == pytest.approx(squares, rel=1e-4)


@pytest.mark.parametrize("values", [EXPERT_A, EXPERT_B, CONSENSUS, GOOD, SEQUEL, DEAD])
def test_quartiles_give_the_optimum_of_another_optimiser(values: tuple[float, ...]) -> None:
    beta = fitted(values)
    optimum = best(np.array(QUARTILES), np.array(values))
    assert np.abs(betainc(beta.a, beta.b, GRID) - betainc(*optimum, GRID)).max() < 1e-5


def test_the_consensus_has_the_published_feedback() -> None:
    # feedback(consensus, quantiles = c(0.05, 0.95)): beta 15.2 and 51.2; fitted probabilities 0.283, 0.456, 0.770
    law = stats.beta(*(getattr(fitted(CONSENSUS), name) for name in "ab"))
    assert [round(100 * float(x), 1) for x in law.ppf([0.05, 0.95])] == [15.2, 51.2]
    assert [round(float(p), 3) for p in law.cdf(CONSENSUS)] == [0.283, 0.456, 0.770]


def test_the_consensus_as_a_histogram_has_the_published_quantiles() -> None:
    # the column `hist` of the same feedback: 5 and 88, limits 0 and 100
    family = elicit(quartiles(CONSENSUS, family="histogram")).family
    assert expit(family.log_odds(np.array([0.05, 0.25, 0.5, 0.75, 0.95]))) == pytest.approx(
        [0.05, 0.25, 0.30, 0.40, 0.88], abs=1e-12
    )


def row(fit: str) -> Dirichlet:
    states = {"good": GOOD, "sequel": SEQUEL, "dead": DEAD}
    split = {state: quartiles(values) for state, values in states.items()}
    return dirichlet(Marginals(split=split, fit=fit), tuple(states))


def test_the_elicited_marginals_are_the_published_ones() -> None:
    # "Directly elicited beta marginal distributions", three significant digits, and the sum of their means
    betas = [fitted(values) for values in (GOOD, SEQUEL, DEAD)]
    assert [float(f"{b.a:.3g}") for b in betas] == [24.9, 6.20, 4.60]
    assert [float(f"{b.b:.3g}") for b in betas] == [20.4, 14.7, 24.4]
    assert [float(f"{b.a + b.b:.3g}") for b in betas] == [45.3, 20.9, 29.0]
    assert round(row("opt").means, 3) == 1.004


@pytest.mark.parametrize(
    ("fit", "parameters"),
    # opt: the vignette's text; min: its table "Beta marginal distributions from Dirichlet fit"
    [("opt", (16.6, 8.96, 4.8)), ("min", (11.5, 6.18, 3.31))],
)
def test_the_dirichlet_has_the_published_parameters(fit: str, parameters: tuple[float, ...]) -> None:
    assert tuple(float(f"{a:.3g}") for a in row(fit).alpha) == parameters


def test_the_dirichlet_by_min_has_the_published_means_and_deviations() -> None:
    alpha = np.array(row("min").alpha)
    mean = alpha / alpha.sum()
    assert [float(f"{m:.3g}") for m in mean] == [0.547, 0.295, 0.158]
    assert [float(f"{s:.3g}") for s in np.sqrt(mean * (1 - mean) / (alpha.sum() + 1))] == [0.106, 0.0974, 0.0779]


def test_the_dirichlet_by_opt_has_the_published_feedback() -> None:
    # "the fitted median and 90th percentile for the proportion of 'good outcomes' are 0.55 and 0.66"
    found = row("opt")
    good = stats.beta(found.alpha[0], found.total - found.alpha[0])
    assert [float(f"{q:.2g}") for q in good.ppf([0.5, 0.9])] == [0.55, 0.66]
    assert found.median(frozenset({0})) == pytest.approx(good.median(), abs=1e-9)


def test_the_four_totals_are_what_their_definitions_say() -> None:
    """No figures are printed for med and mean: SHELF's manual (fitDirichlet) defines them; opt by SciPy's search."""
    betas = [fitted(values) for values in (GOOD, SEQUEL, DEAD)]
    n = np.array([b.a + b.b for b in betas])
    total = {fit: row(fit).total for fit in ("opt", "min", "med", "mean")}
    assert total["min"] == pytest.approx(n.min(), rel=1e-12)
    assert total["med"] == pytest.approx((n.min() + n.max()) / 2, rel=1e-12)
    assert total["mean"] == pytest.approx(n.mean(), rel=1e-12)
    mean = np.array([b.a for b in betas]) / n

    def apart(at: float) -> float:
        return float(np.sum((np.sqrt(mean * (1 - mean) / (1 + at)) - np.sqrt(mean * (1 - mean) / (1 + n))) ** 2))

    found = optimize.minimize_scalar(apart, bounds=(1.0, 200.0), method="bounded", options={"xatol": 1e-10})
    assert total["opt"] == pytest.approx(found.x, rel=1e-5)


def test_a_known_dirichlet_comes_back_from_its_own_quartiles() -> None:
    """The round trip of SHELF's own test-dirichlet.R: parameters 20, 10, 5."""
    alpha = (20.0, 10.0, 5.0)
    split = {
        state: quartiles(tuple(stats.beta(a, sum(alpha) - a).ppf(QUARTILES)))
        for state, a in zip("abc", alpha, strict=True)
    }
    assert dirichlet(Marginals(split=split), tuple("abc")).alpha == pytest.approx(alpha, abs=1e-3)


def test_a_known_beta_comes_back_from_three_points() -> None:
    """The round trip of SHELF's own test-fitting.R: shapes 5 and 20 from their values at 0.16, 0.20, 0.28."""
    values = (0.16, 0.20, 0.28)
    points = {f"{level!r}": value for level, value in zip(betainc(5, 20, values).tolist(), values, strict=True)}
    family = elicit(Quantiles(quantiles=points)).family
    assert isinstance(family, Beta)
    assert (family.a, family.b) == pytest.approx((5, 20), abs=1e-3)


# Five experts' chips on ten bins, from the vignette "Expert elicitation" of the R package tipmap, whose
# fit_beta_1exp "is based on SHELF::fitdist and yields identical results": cumulative shares at the bins' upper
# edges, those of 0 and 1 left out. The vignette's figures were not to be had, so SciPy's are taken.
CHIPS = (
    (1, 3, 4, 2, 0, 0, 0, 0, 0, 0),
    (0, 2, 3, 2, 2, 1, 0, 0, 0, 0),
    (0, 1, 3, 2, 2, 1, 1, 0, 0, 0),
    (1, 3, 3, 2, 1, 0, 0, 0, 0, 0),
    (0, 1, 4, 3, 2, 0, 0, 0, 0, 0),
)


@pytest.mark.parametrize("chips", CHIPS)
def test_chips_give_the_optimum_on_cumulative_shares(chips: tuple[int, ...]) -> None:
    family = elicit(Chips(chips={f"{10 * i}-{10 * i + 10}%": n for i, n in enumerate(chips)})).family
    share = np.cumsum(chips) / sum(chips)
    inside = (share > 0) & (share < 1)
    optimum = best(share[inside], (np.arange(1, 11) / 10)[inside])
    assert isinstance(family, Beta)
    assert np.abs(betainc(family.a, family.b, GRID) - betainc(*optimum, GRID)).max() < 1e-5


def test_two_experts_pooled_linearly_have_the_weighted_distribution_function() -> None:
    """SHELF's manual, plinearpool: expert 1 P(X<30)=.25, (40)=.5, (50)=.75, expert 2 20, 25, 35; weights 0.7, 0.3.

    The pool is F = 0.7 F1 + 0.3 F2 of the Betas fitted to each (SciPy's fits); ours is drawn, so that it is held
    to them as closely as 20,000 draws allow, and our own two Betas exactly.
    """
    first, second = (0.30, 0.40, 0.50), (0.20, 0.25, 0.35)
    says = [{"quantiles": dict(zip(("25%", "50%", "75%"), v, strict=True))} for v in (first, second)]
    data = {
        "schema_version": 1, "id": "t", "title": "T", "as_of": "2025-12-24",
        "timeline": {"steps": 1, "step": "1 week"}, "pool": {"rule": "linear"}, "dependence": 0,
        "experts": {"one": {"name": "One", "weight": 0.7}, "two": {"name": "Two", "weight": 0.3}},
        "variables": {"x": {"label": "X", "states": ["no", "yes"]}},
        "judgments": {"x": {
            "J1": {"expert": "one", "about": "yes", "says": says[0]},
            "J2": {"expert": "two", "about": "yes", "says": says[1]},
        }},
        "questions": {"Q": {"asks": "Yes?", "is": {"x": "yes"}, "at": "2025-12-31"}},
    }  # fmt: skip
    drawn = np.sort(build(read.loads(json.dumps(data)), draws=20_000, seed=1).tables["x"].tails.ravel())
    laws = [best(np.array(QUARTILES), np.array(v)) for v in (first, second)]
    ours = [fitted(v) for v in (first, second)]
    for x in (0.2, 0.3, 0.5, 0.8):
        pooled = 0.7 * betainc(*laws[0], x) + 0.3 * betainc(*laws[1], x)
        assert 0.7 * betainc(ours[0].a, ours[0].b, x) + 0.3 * betainc(ours[1].a, ours[1].b, x) == pytest.approx(
            pooled, abs=1e-6
        )
        # Latin hypercubes for each voice and for whom a draw follows: binomial noise is a bound
        assert np.searchsorted(drawn, x) / drawn.size == pytest.approx(pooled, abs=5 * np.sqrt(0.25 / drawn.size))


def test_from_betas_needs_no_order() -> None:
    betas = [fitted(values) for values in (GOOD, SEQUEL, DEAD)]
    for method in ("opt", "min", "med", "mean"):
        assert from_betas(betas[::-1], method)[0] == pytest.approx(from_betas(betas, method)[0][::-1], rel=1e-12)
