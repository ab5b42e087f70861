"""Ranges, quantiles and chips: closed forms, SciPy's distributions, and properties of every fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import optimize, stats
from scipy.special import betainc, expit, logit, ndtr
from small import small

from sim.priors.build import build
from sim.priors.consistency.check import check
from sim.priors.families.families import Beta, Histogram, LogitNormal, Pert, Point
from sim.priors.families.fit_points import beta, beta_about, logit_normal, logit_normal_about
from sim.priors.judgment_priors import judgments as priors_of
from sim.priors.reading.judgment import read_counts, read_number
from sim.priors.reading.marginals import from_betas
from sim.priors.reading.points import cell, elicit, standardised
from sim.scenario import edit
from sim.scenario.model.elicited import Chips, Marginals, Quantiles, Range
from sim.scenario.model.forms import Counts, Number

QUICK = settings(max_examples=settings.default.max_examples // 3, deadline=None, derandomize=True)
LEVELS = np.concatenate([[1e-6, 1e-3], np.linspace(0.01, 0.99, 99), [1 - 1e-3, 1 - 1e-6]])
SMOOTH = some.sampled_from(["beta", "logit-normal"])
ANY = some.sampled_from(["beta", "logit-normal", "histogram"])
INSIDE = some.floats(0.002, 0.998)


def quantile(family: object, level: float | np.ndarray) -> np.ndarray:
    return expit(family.log_odds(np.atleast_1d(np.asarray(level, dtype=float))))


def distinct(count: int, low: float = 0.002, high: float = 0.998) -> some.SearchStrategy[list[float]]:
    """So many numbers, rising by at least 0.002."""
    steps = some.lists(some.integers(1, 400), min_size=count + 1, max_size=count + 1)
    return steps.map(lambda gaps: [low + (high - low) * sum(gaps[: i + 1]) / sum(gaps) for i in range(count)])


@some.composite
def ranges(draw: some.DrawFn) -> Range:
    low, best, high = draw(distinct(3))
    confidence = draw(some.floats(0.5, 1.0))
    family = draw(some.sampled_from(["beta", "logit-normal", "histogram", "pert"]))
    return Range(low=draw(some.sampled_from([low, 0.0])), best=best, high=high, confidence=confidence, family=family)


@some.composite
def quantiles(draw: some.DrawFn) -> Quantiles:
    count = draw(some.integers(2, 5))
    levels = [f"{100 * level:.6g}%" for level in draw(distinct(count))]
    points = dict(zip(levels, draw(distinct(count)), strict=True))
    return Quantiles(quantiles=points, family=draw(ANY))


@some.composite
def chips(draw: some.DrawFn) -> Chips:
    laid = draw(some.lists(some.integers(0, 9), min_size=10, max_size=10).filter(lambda row: sum(map(bool, row)) > 1))
    return Chips(chips={f"{10 * i}-{10 * i + 10}%": n for i, n in enumerate(laid)}, family=draw(ANY))


FORMS = ranges() | quantiles() | chips()


@QUICK
@given(FORMS, some.sampled_from([1.0, 0.5, 2.0]))
def test_every_quantile_function_rises_within_0_and_1(says: Range | Quantiles | Chips, widen: float) -> None:
    family = elicit(says.model_copy(update={"widen": widen})).family
    p = quantile(family, LEVELS)
    assert np.isfinite(family.log_odds(LEVELS)).all()
    assert (np.diff(p) >= 0).all()
    assert p[0] >= 0
    assert p[-1] <= 1


@QUICK
@given(ranges().filter(lambda says: says.family != "pert"))
def test_best_is_the_median(says: Range) -> None:
    assert quantile(elicit(says).family, 0.5)[0] == pytest.approx(says.best, abs=1e-7)


@QUICK
@given(FORMS, some.sampled_from([0.3, 3.0]))
def test_widening_keeps_the_median_and_stretches_the_log_odds(says: Range | Quantiles | Chips, widen: float) -> None:
    plain, wide = elicit(says).family, elicit(says.model_copy(update={"widen": widen})).family
    middle = plain.log_odds(np.array([0.5]))[0]
    stretched = middle + widen * (plain.log_odds(LEVELS) - middle)
    assert wide.log_odds(LEVELS) == pytest.approx(stretched, rel=1e-9, abs=1e-9)


@QUICK
@given(quantiles().filter(lambda says: says.family == "beta"))
def test_the_complement_has_the_mirrored_fit(says: Quantiles) -> None:
    """Least squares does not care which of two events is spoken of."""
    other = {f"{100 - float(key[:-1]):.6g}%": 1 - value for key, value in says.quantiles.items()}
    one, two = elicit(says).family, elicit(Quantiles(quantiles=other)).family
    assert isinstance(one, Beta)
    assert isinstance(two, Beta)
    level = np.array(sorted(float(key[:-1]) / 100 for key in says.quantiles))
    value = np.array(sorted(says.quantiles.values()))
    squares = [np.sum((betainc(a, b, value) - level) ** 2) for a, b in ((one.a, one.b), (two.b, two.a))]
    assert squares[0] == pytest.approx(squares[1], rel=1e-6, abs=1e-12)


@QUICK
@given(quantiles(), some.randoms(use_true_random=False))
def test_the_order_of_quantiles_has_no_meaning(says: Quantiles, dice: object) -> None:
    keys = list(says.quantiles)
    dice.shuffle(keys)
    assert elicit(Quantiles(quantiles={k: says.quantiles[k] for k in keys}, family=says.family)) == elicit(says)


@QUICK
@given(chips().filter(lambda says: says.family == "histogram"), some.integers(2, 50))
def test_only_shares_of_chips_count(says: Chips, times: int) -> None:
    more = Chips(chips={key: times * n for key, n in says.chips.items()}, family=says.family)
    assert quantile(elicit(more).family, LEVELS) == pytest.approx(quantile(elicit(says).family, LEVELS), abs=1e-12)


@QUICK
@given(some.lists(some.tuples(some.floats(0.3, 200), some.floats(0.3, 200)), min_size=2, max_size=6), some.data())
def test_the_order_of_states_has_no_meaning(shapes: list[tuple[float, float]], data: some.DataObject) -> None:
    order = data.draw(some.permutations(range(len(shapes))))
    betas = [Beta(*shape) for shape in shapes]
    for method in ("opt", "min", "med", "mean"):
        alpha, means = from_betas(betas, method)
        moved, again = from_betas([betas[i] for i in order], method)
        assert moved == pytest.approx([alpha[i] for i in order], rel=1e-9)
        assert again == pytest.approx(means, rel=1e-12)
        totals = [a + b for a, b in shapes]
        assert min(totals) - 1e-6 <= sum(alpha) <= max(totals) + 1e-6


@pytest.mark.parametrize("seed", [*range(12), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(12, 40))])
def test_no_beta_or_logit_normal_of_scipy_is_nearer(seed: int) -> None:
    """Random points, also such that no member of the family comes near; twenty starts for SciPy.

    Totals from e^-3 on: where the levels hardly rise, the least squares run off to a Beta of 0s and 1s alone.
    """
    dice = np.random.default_rng(seed)
    size = int(dice.integers(2, 6))
    level, value = np.sort(dice.uniform(0.02, 0.98, size)), np.sort(dice.uniform(0.0, [1.0, 0.1][seed % 2], size))
    points = tuple(zip(level.tolist(), value.tolist(), strict=True))
    ours, normal = beta(points), logit_normal(points)

    def shapes(x: np.ndarray) -> tuple[float, float]:
        return np.exp(x[1]) * expit(x[0]), np.exp(x[1]) * expit(-x[0])

    def least(residuals: object, starts: list[tuple[float, float]], lowest: float, highest: float) -> float:
        bounds = ((-30, lowest), (30, highest))
        return min(2 * optimize.least_squares(residuals, start, bounds=bounds).cost for start in starts)

    of_beta = least(
        lambda x: betainc(*shapes(x), value) - level, [(m, t) for m in (-4, -2, 0, 2, 4) for t in (0, 2, 5, 8)], -3, 24
    )
    of_normal = least(
        lambda x: ndtr((logit(value) - x[0]) / np.exp(x[1])) - level,
        [(float(logit(v)), s) for v in value for s in (-3, -1, 0, 1)],
        -12,
        4,
    )
    assert np.sum((betainc(ours.a, ours.b, value) - level) ** 2) <= of_beta + 1e-8
    assert np.sum((ndtr((logit(value) - normal.mean) / normal.sd) - level) ** 2) <= of_normal + 1e-8


@pytest.mark.parametrize("median", [0.02, 0.3, 0.9])
def test_with_the_median_held_the_ends_are_met_as_nearly_as_possible(median: float) -> None:
    points = ((0.1, 0.4 * median), (0.9, 1 - 0.4 * (1 - median)))
    level, value = (np.array(column) for column in zip(*points, strict=True))
    held = beta_about(median, points)

    def squares(log_total: float) -> float:
        total = np.exp(log_total)
        a = optimize.brentq(lambda a: betainc(a, total - a, median) - 0.5, 1e-9 * total, (1 - 1e-9) * total)
        return float(np.sum((betainc(a, total - a, value) - level) ** 2))

    found = optimize.minimize_scalar(squares, bounds=(-2, 10), method="bounded", options={"xatol": 1e-9})
    assert held.a + held.b == pytest.approx(np.exp(found.x), rel=1e-4)
    normal = logit_normal_about(median, points)
    spread = optimize.minimize_scalar(
        lambda s: float(np.sum((ndtr((logit(value) - logit(median)) / np.exp(s)) - level) ** 2)), bounds=(-5, 5)
    )
    assert normal.sd == pytest.approx(np.exp(spread.x), rel=1e-3)


def test_a_range_is_standardised_in_proportion_and_cut_at_the_ends() -> None:
    """The formula of Hemming et al. (2018), reckoned by hand: 0.2 - 0.1 x 0.8/0.5 = 0.04, 0.2 + 0.2 x 1.6 = 0.52."""
    assert standardised(0.1, 0.2, 0.4, 0.5) == pytest.approx((0.04, 0.52))
    assert standardised(0.1, 0.2, 0.4, 0.8) == (0.1, 0.4)
    assert standardised(0.1, 0.2, 0.4, 1.0) == pytest.approx((0.12, 0.36))
    assert standardised(0.05, 0.2, 0.9, 0.5) == (0.0, 1.0)
    assert standardised(0.1, 0.2, 0.4, 0.5, 0.9) == pytest.approx((0.02, 0.56))


def test_a_range_says_what_was_done_to_it() -> None:
    asked = Range(low="2%", best="5%", high="20%", confidence="60%")
    found = elicit(asked)
    assert found.phrase == "2 % to 20 %, best 5 %, 60 % sure"
    assert found.read_as == "80 % within 1 % to 25 %, median 5 %"
    assert found.assumed == (f"{found.phrase}: brought to 80 % by straight lines, 1 % to 25 %",)
    assert elicit(asked.model_copy(update={"confidence": 0.8})).assumed == ()
    assert "cut at the end" in elicit(Range(low=0.01, best=0.1, high=0.2, confidence=0.5)).assumed[0]


def test_a_range_with_nothing_left_but_its_best_is_as_wide_as_a_uniform() -> None:
    asked = Range(low=0, best=0.5, high=1, confidence=0.5)
    assert quantile(elicit(asked).family, LEVELS) == pytest.approx(LEVELS, rel=1e-9)
    assert "widest beta" in elicit(asked).assumed[-1]
    normal = elicit(asked.model_copy(update={"family": "logit-normal"})).family
    assert isinstance(normal, LogitNormal)
    assert normal.sd == pytest.approx(stats.logistic.std())


def test_a_range_as_a_histogram_is_two_uniform_halves() -> None:
    """Straight lines to 80 % and on to 100 % are one straight line: half of it on either side of best."""
    family = elicit(Range(low=0.1, best=0.2, high=0.5, confidence=0.5, family="histogram")).family
    assert quantile(family, [0.0, 0.25, 0.5, 0.75, 1.0]) == pytest.approx([0.0, 0.1, 0.2, 0.5, 0.8], abs=1e-9)


def test_a_range_as_a_pert_has_its_ends_at_full_confidence() -> None:
    family = elicit(Range(low=0.1, best=0.2, high=0.4, confidence=1.0, family="pert")).family
    assert isinstance(family, Pert)
    assert (family.low, family.high) == (0.1, 0.4)
    law = stats.beta(1 + 4 * family.share, 5 - 4 * family.share, loc=0.1, scale=0.3)
    assert law.median() == pytest.approx(0.2, abs=1e-9)
    assert quantile(family, LEVELS) == pytest.approx(law.ppf(LEVELS), abs=1e-9)
    half = elicit(Range(low=0.1, best=0.2, high=0.4, confidence=0.5, family="pert")).family
    assert isinstance(half, Pert)
    assert (half.low, half.high) == pytest.approx((0.0, 0.6))


def test_a_range_without_best_leaves_as_much_on_either_side() -> None:
    one = elicit(Range(low=0.05, high=0.3, confidence=0.9)).family
    assert quantile(one, [0.05, 0.95]) == pytest.approx([0.05, 0.3], abs=1e-7)
    touching = elicit(Range(low=0, high=0.3, confidence=0.9))
    assert quantile(touching.family, [0.5, 0.9]) == pytest.approx([0.15, 0.3], abs=1e-7)
    assert touching.assumed == ("0 % to 30 %, 90 % sure: its middle, 15 %, taken as the median",)
    above = elicit(Range(low=0.7, high=1, confidence=0.9)).family
    assert quantile(above, [0.1, 0.5]) == pytest.approx([0.7, 0.85], abs=1e-7)
    whole = elicit(Range(low=0.1, high=0.3, confidence=1, family="histogram")).family
    assert quantile(whole, [0.0, 0.5, 1.0]) == pytest.approx([0.1, 0.2, 0.3])


def test_quantiles_with_ends_stay_within_them() -> None:
    points = {"0%": 0.1, "25%": 0.2, "50%": 0.3, "100%": 0.6}
    histogram = elicit(Quantiles(quantiles=points, family="histogram")).family
    assert histogram == Histogram((0.0, 0.25, 0.5, 1.0), (0.1, 0.2, 0.3, 0.6))
    pert = elicit(Quantiles(quantiles=points, family="pert")).family
    assert isinstance(pert, Pert)
    level, value = np.array([0.25, 0.5]), (np.array([0.2, 0.3]) - 0.1) / 0.5
    squares = optimize.minimize_scalar(
        lambda s: float(np.sum((betainc(1 + 4 * s, 5 - 4 * s, value) - level) ** 2)), bounds=(0, 1), method="bounded"
    )
    assert (pert.low, pert.high, pert.share) == pytest.approx((0.1, 0.6, squares.x), abs=1e-4)


def test_chips_as_a_histogram_leave_gaps_empty() -> None:
    family = elicit(Chips(chips={"10-20%": 2, "20-30%": 0, "40-60%": 2}, family="histogram")).family
    assert quantile(family, [0.0, 0.25, 0.499, 0.501, 0.75, 1.0]) == pytest.approx(
        [0.1, 0.15, 0.1998, 0.4004, 0.5, 0.6], abs=1e-9
    )
    assert elicit(Chips(chips={"10-20%": 2, "20-30%": 0, "40-60%": 2}, family="histogram")).points[0].missed is False


def test_chips_in_few_bins_leave_half_a_chip_outside() -> None:
    """Ten chips in one bin: 5 % on either side, as for a range of 90 %."""
    one = elicit(Chips(chips={"10-20%": 10}))
    assert quantile(one.family, [0.05, 0.95]) == pytest.approx([0.1, 0.2], abs=1e-7)
    assert "half a chip" in one.assumed[0]
    two = elicit(Chips(chips={"0-10%": 6, "10-20%": 4}))
    assert quantile(two.family, [0.6, 0.95]) == pytest.approx([0.1, 0.2], abs=1e-7)
    whole = elicit(Chips(chips={"0-50%": 3, "50-100%": 1})).family
    assert isinstance(whole, Beta)
    assert whole.a + whole.b == pytest.approx(2)
    assert betainc(whole.a, whole.b, 0.5) == pytest.approx(0.75)
    assert elicit(Chips(chips={"0-10%": 6, "10-20%": 3, "20-30%": 1})).assumed == ()


def test_chips_as_a_pert_end_where_the_chips_end() -> None:
    family = elicit(Chips(chips={"0-10%": 0, "10-20%": 1, "20-30%": 5, "30-40%": 2, "40-50%": 0}, family="pert")).family
    assert isinstance(family, Pert)
    assert (family.low, family.high) == (0.1, 0.4)
    alone = elicit(Chips(chips={"10-20%": 3}, family="pert")).family
    assert quantile(alone, 0.5)[0] == pytest.approx(0.15)


def test_cells_are_those_of_phrases() -> None:
    assert [cell(value) for value in (0.05, 0.2, 0.07, 0.123, 0.95)] == [0.025, 0.025, 0.005, 0.005, 0.025]
    assert [cell(value) for value in (0.002, 0.998)] == pytest.approx([0.001, 0.001])


@pytest.mark.parametrize("size", [1e-2, 1e-4, 1e-7])
def test_small_probabilities_are_fitted_as_well(size: float) -> None:
    """A rare event known to a factor of three: both quantiles met, in proportion."""
    for family in ("beta", "logit-normal"):
        found = elicit(Quantiles(quantiles={"5%": size, "95%": 3 * size}, family=family)).family
        assert quantile(found, [0.05, 0.95]) == pytest.approx([size, 3 * size], rel=1e-4)


def test_counts_add_to_their_prior() -> None:
    """Beta-binomial conjugacy: happened + a, rest + b."""
    for prior, extra in {"uniform": (1, 1), "jeffreys": (0.5, 0.5)}.items():
        reading = read_counts(Counts(happened=3, of=10, prior=prior))
        assert reading.families == ((1.0, Beta(3 + extra[0], 7 + extra[1])),)
    own = read_counts(Counts(happened=3, of=10, prior={"a": 0.2, "b": 4}))
    assert own.families == ((1.0, Beta(3.2, 11.0)),)
    assert own.read_as == "counts on a prior Beta(0.2, 4)"


def test_a_point_has_no_doubt_and_says_so() -> None:
    reading = read_number(Number(probability="5%", family="point"))
    assert reading.families == ((1.0, Point(0.05)),)
    assert quantile(reading.families[0][1], LEVELS) == pytest.approx(0.05)
    assert reading.assumed == ("5 % taken as exact (family: point)",)


def scenario(says: object, **more: object):
    """One voice on one variable that never falls (clocked) or on one drawn once."""
    judgment = {"expert": "a", "about": more.pop("about", "some or more"), "says": says}
    data = {
        "experts": {"a": {"name": "A"}},
        "variables": {"r": {"label": "R", "states": ["none", "some", "war"], **more.pop("variable", {})}},
        "judgments": {"r": {"J": judgment | more}},
        "questions": {"Q": {"asks": "War?", "reaches": {"r": "war"}, "by": "2026-01-21"}},
    }
    return small(**data)


CLOCKED = {"variable": {"never_falls": True, "start": "none"}, "within": "3 steps"}


@pytest.mark.parametrize("more", [{}, {"nudge": 0.4}, CLOCKED, {**CLOCKED, "nudge": -0.3}], ids=str)
def test_quantiles_of_a_logit_normal_are_that_number_with_odds(more: dict) -> None:
    """Three points of {5 %, odds within 4} come back as it, draw by draw, through nudge and clock."""
    points = {f"{level}%": float(expit(logit(0.05) + z * np.log(4))) for level, z in ((5, -1), (50, 0), (95, 1))}
    one = build(scenario({"quantiles": points, "family": "logit-normal"}, **more), draws=200, seed=3).tables["r"].tails
    two = build(scenario({"probability": 0.05, "odds_within": 4}, **more), draws=200, seed=3).tables["r"].tails
    assert one == pytest.approx(two, abs=1e-7)


def test_a_clocked_range_is_reached_in_time_as_often_as_was_said() -> None:
    says = {"low": 0.1, "best": 0.2, "high": 0.4, "confidence": 0.8}
    once, hazard = (build(scenario(says, **more), draws=300, seed=1).tables["r"] for more in ({}, CLOCKED))
    reached = 1 - (1 - hazard.tails[hazard.row_of[0, 0]][:, 0]) ** 3
    assert reached == pytest.approx(once.tails[0][:, 0], abs=1e-12)


def split(**more: object) -> dict:
    return {
        "split": {
            "none": {"quantiles": {"25%": 0.55, "75%": 0.65}},
            "some": {"low": 0.2, "best": 0.3, "high": 0.4, "confidence": 0.8},
            "war": {"chips": {"0-5%": 1, "5-10%": 5, "10-15%": 6, "15-20%": 2}},
        },
        **more,
    }


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("fit", ["opt", "min"])
def test_draws_of_a_split_have_the_dirichlet_s_means_and_spreads(ordered: bool, fit: str) -> None:
    made = scenario(split(fit=fit), about="any", variable={"ordered": ordered}, )
    row = build(made, draws=4000, seed=1).tables["r"].tails[0]
    reach = np.concatenate([np.ones((4000, 1)), row, np.zeros((4000, 1))], axis=1)
    drawn = reach[:, :-1] - reach[:, 1:]
    alpha = np.array([float(a) for a in priors_of(made)["J"].family[len("Dirichlet(") : -1].split(",")])
    law = stats.dirichlet(alpha)
    assert drawn.mean(axis=0) == pytest.approx(law.mean(), abs=2e-3)
    assert drawn.var(axis=0) == pytest.approx(law.var(), rel=0.06)


def test_a_nudged_split_moves_every_cumulative_share() -> None:
    plain, moved = (
        build(scenario(split(), about="any", nudge=n), draws=100, seed=1).tables["r"].tails[0] for n in (0, 0.7)
    )
    assert logit(moved) - logit(plain) == pytest.approx(0.7, abs=1e-9)


def test_a_misfit_is_a_warning_on_its_judgment() -> None:
    assert check(scenario({"quantiles": {"25%": 0.25, "50%": 0.3, "75%": 0.35}})) == ()
    (warning,) = check(scenario({"quantiles": {"5%": 0.01, "50%": 0.3, "95%": 0.35}}))
    assert warning.startswith("judgments.J.says: Beta(")
    assert "5 %: 1 % became 25.3 %" in warning
    found = priors_of(scenario({"quantiles": {"5%": 0.01, "50%": 0.3, "95%": 0.35}}))["J"]
    assert [point.elicited for point in found.fit] == [0.01, 0.3, 0.35]
    assert any(point.missed for point in found.fit)
    assert not replace(found.fit[0], fitted=found.fit[0].elicited).missed


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("judgments.J.says.quantiles.50%", "31%"),
        ("judgments.J.says.quantiles.2.5%", "2%"),
        ("judgments.J.says.family", "logit-normal"),
        ("judgments.J.says.widen", 2),
        ("judgments.J.nudge", 0.5),
    ],
)
def test_every_number_of_a_fit_can_be_set(path: str, value: object) -> None:
    made = scenario({"quantiles": {"2.5%": 0.01, "50%": 0.3, "97.5%": 0.6}})
    moved = edit.edit(made, {path: value})
    assert moved != made
    assert edit.value(moved, path) == value
    assert not np.allclose(build(made, 50, 1).tables["r"].tails, build(moved, 50, 1).tables["r"].tails, atol=1e-9)


def test_numbers_inside_a_split_can_be_set() -> None:
    made = scenario(split(), about="any")
    for path, value in {
        "judgments.J.says.fit": "mean",
        "judgments.J.says.split.some.best": "35%",
        "judgments.J.says.split.none.quantiles.25%": "50%",
        "judgments.J.says.split.war.chips.0-5%": 4,
    }.items():
        moved = edit.edit(made, {path: value})
        assert priors_of(moved)["J"].family != priors_of(made)["J"].family
    assert isinstance(made.judgments["r"]["J"].says, Marginals)
