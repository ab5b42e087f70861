"""Proper scoring rules in expectation over an uncertain truth; less is better in each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate


def brier(probability: float, truth: float) -> float:
    """The expected squared error, 0 to 1: half of what Brier (1950) sums over yes and no.

    probability: said, 0..1. truth: the chance that the answer is yes, 1 or 0 where it is certain.

    >>> brier(0.5, 1.0), round(brier(0.2, 0.1), 3)
    (0.25, 0.1)
    """
    return truth * (1 - probability) ** 2 + (1 - truth) * probability**2


def logarithmic(probability: float, truth: float, bound: float = 0.0) -> float:
    """The expected surprise in nats, minus the logarithm of what was said of what came.

    probability, truth: as in `brier`. bound: what 0 is read as, and 1 less it what 1 is: finitely many worlds tell
    nothing nearer. Infinite where the bound is 0 and what came was ruled out.

    >>> round(logarithmic(0.5, 1.0), 4), logarithmic(1.0, 1.0), logarithmic(0.0, 1.0)
    (0.6931, 0.0, inf)
    """
    said = min(max(probability, bound), 1 - bound)
    return sum(
        chance * (math.inf if part == 0 else -math.log(part))
        for chance, part in ((truth, said), (1 - truth, 1 - said))
        if chance > 0
    )


def ranked_probability(probabilities: Sequence[float], truth: Sequence[float]) -> float:
    """Epstein's (1969) score of ordered states, as a loss 0 to 1: squared errors of what is cumulated, averaged.

    probabilities, truth: of each state in order, at least two, each with the sum 1; truth has one 1 where it is
    certain, and is scored in expectation where it is not. With two states it is `brier`.
    Raises ValueError for another number of states in the two, or fewer than two.

    >>> ranked_probability([0.5, 0.25, 0.25], [0, 0, 1])
    0.40625
    """
    if len(probabilities) != len(truth) or len(truth) < 2:
        raise ValueError(f"as many states in both, at least two; not {len(probabilities)} and {len(truth)}")
    cuts = list(zip(accumulate(probabilities), accumulate(truth), strict=True))[:-1]
    return sum(brier(said, came) for said, came in cuts) / len(cuts)
