"""The axis of probability: even steps, or even steps in odds, always from end to end.

The odds scale shows 0.5 % and 5 % as far apart as 50 % and 91 %, and a nudge in log-odds moves a
bar equally far wherever it stands; the plain scale shows how large a probability is. Both have a
fixed domain, so that two pictures can be laid side by side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from sim.log_odds import log_odds_of

Scale = Literal["odds", "plain"]

ENDS = (0.001, 0.999)
_TICKS = (0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999)
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
    "plain": Ruler((0.0, 1.0), (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), "format(100 * datum.value, '.0f') + ' %'", "Even steps"),
}


def position(probability: float, scale: Scale) -> float:
    """Where a probability stands on the axis; on the odds scale the ends are 0.1 % and 99.9 %.

    >>> position(0.25, "plain"), round(position(0.25, "odds"), 3), round(position(0.0, "odds"), 3)
    (0.25, -1.099, -6.907)
    """
    if scale == "plain":
        return probability
    return log_odds_of(min(max(probability, ENDS[0]), ENDS[1]))
