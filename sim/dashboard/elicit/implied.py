"""What a prior implies, in words: where its middle lies, and how often it is beyond a round number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.log_odds import expit
from sim.priors.reading.model import Reading
from sim.results.forecast.percent import percent
from sim.show.phrases import chance_in_words

_LEVELS = 2000
_STEPS = (0.0005, 0.001, 0.005, 0.01, 0.05)
_LEAST, _MOST = 0.0447, 0.0559  # what is told as 1 in 20, between 1 in 25 and 1 in 15


@dataclass(frozen=True)
class BeliefSpread:
    """A distribution of one probability, as equally or unequally weighted values in 0..1, ascending."""

    values: Floats
    weights: Floats

    def quantile(self, level: float) -> float:
        """The value that `level` of the weight lies at or below."""
        reached = np.cumsum(self.weights)
        place = int(np.searchsorted(reached, level * reached[-1]))
        return float(self.values[min(place, self.values.size - 1)])

    def above(self, value: float) -> float:
        """The share of the weight above a value."""
        return float(self.weights[self.values > value].sum() / self.weights.sum())


def spread_of(reading: Reading, nudge: float = 0.0) -> BeliefSpread:
    """What is read into one judgment, over the blend of its lexicons."""
    levels = (np.arange(_LEVELS) + 0.5) / _LEVELS
    values = np.concatenate([expit(family.log_odds(levels) + nudge) for _, family in reading.families])
    weights = np.repeat([weight / _LEVELS for weight, _ in reading.families], _LEVELS)
    order = np.argsort(values, kind="stable")
    return BeliefSpread(values[order], weights[order])


def spread_of_draws(draws: Floats) -> BeliefSpread:
    """Equally likely draws of a probability."""
    values = np.sort(draws)
    return BeliefSpread(values, np.full(values.size, 1.0 / values.size))


def tell_implied(spread: BeliefSpread) -> list[str]:
    """What somebody says who believes this, in sentences.

    >>> for sentence in tell_implied(BeliefSpread(np.linspace(0.0005, 0.4995, 1000), np.full(1000, 1e-3))):
    ...     print(sentence)
    Your middle is 25 %: as likely above it as below.
    You say about 1 in 20 that it is above 47.5 % and about 1 in 20 that it is below 2.5 %.
    """
    low, middle, high = (spread.quantile(level) for level in (0.05, 0.5, 0.95))
    told = [f"Your middle is {percent(middle)}: as likely above it as below."]
    if high - low < 1e-9:
        return [f"You say just {percent(middle)}, without any doubt."]
    upper = _find_round(high, spread.above)
    lower = _find_round(low, lambda value: 1.0 - spread.above(value))
    beyond = [
        f"{chance_in_words(share)} that it is {side} {100 * value:.3g} %"
        for side, value, share in (("above", upper, spread.above(upper)), ("below", lower, 1.0 - spread.above(lower)))
        if 0.0 < share < 1.0
    ]
    return [*told, *([f"You say {' and '.join(beyond)}."] if beyond else [])]


def _find_round(value: float, share: Callable[[float], float]) -> float:
    """The coarsest round number near a value that has about 1 in 20 beyond it, as the value itself has."""
    for step in reversed(_STEPS):
        near = round(value / step) * step
        if 0.0 < near < 1.0 and _LEAST <= share(near) <= _MOST:
            return float(near)
    return float(f"{value:.2g}")
