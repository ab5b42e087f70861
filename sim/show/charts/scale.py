"""The axis of probability: even steps, or even steps in odds; from end to end, or fitted to what is drawn.

The odds scale shows 0.5 % and 5 % as far apart as 50 % and 91 %, and a nudge in log-odds moves a
bar equally far wherever it stands; the plain scale shows how large a probability is. An axis from
end to end lets two pictures be laid side by side; a fitted one shows how far a small probability spreads.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sim.log_odds import log_odds_of

Scale = Literal["odds", "plain"]

ENDS = (0.001, 0.999)
_TICKS = (0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999)
_ODDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998,
         0.999)  # fmt: skip
_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
_MOST_STEPS, _FEWEST_STEPS = 6, 3
_LABEL = "format(100 / (1 + exp(-datum.value)), '.1~f') + ' %'"


@dataclass(frozen=True)
class Ruler:
    """An axis as Vega-Lite needs it: where it ends, where it is marked, and what it says of itself."""

    domain: tuple[float, float]
    ticks: tuple[float, ...]
    label: str
    name: str


RULERS: dict[Scale, Ruler] = {
    "odds": Ruler(
        (math.log(ENDS[0] / ENDS[1]), math.log(ENDS[1] / ENDS[0])),
        tuple(log_odds_of(tick) for tick in _TICKS),
        _LABEL,
        "Even steps in odds",
    ),
    "plain": Ruler(
        (0.0, 1.0), (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), "format(100 * datum.value, '.3~g') + ' %'", "Even steps"
    ),
}


@dataclass(frozen=True)
class ProbabilityAxis:
    """An axis with round ends. ticks: probabilities, lowest first; the first and the last are the ends."""

    ticks: tuple[float, ...]
    scale: Scale

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest probability that it shows."""
        return self.ticks[0], self.ticks[-1]

    def __str__(self) -> str:
        """From where to where it runs.

        >>> str(ProbabilityAxis((0.0, 0.1, 0.2), "plain"))
        '0 to 20 %'
        """
        low, high = self.ends
        return f"{100 * low:.3g} to {100 * high:.3g} %"

    def along(self, probability: float) -> float:
        """Where a probability stands, from 0 at the left end to 1 at the right; what lies outside stands at an end.

        >>> ProbabilityAxis((0.0, 0.1, 0.2), "plain").along(0.05), ProbabilityAxis((0.0, 0.1, 0.2), "plain").along(0.9)
        (0.25, 1.0)
        """
        low, high = (position(end, self.scale) for end in self.ends)
        return min(max((position(probability, self.scale) - low) / (high - low), 0.0), 1.0)

    def back(self, place: float) -> float:
        """The probability at a place between 0 and 1: the inverse of `along`.

        >>> ProbabilityAxis((0.0, 0.1, 0.2), "plain").back(0.25)
        0.05
        """
        low, high = (position(end, self.scale) for end in self.ends)
        there = low + place * (high - low)
        return there if self.scale == "plain" else 1 / (1 + math.exp(-there))


def whole_axis(scale: Scale) -> ProbabilityAxis:
    """The axis from end to end."""
    return ProbabilityAxis(RULERS["plain"].ticks if scale == "plain" else _TICKS, scale)


def fit_axis(values: Iterable[float], scale: Scale) -> ProbabilityAxis:
    """The axis with round ends and three to seven ticks or so that holds all values, probabilities; NaN are left out.

    Without values it runs from end to end.

    >>> fit_axis([0.004, 0.12], "plain").ticks
    (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12)
    """
    known = [value for value in values if not math.isnan(value)]
    if not known:
        return whole_axis(scale)
    return ProbabilityAxis((_even if scale == "plain" else _in_odds)(min(known), max(known)), scale)


def tick_label(probability: float) -> str:
    """A tick in per cent, with no more digits than it needs.

    >>> tick_label(0.005), tick_label(0.2)
    ('0.5 %', '20 %')
    """
    return f"{100 * probability:.4g} %"


def position(probability: float, scale: Scale) -> float:
    """Where a probability stands on the axis; on the odds scale the ends are 0.1 % and 99.9 %.

    >>> position(0.25, "plain"), round(position(0.25, "odds"), 3), round(position(0.0, "odds"), 3)
    (0.25, -1.099, -6.907)
    """
    if scale == "plain":
        return probability
    return log_odds_of(min(max(probability, ENDS[0]), ENDS[1]))


def _even(low: float, high: float) -> tuple[float, ...]:
    """Even steps: the finest that are few enough; an end near 0 or 1 is moved there."""
    for step in _STEPS:
        start, stop = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        last = round(1 / step)
        start = 0 if start * step < 0.5 * (high - low) else start
        stop = last if (last - stop) * step < 0.5 * (high - low) else stop
        if stop - start <= _MOST_STEPS:
            break
    while stop - start < _FEWEST_STEPS:
        start, stop = max(start - 1, 0), min(stop + 1, last)
    return tuple(round(step * k, 6) for k in range(start, stop + 1))


def _in_odds(low: float, high: float) -> tuple[float, ...]:
    start = max((k for k, tick in enumerate(_ODDS) if tick <= low), default=0)
    stop = min((k for k, tick in enumerate(_ODDS) if tick >= high), default=len(_ODDS) - 1)
    while stop - start < _FEWEST_STEPS:
        start, stop = max(start - 1, 0), min(stop + 1, len(_ODDS) - 1)
    every = -(-(stop - start) // _MOST_STEPS)
    inner = range(start + every, stop - every + 1, every)
    return tuple(_ODDS[k] for k in (start, *inner, stop))
