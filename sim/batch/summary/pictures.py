"""Pictures of a sweep from its table: what each place of a picture holds, the mean where several settings share it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats
from sim.batch.summary.moved_axis import MovedAxis, tell_cell
from sim.batch.summary.sweep_table import Key, SweepTable
from sim.errors import ModelError, Problem, nearest
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.sweep.chart_axis import ChartAxis
from sim.show.charts.sweep.level_dots import LevelDots, SettingLevel
from sim.show.charts.sweep.lines import SweepLines, SweptLine
from sim.show.charts.sweep.series_inks import MOST_SERIES
from sim.show.charts.sweep.surface import SurfaceChart

_MOST_PLACES = 80
"""Numbers up to which each has its place; more are put into bins."""
_BINS, _DOT_ROWS = 20, 6
_MOST_NAMED = 12
_TINY = 20_000
"""An edge of a bin is called 0 where it is nearer to 0 than one part in so many of the width of its axis."""
_BANDS = ("low90", "low50", "high50", "high90")
_SHARES = (0.05, 0.25, 0.75, 0.95)
Names = Mapping[str, str]


def draw_surface(
    swept: SweepTable, key: Key, x: str, y: str, *, names: Names | None = None, palette: Palette = LIGHT
) -> SurfaceChart:
    """An answer over two axes; the mean over settings that share a cell.

    key: policy and question, in the table. x, y: names of axes. names: axis, policy or question -> what it is called.
    Raises ModelError for an axis that is not there.
    """
    across, columns = _place(find_axis(swept, x), names, _MOST_PLACES, _BINS)
    up, rows = _place(find_axis(swept, y), names, _MOST_PLACES, _BINS)
    values = swept.answer(key).values
    there = ~np.isnan(values) & (columns >= 0) & (rows >= 0)
    shape = (len(up.labels), len(across.labels))
    cells = np.ravel_multi_index((rows[there], columns[there]), shape)
    size = shape[0] * shape[1]
    counts = np.bincount(cells, minlength=size)
    sums = np.bincount(cells, weights=values[there], minlength=size)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan).reshape(shape)
    made = tuple(tuple(row) for row in means.tolist())
    return SurfaceChart(_name(key, names), across, up, made, int(counts.max(initial=0)), palette)


def draw_lines(
    swept: SweepTable, question: str, x: str, *, by: str | None = None, policy: str | None = None,
    names: Names | None = None, palette: Palette = LIGHT,
) -> SweepLines:  # fmt: skip
    """An answer over one axis: a line a policy, or a level of the axis `by` under one policy.

    policy: the only one that is drawn; needed with `by`. Where each place of a line holds one setting, the bands are
    those of its draws; else they are those of the settings. Raises ModelError for an axis or an answer that is not
    there, and for more lines than can be told apart.
    """
    keys = [key for key in swept.keys if key[1] == question and policy in (None, key[0])]
    if not keys or (by is not None and len(keys) > 1):
        what = (
            f"name a policy ({', '.join(key[0] for key in keys)}) with lines by {by}"
            if keys
            else "there is no such answer"
        )
        raise ModelError([Problem(f"{question}: {what}", file="sim plot")])
    axis = find_axis(swept, x)
    place, codes = _place(axis, names, _MOST_PLACES, _BINS)
    every = np.ones(len(swept), dtype=bool)
    parts: list[tuple[str, Key, Flags]] = [((names or {}).get(key[0], key[0]), key, every) for key in keys]
    split = ""
    if by is not None:
        levels, owners = _place(find_axis(swept, by), names, MOST_SERIES, MOST_SERIES)
        parts = [(label, keys[0], owners == number) for number, label in enumerate(levels.labels)]
        split = levels.name
    if len(parts) > MOST_SERIES:
        told = f"{len(parts)} lines are too many to tell apart: {MOST_SERIES} at most, or name one policy"
        raise ModelError([Problem(told, file="sim plot")])
    shared = any(np.bincount(codes[(codes >= 0) & mask]).max(initial=0) > 1 for _, _, mask in parts)
    lines = tuple(
        _line(swept, label, key, np.where(mask, codes, -1), len(place.labels), shared) for label, key, mask in parts
    )
    name = (names or {}).get(question, question) if len(keys) > 1 else _name(keys[0], names)
    return SweepLines(name, place, lines, shared, palette, split)


def draw_dots(swept: SweepTable, key: Key, *, names: Names | None = None, palette: Palette = LIGHT) -> LevelDots:
    """An answer in every setting, by level of every axis; numbers of many levels in bins."""
    values = swept.answer(key).values
    axes = []
    for axis in swept.axes:
        place, codes = _place(axis, names, _DOT_ROWS, _DOT_ROWS)
        levels = [
            SettingLevel(label, tuple(values[(codes == number) & ~np.isnan(values)].tolist()))
            for number, label in enumerate(place.labels)
        ]
        if known := tuple(level for level in levels if level.values):
            axes.append((place.name, known))
    return LevelDots(_name(key, names), tuple(axes), palette)


def find_axis(swept: SweepTable, name: str) -> MovedAxis:
    """The axis of that name; raises ModelError, with the nearest one, for one that is not there."""
    for axis in swept.axes:
        if axis.name == name:
            return axis
    known = [axis.name for axis in swept.axes]
    raise ModelError([Problem(f"unknown axis {name!r}{nearest(name, known)}", file="sim plot")])


def _name(key: Key, names: Names | None) -> str:
    policy, question = ((names or {}).get(part, part) for part in key)
    return f"{policy}/{question}" if names is None else f"{question} ({policy})"


def _place(axis: MovedAxis, names: Names | None, most: int, bins: int) -> tuple[ChartAxis, NDArray[np.intp]]:
    """The axis in a picture, and the place of every setting; -1 for settings that leave the file's value where others
    stand at many numbers. Above `most` numbers they are put into equal bins."""
    name = (names or {}).get(axis.name, axis.name)
    labels = tuple(map(tell_cell, axis.levels))
    if not axis.ordered or (axis.has_unset and len(axis.levels) <= _MOST_NAMED):
        return ChartAxis(name, labels), axis.codes
    numbers = axis.numbers[: len(axis.levels) - axis.has_unset]
    log = axis.scale == "log" and bool(numbers[0] > 0)
    codes = np.where(axis.codes < len(numbers), axis.codes, -1)
    if len(numbers) <= most:
        return ChartAxis(name, labels[: len(numbers)], tuple(numbers.tolist()), log), codes
    along: Floats = np.log(numbers) if log else numbers
    share = (along - along[0]) / (along[-1] - along[0])
    bin_of = np.minimum((share * bins).astype(np.intp), bins - 1)
    edges = along[0] + np.arange(bins + 1) / bins * (along[-1] - along[0])
    edges = np.exp(edges) if log else np.where(np.abs(edges) * _TINY < np.ptp(along), 0.0, edges)
    told = tuple(f"{low:.3g} to {high:.3g}" for low, high in pairwise(edges))
    middles = [math.sqrt(a * b) if log else (a + b) / 2 for a, b in pairwise(edges)]
    return ChartAxis(name, told, tuple(middles), log), np.where(codes >= 0, bin_of[codes], -1)


def _line(swept: SweepTable, label: str, key: Key, codes: NDArray[np.intp], places: int, shared: bool) -> SweptLine:
    values = swept.answer(key).values
    at = [np.flatnonzero((codes == place) & ~np.isnan(values)) for place in range(places)]
    means = _each(values, at)
    if shared:
        quantiles = [np.quantile(values[part], _SHARES) if len(part) else np.full(4, np.nan) for part in at]
        ends: Sequence[tuple[float, ...]] = [
            tuple(row[end] for row in np.array(quantiles).tolist()) for end in range(4)
        ]
    else:
        ends = [_each(swept.column(key, name), at) for name in _BANDS]
    return SweptLine(label, means, *(() if np.isnan(end).all() else end for end in ends))


def _each(values: Floats, at: Sequence[NDArray[np.intp]]) -> tuple[float, ...]:
    return tuple(float(values[part].mean()) if len(part) else math.nan for part in at)
