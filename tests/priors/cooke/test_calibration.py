"""Calibration and information against scipy.stats, closed forms and the TU Delft example."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from delft import EXAMPLE, study
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from sim.priors.cooke.calibration import (
    OVERSHOOT,
    Study,
    information,
    intrinsic_range,
    log_calibration,
    log_chi_square_survival,
    normalised,
    shown,
)
from sim.priors.cooke.decision_maker import Scores

MASSES = np.array([0.05, 0.45, 0.45, 0.05])


@pytest.mark.parametrize("degrees", [1, 2, 3, 5, 19])
@pytest.mark.parametrize("x", [0.0, 1e-6, 0.3, 2.0, 25.0, 90.0, 400.0, 1100.0])
def test_survival_is_scipys(x: float, degrees: int) -> None:
    assert log_chi_square_survival(x, degrees) == pytest.approx(stats.chi2(degrees).logsf(x), rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("x", [1150.0, 1190.0, 1250.0, 3000.0, 1e5, 1e9])
def test_survival_below_the_smallest_double_is_the_closed_form(x: float) -> None:
    """Two degrees: e^(-x/2). Three: erfc(sqrt y) + 2 sqrt(y / pi) e^-y with y = x/2."""
    y = x / 2
    three = -y + math.log(special.erfcx(math.sqrt(y)) + 2 * math.sqrt(y / math.pi))
    assert log_chi_square_survival(x, 2) == pytest.approx(-y, rel=1e-13)
    assert log_chi_square_survival(x, 3) == pytest.approx(three, rel=1e-13)


def test_the_delft_example_to_three_digits() -> None:
    """The published figures; A's weight was computed there from rounded scores, hence 6.57 for 6.56."""
    scores = Scores(study(EXAMPLE)).voices
    published = {"A": (3.621e-5, 1.418, 6.57e-5), "B": (0.608, 0.558, 0.4338), "C": (0.327, 1.354, 0.5661)}
    shares = normalised([score.log_weight for score in scores])
    for score, share, (calibration, told, weight) in zip(scores, shares, published.values(), strict=True):
        assert math.exp(score.log_calibration) == pytest.approx(calibration, rel=1e-3)
        assert score.information == pytest.approx(told, abs=5e-4)
        assert share == pytest.approx(weight, rel=2e-3)


def test_a_truth_equal_to_a_quantile_counts_below_it() -> None:
    """Unequal masses: the calibration of one answer tells which bin was hit, ln 1/mass being its divergence."""
    masses = np.array([0.1, 0.2, 0.3, 0.4])
    answers = np.array([[1.0, 2.0, 3.0]])
    for truth, mass in [(1.0, 0.1), (1.5, 0.2), (2.0, 0.2), (2.5, 0.3), (3.0, 0.3), (3.5, 0.4)]:
        expected = stats.chi2(3).logsf(2 * math.log(1 / mass))
        assert log_calibration(answers, np.array([truth]), masses, 1) == pytest.approx(expected, rel=1e-12)


def test_a_missing_answer_counts_neither_as_hit_nor_as_miss() -> None:
    answers = np.array([[1.0, 2.0, 3.0], [np.nan] * 3, [1.0, 2.0, 3.0]])
    both = np.delete(answers, 1, axis=0)
    found = log_calibration(answers, np.array([1.5, 99.0, 2.5]), MASSES, 2)
    assert found == log_calibration(both, np.array([1.5, 2.5]), MASSES, 2)


def test_calibrations_near_1e_16_and_far_below_keep_their_digits() -> None:
    """Every truth above the 95 % quantile: KL = ln 20, so ln C is that of chi-square at 2 N ln 20."""
    answers = np.repeat([[1.0, 2.0, 3.0]], 400, axis=0)
    truth = np.full(400, 4.0)
    for number in (13, 14, 100, 400):
        found = log_calibration(answers[:number], truth[:number], MASSES, number)
        y = number * math.log(20)
        exact = -y + math.log(special.erfcx(math.sqrt(y)) + 2 * math.sqrt(y / math.pi))
        assert found == pytest.approx(exact, rel=1e-12)
        assert shown(found) == f"{Decimal(exact).exp():.2e}"


def test_power_is_the_smallest_number_answered() -> None:
    whole = study(EXAMPLE)
    answers = whole.answers.copy()
    answers[1, 3] = np.nan
    short = Study(whole.voices, whole.items, whole.levels, answers, whole.truth)
    assert (whole.power, short.power, short.answered.tolist()) == (5, 4, [5, 4, 5])
    alone = log_calibration(whole.answers[0], whole.truth, whole.masses, 4)
    assert Scores(short).voices[0].log_calibration == alone
    assert alone > Scores(whole).voices[0].log_calibration


def test_the_intrinsic_range_holds_all_answers_and_the_truth() -> None:
    lower, upper = study(EXAMPLE).bounds
    assert lower[0] == pytest.approx(2 - OVERSHOOT * 32)
    assert upper[0] == pytest.approx(34 + OVERSHOOT * 32)
    assert upper[3] == pytest.approx(47 + OVERSHOOT * 45)  # the truth lies above every answer
    below = Study(("a",), ("T",), (0.5,), np.array([[[7.0]]]), np.array([-3.0]))
    assert [end.tolist() for end in below.bounds] == [[-4.0], [8.0]]


def test_information_is_the_divergence_from_the_range() -> None:
    """A brute-force integral of f ln(f / g) over a fine grid."""
    answer, lower, upper = np.array([2.0, 5.0, 7.0]), 0.0, 10.0
    grid = (np.arange(100_000) + 0.5) / 10_000
    edges = np.array([lower, *answer, upper])
    density = (MASSES / np.diff(edges))[np.searchsorted(answer, grid)]
    brute = float(np.mean(density * 10 * np.log(density * 10)))
    found = information(answer[None], np.array([lower]), np.array([upper]), MASSES)
    assert found[0] == pytest.approx(brute, rel=1e-6)


def test_a_range_without_width_has_no_information() -> None:
    lower, upper = intrinsic_range(np.array([5.0, 0.0]), np.array([5.0, 0.0]))
    assert (lower.tolist(), upper.tolist()) == ([4.5, -0.1], [5.5, 0.1])
    found = information(np.array([[5.0], [0.0]]), lower, upper, np.array([0.5, 0.5]))
    assert found.max() == pytest.approx(0, abs=1e-12)


@given(
    st.lists(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=4, unique=True), min_size=1, max_size=8),
    st.floats(0.1, 50.0),
    st.floats(-1e3, 1e3),
)
def test_scores_do_not_depend_on_the_unit(rows: list[list[float]], factor: float, shift: float) -> None:
    """Another unit or another zero leaves calibration and information as they are (uniform background)."""
    table = np.array([sorted(row[:3]) for row in rows])
    if (np.diff(table, axis=1) < 1e-3).any():
        return
    truth = np.array([row[3] for row in rows])
    if (np.abs(table - truth[:, None]) < 1e-3).any():
        return

    def score(answers: np.ndarray, true: np.ndarray) -> tuple[float, float]:
        made = Study(("a",), tuple(map(str, range(len(true)))), (0.05, 0.5, 0.95), answers[None], true)
        found = Scores(made).voices[0]
        return found.log_calibration, found.information

    calibration, told = score(table, truth)
    again = score(factor * table + shift, factor * truth + shift)
    assert again == pytest.approx((calibration, told), rel=1e-5, abs=1e-5)
    assert calibration <= 0
    assert told >= 0
