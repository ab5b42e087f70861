"""What a sweep is, in a sentence: its settings, what they move, how many were refused, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.batch.store.status import StoreStatus
from sim.batch.summary.moved_axis import tell_cell
from sim.batch.summary.stored import plan_axes
from sim.batch.sweep.model import SweepAxis
from sim.show.words import join_items

_FEW, _LONG = 4, 24
"""Levels that are named, and letters up to which one is."""
_MOST_AXES = 8
_DESIGNS = {
    "grid": "every combination of",
    "latin": "a Latin hypercube over",
    "sobol": "Sobol points over",
    "table": "the rows of a table that moves",
}


def tell_sweep(plan: Mapping[str, Any], status: StoreStatus, names: Mapping[str, str]) -> Iterator[str]:
    """A sentence each: what is run, what is moved, how far it is, and what was refused.

    names: axis -> what it is called.
    """
    scenarios = plan["scenarios"]
    several = f" and {len(scenarios) - 1} other scenarios" if len(scenarios) > 1 else ""
    what = f"{plan['settings']:,} settings of “{scenarios[0]['title']}”{several}"
    axes = [_tell_axis(raw, axis, names) for raw, axis in zip(plan["axes"], plan_axes(plan), strict=True)]
    yield (
        f"{what}: {_DESIGNS.get(plan['design'], 'the files with')} {join_items(axes, _MOST_AXES)}."
        if axes
        else what + "."
    )
    done = status.ok + status.refused
    if not status.complete:
        yield f"So far {done:,} of them are worked out: what stands here is over these."
    verb = "were" if status.refused > 1 else "was"
    yield f"{status.refused:,} {verb} refused." if status.refused else "None was refused."
    yield f"Each has {plan['draws']:,} draws, the same for all."


def _tell_axis(plan: Mapping[str, Any], axis: SweepAxis, names: Mapping[str, str]) -> str:
    """An axis with its range or its levels. plan: its entry there."""
    name = names.get(axis.name, axis.name)
    if "from" in plan:
        return f"{name} from {plan['from']:.4g} to {plan['to']:.4g}"
    levels = [tell_cell(level.cell) for level in axis.levels]
    if _are_short(levels):
        return f"{name} ({' / '.join(levels)})"
    return f"{name} ({len(levels):,} values)"


def _are_short(levels: Sequence[str]) -> bool:
    return len(levels) <= _FEW and all(len(level) <= _LONG for level in levels)
