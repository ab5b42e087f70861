"""The choice of lexicon as doubt: under several lexicons every draw reads all phrases by one of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.priors.latin_hypercube import column
from sim.scenario.resolve.scenario import Scenario

Whole = NDArray[np.int64]


def names(scenario: Scenario) -> tuple[str, ...]:
    """The lexicons that may be drawn, those with a weight above 0, by name."""
    return tuple(name for name, weight in sorted(scenario.lexicon.items()) if weight > 0)


def drawn(scenario: Scenario, draws: int, seed: int) -> Whole:
    """The lexicon of every draw: (draws,) positions in `names`.

    Each is drawn as often as its weight says, and in every Latin hypercube of the draws. A judgment that names
    a lexicon of its own is read by that one in all draws.

    >>> from sim.scenario.file.read import read
    >>> from sim.scenario.edit import edit
    >>> blend = edit(read("scenarios/first-steps.yaml"), {"lexicon": {"capphrase": 2, "icd203": 1}})
    >>> names(blend), np.bincount(drawn(blend, 900, 1)).tolist()
    (('capphrase', 'icd203'), [600, 300])
    """
    return chosen([scenario.lexicon[name] for name in names(scenario)], column(seed, draws, "lexicon"))


def chosen(weights: Sequence[float], u: Floats) -> Whole:
    """Which of several lexicons each draw reads by, from a column in (0, 1).

    >>> chosen([2, 1], np.array([0.1, 0.6, 0.7])).tolist()
    [0, 0, 1]
    """
    share = np.cumsum(weights)
    return np.searchsorted(share / share[-1], u, side="right").clip(0, len(weights) - 1)
