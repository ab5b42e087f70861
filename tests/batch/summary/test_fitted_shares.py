"""Shares off a grid: closed forms within the errors told, and a plain word where nothing can be told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import qmc

from sim.batch.summary.moved_axis import MovedAxis, gather_axis
from sim.batch.summary.shares.fitted import share_fitted
from tests.batch.summary.swept import spread_out

Floats = np.ndarray[Any, np.dtype[np.float64]]


def numbers(points: Floats) -> list[MovedAxis]:
    return [gather_axis(f"x{place}", "number", list(column)) for place, column in enumerate(points.T)]


def ishigami(points: Floats) -> Floats:
    x, y, z = (2 * np.pi * points - np.pi).T
    return np.asarray(np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))


@pytest.mark.parametrize(("settings", "within"), [(150, 0.02), (400, 0.005)])
def test_ishigami(settings: int, within: float) -> None:
    points = spread_out(settings, 3)
    found = share_fitted(numbers(points), ishigami(points))
    assert (found.method, found.notes) == ("fitted", ())
    assert found.explained > 0.99
    assert [share.first for share in found.axes] == pytest.approx([0.3139, 0.4424, 0.0], abs=within)
    assert [share.total for share in found.axes] == pytest.approx([0.5576, 0.4424, 0.2437], abs=within)


def test_sobols_g_has_kinks_and_is_found_as_far_as_is_said() -> None:
    """S_i = V_i / V with V_i = 1 / (3 (1 + a_i)^2) and 1 + V = product of 1 + V_i (Saltelli and Sobol 1995)."""
    a = np.array([0.0, 1.0, 4.5, 9.0, 99.0])
    points = spread_out(500, 5)
    values = np.prod((np.abs(4 * points - 2) + a) / (1 + a), axis=1)
    parts = 1 / (3 * (1 + a) ** 2)
    variance = np.prod(1 + parts) - 1
    found = share_fitted(numbers(points), values)
    assert found.explained > 0.9
    lacking = 1 - found.explained
    for share, part in zip(found.axes, parts, strict=True):
        total = part * variance_without(parts, part) / variance
        assert abs(share.first - part / variance) < lacking + 3 * share.first_error
        assert abs(share.total - total) < lacking + 3 * share.total_error


def variance_without(parts: Floats, part: float) -> float:
    return float(np.prod(1 + parts) / (1 + part))


def test_an_additive_answer_with_categories_and_a_log_axis() -> None:
    points = spread_out(300, 3)
    rules = ["log", "linear", "median"]
    of_rule = [rules[int(3 * place)] for place in points[:, 1]]
    weights = 0.1 * 100 ** points[:, 2]
    axes = [
        gather_axis("nudge", "number", list(2 * points[:, 0] - 1)),
        gather_axis("rule", "text", of_rule, rules),
        gather_axis("weight", "number", list(weights), scale="log"),
    ]
    values = 0.1 * (2 * points[:, 0] - 1) + np.array([{"log": 0.0, "linear": 0.1, "median": -0.1}[r] for r in of_rule])
    values = values + 0.05 * np.log(weights)
    parts = np.array([0.01 / 3, 0.02 / 3, 0.0025 * np.log(100) ** 2 / 12])
    found = share_fitted(axes, values)
    assert [share.first for share in found.axes] == pytest.approx(list(parts / parts.sum()), abs=0.02)
    assert [share.total for share in found.axes] == pytest.approx([share.first for share in found.axes], abs=0.01)


def test_settings_that_leave_the_files_value_are_a_level_beside_the_numbers() -> None:
    points = spread_out(200, 2)
    unset = points[:, 1] < 0.5
    axis = gather_axis("weight", "number", [None if gone else x for gone, x in zip(unset, points[:, 0], strict=True)])
    other = gather_axis("other", "number", list((points[:, 0] + points[:, 1]) % 1))
    found = share_fitted([axis, other], np.where(unset, 0.8, 0.1 * points[:, 0]))
    assert found.axes[0].first == pytest.approx(1.0, abs=0.01)
    assert found.axes[1].total == pytest.approx(0.0, abs=0.01)


def test_errors_hold_in_repeated_designs() -> None:
    """Of 25 Latin hypercubes with noise, most first-order shares lie within two of their own standard errors."""
    rng, inside = np.random.default_rng(5), []
    for _ in range(25):
        points = qmc.LatinHypercube(3, rng=rng).random(120)
        values = points[:, 0] + 0.5 * points[:, 1] + rng.normal(0, 0.1, 120)
        whole = 1 / 12 + 0.25 / 12 + 0.01
        found = share_fitted(numbers(points), values)
        true = (1 / 12 / whole, 0.25 / 12 / whole)
        inside += [abs(share.first - one) < 2 * share.first_error for share, one in zip(found.axes, true, strict=False)]
    assert np.mean(inside) > 0.85


def test_noise_is_not_shared_out() -> None:
    rng = np.random.default_rng(7)
    for settings in (40, 200):
        found = share_fitted(numbers(rng.random((settings, 5))), rng.random(settings))
        assert (found.method, found.axes) == ("none", ())
        assert "too little to share out" in found.notes[0]


def test_too_few_settings_are_said_to_be_too_few() -> None:
    points = spread_out(9, 2)
    found = share_fitted(numbers(points), points[:, 0])
    assert found.notes == ("9 settings are too few to tell what moves it: 10 are needed.",)


def test_axes_that_move_together_are_named() -> None:
    points = spread_out(200, 2)
    points[:, 1] = 0.9 * points[:, 0] + 0.1 * points[:, 1]
    found = share_fitted(numbers(points), points[:, 0])
    assert "x0 and x1 move together in these settings" in found.notes[0]


def test_too_many_levels_without_an_order_are_named() -> None:
    points = spread_out(200, 1)
    lists = gather_axis("lexicon", "text", [f"list {place % 20}" for place in range(200)])
    found = share_fitted([*numbers(points), lists], points[:, 0] ** 2)
    assert "lexicon has 20 levels without an order, too many to be fitted: it has no share." in found.notes
    assert found.axes[1].total == 0.0


def test_of_very_many_settings_some_are_looked_at_and_it_is_said() -> None:
    points = spread_out(5000, 2)
    found = share_fitted(numbers(points), points[:, 0] + points[:, 1])
    assert found.notes == ("Shares are fitted to 2,000 of 5,000 settings.",)
    assert [share.first for share in found.axes] == pytest.approx([0.5, 0.5], abs=0.02)
