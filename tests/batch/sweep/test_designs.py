"""Designs: points in range, one a stratum, numbers that come once, and the same file gives the same sweep."""

from __future__ import annotations

import math
import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.batch.sweep.axes import spaced
from sim.batch.sweep.designs import DrawnPoints, GridPoints
from sim.batch.sweep.drafts import value_levels
from sim.batch.sweep.model import Level, Sweep, SweepAxis
from sim.batch.sweep.read import read_sweep

ENDS = st.tuples(st.floats(0.001, 1e6), st.floats(0.001, 1e6)).filter(lambda ends: ends[0] < ends[1])


@st.composite
def axes(draw: st.DrawFn) -> tuple[SweepAxis, ...]:
    made = []
    for number in range(draw(st.integers(1, 4))):
        name = f"axis-{number}"
        if draw(st.booleans()):
            low, high = draw(ENDS)
            scale = draw(st.sampled_from(["linear", "log"]))
            if scale == "linear" and draw(st.booleans()):
                low = -low
            made.append(SweepAxis(name, "number", (), ("a", "b"), low, high, scale))
        else:
            kind, levels = value_levels(draw(st.lists(st.integers(-9, 9), min_size=1, max_size=5, unique=True)), ("c",))
            made.append(SweepAxis(name, kind, levels, ("c",)))
    return tuple(made)


DESIGNS = st.builds(
    DrawnPoints, st.sampled_from(["latin", "sobol"]), axes(), st.integers(1, 40), st.integers(0, 2**63 - 1)
)


@given(DESIGNS)
def test_drawn_points_lie_in_their_axes(points: DrawnPoints) -> None:
    assert len(list(points)) == points.size
    for point in points:
        for axis, level in zip(points.axes, point, strict=True):
            if axis.low is None or axis.high is None:
                assert level in axis.levels
            else:
                assert axis.low <= level.cell <= axis.high
                assert level.changes == (("a", level.cell), ("b", level.cell))


@given(axes(), st.integers(1, 200), st.integers(0, 2**63 - 1))
def test_a_latin_hypercube_has_one_point_in_every_stratum(made: tuple[SweepAxis, ...], size: int, seed: int) -> None:
    unit = DrawnPoints("latin", made, size, seed).unit
    assert ((0 < unit) & (unit < 1)).all()
    for column in np.sort(unit, axis=0).T:
        assert (np.floor(column * size) == np.arange(size)).all()


@given(axes(), st.integers(0, 8), st.integers(0, 2**63 - 1))
def test_a_sobol_sequence_of_a_power_of_two_has_one_point_in_every_stratum(
    made: tuple[SweepAxis, ...], exponent: int, seed: int
) -> None:
    unit = DrawnPoints("sobol", made, 2**exponent, seed).unit
    assert ((0 < unit) & (unit < 1)).all()
    for column in np.sort(unit, axis=0).T:
        assert (np.floor(column * 2**exponent) == np.arange(2**exponent)).all()


@given(DESIGNS)
def test_a_list_gets_its_equal_share_of_a_latin_hypercube(points: DrawnPoints) -> None:
    for place, axis in enumerate(points.axes):
        if points.design == "latin" and axis.low is None:
            counts = [sum(point[place] is level for point in points) for level in axis.levels]
            share = points.size / len(axis.levels)  # strata of a level; it may cut one at each end
            assert all(abs(count - share) < 2 for count in counts)


@given(DESIGNS, st.integers(1, 3))
def test_another_axis_at_the_end_leaves_the_others_as_they_were(points: DrawnPoints, more: int) -> None:
    added = tuple(SweepAxis(f"more-{number}", "text", (Level("x"),)) for number in range(more))
    wider = DrawnPoints(points.design, (*points.axes, *added), points.size, points.seed)
    assert (wider.unit[:, : len(points.axes)] == points.unit).all()


@given(DESIGNS)
def test_drawn_points_are_pickled_without_their_numbers_and_come_back_the_same(points: DrawnPoints) -> None:
    before = list(points)
    again = pickle.loads(pickle.dumps(points))
    assert "unit" not in vars(again)
    assert again == points
    assert list(again) == before


def test_other_seeds_and_names_draw_other_points() -> None:
    one, other = SweepAxis("a", "number", (), ("a",), 0, 1), SweepAxis("b", "number", (), ("b",), 0, 1)
    for design in ("latin", "sobol"):
        unit = DrawnPoints(design, (one,), 8, 1).unit
        assert (unit != DrawnPoints(design, (one,), 8, 2).unit).any()
        assert (unit != DrawnPoints(design, (other,), 8, 1).unit).any()


@given(st.lists(st.integers(1, 5), min_size=0, max_size=4), st.integers(1, 3))
def test_numbers_of_settings_are_a_bijection(sizes: list[int], sources: int) -> None:
    made = tuple(
        SweepAxis(f"axis-{place}", "number", tuple(Level(float(value)) for value in range(size)))
        for place, size in enumerate(sizes)
    )
    sweep = Sweep("T", (None,) * sources, made, GridPoints(made))  # type: ignore[arg-type]
    settings = sweep.settings(range(1, len(sweep) + 1))
    assert [setting.run for setting in settings] == list(range(1, len(sweep) + 1))
    told = {(setting.source, tuple(level.cell for level in setting.levels)) for setting in settings}
    assert len(told) == len(sweep) == sources * math.prod(sizes)
    assert list(sweep.points) == [sweep.points[place] for place in range(len(sweep.points))]
    assert tuple(sweep.points[:2]) == tuple(list(sweep.points)[:2])
    assert sweep.points[-1] == list(sweep.points)[-1]


@given(ENDS, st.sampled_from(["linear", "log"]), st.integers(2, 60))
def test_a_grid_s_range_rises_from_end_to_end(ends: tuple[float, float], scale: str, points: int) -> None:
    numbers = spaced(*ends, scale, points)
    assert (len(numbers), numbers[0], numbers[-1]) == (points, *ends)
    assert list(numbers) == sorted(numbers)


def test_the_same_file_gives_the_same_sweep(write) -> None:
    for design in ("grid", "latin\npoints: 20\ndesign_seed: 3", "sobol\npoints: 16"):
        file = write(
            f"design: {design}\nvary:\n  dependence: {{from: 0, to: 1, points: 5}}\n  pool.rule: [log, linear]\n"
        )
        one, other = read_sweep(file), read_sweep(file)
        assert one == other
        assert list(one.points) == list(other.points)
        assert pickle.dumps(one.settings([3, 4])) == pickle.dumps(other.settings([3, 4]))
