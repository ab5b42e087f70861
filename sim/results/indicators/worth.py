"""What an event tells of a yes or no: a table of four cells, the fall of entropy and of the Brier score it is worth.

Seen is what happened and was reported. Not seen is all else: it did not happen, or nobody reported it. The cells are
means over draws, so what is seen also tells which draws to believe. Errors are those of smooth functions of means:
residuals of the linearised figure, summed in each independent Latin hypercube (Owen 2013, "Monte Carlo theory, methods
and examples", chapter 9).
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.results.forecast.model import Interval
from sim.results.indicators.model import IndicatorFigures
from sim.results.statistics.common_draws import error_of_sum
from sim.results.statistics.quantiles import quantiles

NO_DIGIT = 1e-14
"""A share of what is seen that rounding alone may leave."""

_LEVEL = 0.9
_ERRORS = ("seen", "unseen", "bits", "brier")


class SeenTable:
    """Seen or not by yes or no, draw by draw.

    weights: (draws,), sum 1. asked, yes: (draws,), P(the question is asked) and P(asked and yes). happens, both:
        (draws,), P(asked and the event) and P(yes and the event). reported: from 0 to 1. noise: (draws,), the variance
        of P(yes | the event) that comes from finitely many worlds; None where there is none.

    >>> one = np.ones(1)
    >>> made = SeenTable(one, one, 0.5 * one, 0.5 * one, 0.4 * one, reported=1.0).figures()
    >>> made.seen, round(made.unseen, 12), round(made.brier, 12)
    (0.8, 0.2, 0.09)
    """

    def __init__(
        self, weights: Floats, asked: Floats, yes: Floats, happens: Floats, both: Floats, *, reported: float,
        noise: Floats | None = None,
    ) -> None:  # fmt: skip
        self._weights = weights
        seen, seen_yes = reported * happens, reported * both
        no = asked - yes - (seen - seen_yes)
        self._cells = np.array([[seen_yes, seen - seen_yes], [yes - seen_yes, no]])  # (seen or not, yes or no, draws)
        # Where worlds were sampled, a cell may come out below 0.
        means = np.maximum(self._cells @ weights, 0.0)
        total = float(means.sum())
        self.shares: Floats = means / total
        self._residuals = weights * (self._cells - self.shares[..., None] * self._cells.sum(axis=(0, 1))) / total
        self._happens = float(weights @ happens) / total
        by_worlds = 0.0 if noise is None else float(((weights * seen) ** 2) @ noise)
        self._noise = float(np.sqrt(by_worlds)) / total  # of the share of seen and yes

    def figures(self) -> IndicatorFigures:
        """All figures of the table, whose event is neither sure to be seen nor sure not to be."""
        p, by_seen, by_yes = self.shares, self.shares.sum(axis=1), self.shares.sum(axis=0)
        seen, unseen = p[:, 0] / by_seen
        lift = np.log2(np.where(p > 0, p / np.outer(by_seen, by_yes), 1.0))
        residuals = self._residuals
        moved = (residuals[:, 0] - np.array([[seen], [unseen]]) * residuals.sum(axis=1)) / by_seen[:, None]
        then = np.array([[seen], [unseen]])
        brier = (2 * then * residuals[:, 0] - then**2 * residuals.sum(axis=1)).sum(axis=0)
        brier -= 2 * by_yes[0] * residuals[:, 0].sum(axis=0)
        bits = (lift[..., None] * residuals).sum(axis=(0, 1))
        # The worlds' noise moves what is seen with a yes against the other cells.
        odds = lift[0, 0] - lift[0, 1] - lift[1, 0] + lift[1, 1]
        slopes = (1 / by_seen[0], 1 / by_seen[1], odds, 2 * (seen - unseen))
        errors = [
            max(error_of_sum(each), abs(slope) * self._noise)
            for each, slope in zip((*moved, bits, brier), slopes, strict=True)
        ]
        return IndicatorFigures(
            happens=self._happens, probability=float(by_seen[0]), seen=float(seen), unseen=float(unseen),
            ratio=float(p[0, 0] / by_yes[0] / (p[0, 1] / by_yes[1])) if p[0, 1] > NO_DIGIT * by_seen[0] else None,
            bits=max(float((p * lift).sum()), 0.0),
            brier=max(float(by_seen @ np.array([seen, unseen]) ** 2 - by_yes[0] ** 2), 0.0),
            **{f"{name}_error": float(each) for name, each in zip(_ERRORS, errors, strict=True)},
        )  # fmt: skip

    def intervals(self) -> tuple[Interval, Interval]:
        """The 90 % intervals of the answer over draws, if it is seen and if it is not."""
        first, second = (self._interval(place) for place in (0, 1))
        return first, second

    def _interval(self, place: int) -> Interval:
        cells = np.maximum(self._cells[place], 0.0)
        yes, whole = cells[0], cells.sum(axis=0)
        answers = np.divide(yes, whole, out=np.zeros_like(yes), where=whole > 0)
        low, high = quantiles(answers, self._weights * whole, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
        return Interval(_LEVEL, float(low), float(high))


def entropy(probability: float) -> float:
    """The entropy of a yes or no, in bits.

    >>> entropy(0.5), entropy(0.0)
    (1.0, 0.0)
    """
    parts = [part for part in (probability, 1.0 - probability) if part > 0]
    return float(-sum(part * np.log2(part) for part in parts)) + 0.0
