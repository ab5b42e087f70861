"""Whether a row gives a state no chance at all, so that an answer of exactly 0 or 1 can be meant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.log_odds import LEAST, MOST
from sim.priors.model import RowTable


def is_certain(table: RowTable) -> bool:
    """Whether a row gives a state no chance at all, beyond what a variable that never falls has behind it."""
    tails, behind = table.tails, np.zeros(len(table.tails), dtype=np.int64)
    if table.never_falls:
        if table.start:
            return True  # it has come so far for certain
        behind = _passed(table)
    ahead = (np.arange(tails.shape[2]) >= behind[:, None])[:, None, :]
    sure = (tails == 0.0) | (tails == 1.0)
    # Two tails that rounding has brought to the same end say nothing about the state between them.
    inside = (tails > LEAST) & (tails < MOST)
    alike = (tails[..., 1:] == tails[..., :-1]) & inside[..., 1:] & ahead[..., :-1]
    return bool((sure & ahead).any() or alike.any())


def _passed(table: RowTable) -> NDArray[np.int64]:
    """For each distinct row, the lowest previous state in which it holds."""
    own = next(place for place, axis in enumerate(table.axes) if axis.lag and axis.variable == table.variable)
    previous = np.moveaxis(table.row_of, own + 1, 0)
    lowest = np.full(len(table.tails), len(table.states), dtype=np.int64)
    for state in reversed(range(len(previous))):
        lowest[np.unique(previous[state])] = state
    return lowest
