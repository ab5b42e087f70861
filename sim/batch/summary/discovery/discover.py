"""What leads to an answer: several boxes, one after another, each chosen from a trajectory by one rule.

Of a trajectory that box is taken whose coverage and density have the highest harmonic mean; of those within 1 % of it,
the one that restricts fewest axes. Restrictions that may be chance are dropped, the likeliest first (quasi-p of Bryant
and Lempert 2010 above 5 %), and restricted ends without a wanted setting are cut off. The settings of a box are then
set aside, and the next box is sought among the others, as long as it covers 5 % of what is wanted and is denser than
all settings together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.arrays import Flags
from sim.batch.summary.discovery.condition import AnswerCondition, read_condition
from sim.batch.summary.discovery.limits import AxisLimits, Limits, in_box, open_limits, restricted
from sim.batch.summary.discovery.model import BoxScore, Discovery, FoundBox, Restriction
from sim.batch.summary.discovery.prim import TrajectoryBox, peel_and_paste
from sim.batch.summary.moved_axis import MovedAxis
from sim.batch.summary.round_cut import round_between
from sim.batch.summary.sweep_table import SweepTable
from sim.batch.sweep.model import SweepAxis

MOST_BOXES = 3
LEAST_COVERAGE = 0.05
"""Of all wanted settings, for a further box to be told."""
LEAST_MASS = 0.05
"""Of all settings, that a box keeps while it is peeled; half as many as are still wanted where that is less."""
CHANCE = 0.05
"""The quasi-p above which a restriction is dropped."""
_NEAR = 0.99
POLICY = "policy"
"""The axis of policies, where a condition names none and several answer."""


def discover(
    table: Any, condition: str, axes: Sequence[SweepAxis] | None = None, *, policy: str | None = None,
    boxes: int = MOST_BOXES,
) -> Discovery:  # fmt: skip
    """The boxes of settings in which a condition mostly holds.

    table: a `SweepTable`, or what it takes. condition: `Q6 > 10%`, or `strikes/Q6 > 10%`. axes: those of the sweep; by
    default every column `set:...`. policy: the one that counts; without one the policies that answer are one more axis.
    boxes: how many at most. Raises FormatError and ModelError as `read_condition` does.
    """
    swept = table if isinstance(table, SweepTable) else SweepTable(table, axes)
    asked = read_condition(condition, swept.keys, policy)
    moved, wanted, missing = _cases(swept, asked)
    found = find_boxes(moved, wanted, boxes) if 0 < wanted.sum() < len(wanted) else ()
    return Discovery(asked, len(wanted), int(wanted.sum()), missing, tuple(axis.name for axis in moved), found)


def _cases(swept: SweepTable, condition: AnswerCondition) -> tuple[list[MovedAxis], Flags, int]:
    """The axes over all cases, which of these are wanted, and how many have no answer."""
    keys = [key for key in swept.keys if key[1] == condition.question and condition.policy in (None, key[0])]
    answers = [swept.answer(key) for key in keys]
    known = [np.flatnonzero(answer.known) for answer in answers]
    places = np.concatenate(known)
    axes = [axis.take(places) for axis in swept.axes]
    if len(keys) > 1:
        owners = np.repeat(np.arange(len(keys)), [len(part) for part in known])
        policies = MovedAxis(POLICY, "text", tuple(key[0] for key in keys), owners)
        axes.insert(0, policies.take(np.arange(len(places))))
    met = [condition.met(answer.values[part]) for answer, part in zip(answers, known, strict=True)]
    moved = [axis for axis in axes if len(axis.levels) > 1]
    return moved, np.concatenate(met), len(keys) * len(swept) - len(places)


def find_boxes(axes: Sequence[MovedAxis], wanted: Flags, most: int = MOST_BOXES) -> tuple[FoundBox, ...]:
    """The boxes, best first. wanted: (settings,), some of them and not all."""
    found: list[FoundBox] = []
    among = np.ones(len(wanted), dtype=bool)
    while axes and len(found) < most and wanted[among].any():
        least = max(1.0, min(LEAST_MASS * len(wanted), int(wanted[among].sum()) / 2.0))
        trajectory = peel_and_paste(axes, wanted, among, least)
        chosen = _choose(axes, trajectory)
        limits = _without_chance(axes, wanted, among, trajectory[chosen].limits)
        limits = _without_empty_ends(axes, wanted & among, limits)
        inside = among & in_box(limits, axes)
        box = TrajectoryBox(limits, int(inside.sum()), int(wanted[inside].sum()))
        score = _score(axes, wanted, box)
        if not score.restricted or score.coverage < LEAST_COVERAGE or score.density <= wanted.mean():
            break
        scores = tuple(_score(axes, wanted, one) for one in trajectory)
        told = tuple(
            _restriction(axes[place], limits[place], quasi_p(axes, wanted, among, limits, place))
            for place in restricted(limits, axes)
        )
        found.append(FoundBox(told, box.settings, box.wanted, score, scores, chosen))
        among &= ~inside
    return tuple(found)


def _score(axes: Sequence[MovedAxis], wanted: Flags, box: TrajectoryBox) -> BoxScore:
    coverage = box.wanted / max(int(wanted.sum()), 1)
    return BoxScore(coverage, box.density, box.settings / len(wanted), len(restricted(box.limits, axes)))


def _choose(axes: Sequence[MovedAxis], trajectory: Sequence[TrajectoryBox]) -> int:
    """The place of the box that is taken. The first box of a trajectory holds all wanted settings that are left."""
    means = [2.0 * box.wanted / (trajectory[0].wanted + box.settings) for box in trajectory]  # of coverage and density
    near = [place for place, mean in enumerate(means) if mean >= _NEAR * max(means)]
    return min(near, key=lambda place: (len(restricted(trajectory[place].limits, axes)), -means[place]))


def _without_chance(axes: Sequence[MovedAxis], wanted: Flags, among: Flags, limits: Limits) -> Limits:
    """The limits without what may be chance."""
    while True:
        ps = {place: quasi_p(axes, wanted, among, limits, place) for place in restricted(limits, axes)}
        worst = max(ps, key=ps.__getitem__, default=None)
        if worst is None or ps[worst] <= CHANCE:
            return limits
        limits = (*limits[:worst], open_limits(axes[worst]), *limits[worst + 1 :])


def _without_empty_ends(axes: Sequence[MovedAxis], wanted: Flags, limits: Limits) -> Limits:
    """The limits of numbers moved to the outermost wanted settings, where an end is restricted at all."""
    inside = wanted & in_box(limits, axes)
    tight = list(limits)
    for place in restricted(limits, axes):
        axis, allowed, ends = axes[place], limits[place], open_limits(axes[place])
        numbers = axis.codes[inside & (axis.codes != allowed.unset)]
        if axis.ordered and len(numbers):
            low = int(numbers.min()) if allowed.low > ends.low else allowed.low
            high = int(numbers.max()) if allowed.high < ends.high else allowed.high
            tight[place] = replace(allowed, low=low, high=high)
    return tuple(tight)


def quasi_p(axes: Sequence[MovedAxis], wanted: Flags, among: Flags, limits: Limits, place: int) -> float:
    """How likely as many wanted settings are, or more, were each as likely as in the box without one axis's limits."""
    from scipy.special import bdtrc

    inside, without = among & in_box(limits, axes), among & in_box(limits, axes, without=place)
    met, settings = int(wanted[inside].sum()), int(inside.sum())
    return float(bdtrc(met - 1, settings, wanted[without].mean())) if met else 1.0


def _restriction(axis: MovedAxis, limits: AxisLimits, p: float) -> Restriction:
    """The limits of an axis as its reader's numbers and levels."""
    unset = limits.unset not in limits.left_out if axis.ordered and axis.has_unset else None
    if not axis.ordered:
        allowed = [level for place, level in enumerate(axis.levels) if place not in limits.left_out]
        left_out = [axis.levels[place] for place in sorted(limits.left_out)]
        return Restriction(axis.name, allowed=tuple(allowed), left_out=tuple(left_out), quasi_p=p)
    numbers = [*axis.numbers[: limits.unset].tolist(), math.inf]
    low = round_between(numbers[limits.low - 1], numbers[limits.low]) if limits.low > 0 else None
    high = round_between(numbers[limits.high], numbers[limits.high + 1]) if limits.high < limits.unset - 1 else None
    return Restriction(axis.name, low, high, unset=unset, quasi_p=p)
