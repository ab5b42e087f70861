"""Peeling and pasting against closed forms, and against the boxes of EMA Workbench."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import binom

from sim.batch.summary.discovery.discover import find_boxes, quasi_p
from sim.batch.summary.discovery.limits import AxisLimits, in_box, open_box, open_limits, restricted
from sim.batch.summary.discovery.prim import TrajectoryBox, peel_and_paste
from sim.batch.summary.moved_axis import MovedAxis, gather_axis
from tests.batch.summary.swept import spread_out

Flags = np.ndarray[Any, np.dtype[np.bool_]]

EMA = [
    (600, 121, 0), (400, 111, 1), (380, 110, 2), (361, 108, 2), (342, 107, 2), (324, 107, 2), (307, 105, 2),
    (291, 105, 2), (276, 104, 2), (262, 103, 2), (248, 103, 2), (235, 102, 3), (223, 102, 3), (211, 101, 3),
    (200, 101, 3), (190, 101, 3), (180, 100, 3), (171, 100, 3), (162, 100, 3), (153, 100, 3), (145, 100, 3),
    (137, 100, 3), (130, 100, 3), (123, 100, 3), (116, 100, 3), (110, 98, 3), (104, 96, 3), (98, 91, 3),
    (93, 87, 3), (88, 83, 4), (83, 79, 4), (41, 41, 4),
]  # fmt: skip
"""Settings, wanted settings and restricted axes of every box on the way, as EMA Workbench 2.5.3 has them for `MADE`:
`Prim(x, y, threshold=0.1).find_box().peeling_trajectory`. On its own examples (Bryant and Lempert's data, 3,000 flu
cases, 5,000 runs of a container model) all boxes are the same too: `benchmarks/batch/prim.py`."""


def made() -> tuple[list[MovedAxis], Flags]:
    """Settings of three numbers and a category, with some of what is wanted elsewhere and some missing inside."""
    points = np.round(spread_out(600, 3), 6)
    rules = [("log", "linear", "median")[7 * k % 3] for k in range(1, 601)]
    noise = np.arange(1, 601) * np.sqrt(7) % 1
    a, b, c = points.T
    core = (a > 0.55) & (b < 0.6) & (np.array(rules) != "log") & (noise < 0.9)
    axes = [gather_axis(name, "number", list(column)) for name, column in (("a", a), ("b", b), ("c", c))]
    return [*axes, gather_axis("rule", "text", rules)], core | (noise > 0.96)


def everywhere(wanted: Flags) -> Flags:
    return np.ones(len(wanted), dtype=bool)


def trajectory_of(axes: list[MovedAxis], wanted: Flags) -> list[TrajectoryBox]:
    return peel_and_paste(axes, wanted, everywhere(wanted), 0.05 * len(wanted))


def test_every_box_on_the_way_is_that_of_ema_workbench() -> None:
    axes, wanted = made()
    found = [(box.settings, box.wanted, len(restricted(box.limits, axes))) for box in trajectory_of(axes, wanted)]
    assert found == EMA


def test_quasi_p_is_that_of_ema_workbench_where_one_end_is_restricted() -> None:
    axes, wanted = made()
    limits = trajectory_of(axes, wanted)[12].limits
    found = [quasi_p(axes, wanted, everywhere(wanted), limits, place) for place in (0, 1, 3)]
    assert found == pytest.approx([0.11397862981759552, 7.414830916040248e-07, 1.3631675892888111e-05], rel=1e-6)


def test_quasi_p_is_the_binomial_tail() -> None:
    axes = [gather_axis("a", "number", list(range(10))), gather_axis("b", "number", list(range(10)))]
    wanted = np.array([False] * 4 + [True, False, True, True, True, True])
    limits = (AxisLimits(5, 9, 10), AxisLimits(0, 9, 10))
    assert quasi_p(axes, wanted, everywhere(wanted), limits, 0) == pytest.approx(binom.sf(3, 5, 0.5))


def test_a_box_of_numbers_is_found() -> None:
    points = spread_out(2000, 4)
    wanted = (points[:, 0] > 0.7) & (points[:, 2] < 0.4)
    axes = [gather_axis(f"x{place}", "number", list(column)) for place, column in enumerate(points.T)]
    (box,) = find_boxes(axes, wanted)
    assert [rule.axis for rule in box.restrictions] == ["x0", "x2"]
    low, high = box.restrictions[0].low, box.restrictions[1].high
    assert low == pytest.approx(0.7, abs=0.03)
    assert high == pytest.approx(0.4, abs=0.03)
    assert box.score.coverage > 0.9
    assert box.score.density > 0.97


def test_levels_without_an_order_are_peeled_one_by_one() -> None:
    rules = [("log", "linear", "median", None)[k % 4] for k in range(400)]
    sure = [bool(k // 4 % 2) for k in range(400)]
    axes = [gather_axis("rule", "text", rules), gather_axis("sure", "flag", sure)]
    wanted = np.array([rule in ("log", None) and flag for rule, flag in zip(rules, sure, strict=True)])
    (box,) = find_boxes(axes, wanted)
    assert [(rule.axis, rule.allowed) for rule in box.restrictions] == [("rule", ("log", None)), ("sure", (True,))]
    assert (box.score.coverage, box.score.density) == (1.0, 1.0)


def test_settings_that_leave_the_files_value_are_a_level_of_their_own() -> None:
    values = [None if k % 3 == 0 else k / 300 for k in range(300)]
    axes = [gather_axis("weight", "number", values)]
    assert open_limits(axes[0]) == AxisLimits(0, 199, 200)
    unset = np.array([value is None for value in values])
    high = np.array([value is not None and value > 0.5 for value in values])
    (box,) = find_boxes(axes, high)
    assert (box.restrictions[0].unset, box.score.density) == (False, 1.0)
    assert box.restrictions[0].low == pytest.approx(0.5, abs=0.03)
    (both,) = find_boxes(axes, high | unset)
    assert (both.restrictions[0].unset, both.score.density) == (True, 1.0)
    assert both.score.coverage > 0.97


def test_two_corners_are_two_boxes() -> None:
    points = spread_out(2000, 4)
    one = (points[:, 0] > 0.6) & (points[:, 1] > 0.6)
    other = (points[:, 2] < 0.3) & (points[:, 3] < 0.3)
    axes = [gather_axis(f"x{place}", "number", list(column)) for place, column in enumerate(points.T)]
    boxes = find_boxes(axes, one | other)
    assert [[rule.axis for rule in box.restrictions] for box in boxes] == [["x0", "x1"], ["x2", "x3"]]
    assert sum(box.score.coverage for box in boxes) > 0.9
    assert min(box.score.density for box in boxes) > 0.9


def test_chance_makes_no_box() -> None:
    """Wanted settings that hang on no axis: what is told at all is rare, and says little."""
    rng, told = np.random.default_rng(2), 0
    for _ in range(20):
        points = rng.random((200, 4))
        axes = [gather_axis(f"x{place}", "number", list(column)) for place, column in enumerate(points.T)]
        boxes = find_boxes(axes, rng.random(200) < 0.3, 1)
        told += any(box.score.coverage > 0.5 and box.score.density > 0.5 for box in boxes)
    assert told <= 1


def test_no_axis_no_box() -> None:
    assert find_boxes([], np.array([True, False])) == ()
    axis = gather_axis("x", "number", [1.0, 1.0, 1.0])
    assert find_boxes([axis], np.array([True, False, True])) == ()


def test_the_box_of_all_holds_all() -> None:
    axes, wanted = made()
    assert in_box(open_box(axes), axes).all()
    first = trajectory_of(axes, wanted)[0]
    assert (first.settings, first.wanted) == (600, int(wanted.sum()))


def test_a_level_that_was_peeled_off_is_pasted_back_where_it_is_dense() -> None:
    """The level q is thin among all settings, and dense where x is high: it goes early and comes back."""
    axes = [
        gather_axis("x", "number", [k / 400 for k in range(400)] + [k / 80 for k in range(32)] + [0.9] * 8),
        gather_axis("level", "text", ["p"] * 400 + ["q"] * 40),
    ]
    dense = [(k % 10 < 9) if k >= 200 else (k % 10 < 3) for k in range(400)]
    wanted = np.array([*dense, *[False] * 32, *[True] * 8])
    trajectory = trajectory_of(axes, wanted)
    without = [box for box in trajectory if box.limits[1].left_out]
    assert without
    assert trajectory[-1].limits[1].left_out == frozenset()
    assert trajectory[-1].settings == without[-1].settings + 8
