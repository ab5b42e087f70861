"""How every answer of a sweep spreads over the settings, and which axis moves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.batch.summary.model import LEVELS, AtSetting, SweepSummary, SweptSpread
from sim.batch.summary.shares.fitted import share_fitted
from sim.batch.summary.shares.grid import lay_grid, share_grid
from sim.batch.summary.shares.model import SettingShares
from sim.batch.summary.sweep_table import SweepTable, SweptAnswer
from sim.batch.sweep.model import SweepAxis
from sim.progress import Progress, untold

SAME = 1e-9
"""A spread of probabilities that is none."""


def summarise_sweep(
    table: Any, axes: Sequence[SweepAxis] | None = None, *, title: str = "", planned: int | None = None,
    policy: str | None = None, questions: Sequence[str] | None = None, progress: Progress = untold,
) -> SweepSummary:  # fmt: skip
    """What a sweep says, as far as it has come.

    table: a `SweepTable`, or what it takes. axes: those of the sweep, in its order; by default every column `set:...`.
    title: of the sweep. planned: its number of settings, where the table may lack some. policy, questions: ids, all
    where left out. Raises KeyError for a column that is missing.
    """
    swept = table if isinstance(table, SweepTable) else SweepTable(table, axes)
    wanted = [key for key in swept.keys if policy in (None, key[0]) and (questions is None or key[1] in questions)]
    answers = []
    for number, key in enumerate(wanted, start=1):
        answers.append(_spread(swept, swept.answer(key)))
        progress(number / len(wanted))
    levels = {axis.name: len(axis.levels) for axis in swept.axes}
    return SweepSummary(title, len(swept), planned or len(swept), levels, swept.refused, tuple(answers))


def _spread(swept: SweepTable, answer: SweptAnswer) -> SweptSpread:
    known = np.flatnonzero(answer.known)
    spread = SweptSpread(answer.policy, answer.question, len(known), answer.answered - len(known))
    if not len(known):
        return spread
    values = answer.values[known]
    low, high = (_at(swept, int(known[place]), answer) for place in (values.argmin(), values.argmax()))
    errors = answer.errors[known]
    return replace(
        spread,
        quantiles=tuple(float(value) for value in np.quantile(values, LEVELS)),
        lowest=low,
        highest=high,
        error=float(np.nanmax(errors)) if not np.isnan(errors).all() else float("nan"),
        shares=_shares(swept, answer) if np.ptp(values) > SAME else None,
    )


def _at(swept: SweepTable, place: int, answer: SweptAnswer) -> AtSetting:
    return AtSetting(int(swept.runs[place]), float(answer.values[place]), swept.level(place))


def _shares(swept: SweepTable, answer: SweptAnswer) -> SettingShares:
    """The shares of the axes: exact where the settings that have the answer fill a grid."""
    known = np.flatnonzero(answer.known)
    axes = [axis for axis in (axis.take(known) for axis in swept.axes) if len(axis.levels) > 1]
    values = answer.values[known]
    if not axes:
        return SettingShares("none", explained=0.0, notes=("No axis has more than one level here.",))
    places = lay_grid(axes, len(known))
    if places is None:
        return share_fitted(axes, values)
    return SettingShares("grid", share_grid(axes, places, values, answer.errors[known]))
