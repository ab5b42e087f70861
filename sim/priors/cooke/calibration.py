"""How well voices knew what turned out: calibration and information of Cooke's classical model.

Cooke (1991), "Experts in Uncertainty"; Cooke and Goossens (2008), "TU Delft expert judgment data base".
Everything is kept in logarithms, so that a calibration of 1e-400 is a number like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import exp, floor, inf, lgamma, log

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats

OVERSHOOT = 0.1
"""What the intrinsic range has beyond the outermost numbers named, at each end, as a share of their range."""

LEAST_WEIGHT = 1e-200
"""A smaller weight counts as this one: what is divided by it must stay a double, and it is no silence."""

_FAR = -600.0  # ln of a survival below which `gammaincc` nears the end of doubles
_CLOSE = 1e-15


@dataclass(frozen=True, eq=False)
class Study:
    """Answers to questions whose truth is known, all on their scale (logarithms where the scale is `log`).

    answers: (voices, items, levels), NaN where a voice did not answer. truth: (items,).
    """

    voices: tuple[str, ...]
    items: tuple[str, ...]
    levels: tuple[float, ...]
    answers: Floats
    truth: Floats

    @cached_property
    def masses(self) -> Floats:
        """Probability of each bin between neighbouring levels: (levels + 1,)."""
        return np.diff(np.array([0.0, *self.levels, 1.0]))

    @cached_property
    def answered(self) -> NDArray[np.int64]:
        """How many items each voice has answered: (voices,)."""
        return np.asarray((~np.isnan(self.answers[:, :, 0])).sum(axis=1), dtype=np.int64)

    @property
    def power(self) -> int:
        """The number of items that calibration is computed for, the same for everyone: the smallest answered."""
        return int(self.answered.min())

    @cached_property
    def bounds(self) -> tuple[Floats, Floats]:
        """The intrinsic range of each item, 10 % wider at each end than all answers and the truth: (items,) each.

        >>> study = Study(("a",), ("T",), (0.5,), np.array([[[2.0]]]), np.array([12.0]))
        >>> [end.tolist() for end in study.bounds]
        [[1.0], [13.0]]
        """
        lowest = np.fmin.reduce(self.answers[:, :, 0], axis=0)
        highest = np.fmax.reduce(self.answers[:, :, -1], axis=0)
        return intrinsic_range(np.fmin(lowest, self.truth), np.fmax(highest, self.truth))

    def without_voice(self, voice: str) -> Study:
        """The study as if a voice had not taken part, without the items that only it had answered."""
        return self._cleared(np.array([name != voice for name in self.voices])[:, None])

    def without_item(self, item: str) -> Study:
        """The study as if an item had not been asked, without the voices that had answered nothing else."""
        return self._cleared(np.array([name != item for name in self.items]))

    def _cleared(self, keep: Flags) -> Study:
        """The study of the answers to `keep`, without voices that answered nothing and items that nobody answered."""
        given = ~np.isnan(self.answers[:, :, 0]) & keep
        rows, columns = np.flatnonzero(given.any(axis=1)), np.flatnonzero(given.any(axis=0))
        return replace(
            self,
            voices=tuple(self.voices[i] for i in rows),
            items=tuple(self.items[i] for i in columns),
            answers=self.answers[np.ix_(rows, columns)],
            truth=self.truth[columns],
        )


def intrinsic_range(lowest: Floats, highest: Floats) -> tuple[Floats, Floats]:
    """Both ends of the range on which the background measure lies, with Cooke's overshoot of 10 %.

    A range without width, where every number named is the same one, becomes 10 % of that number each way.
    """
    width = highest - lowest
    over = OVERSHOOT * np.where(width > 0, width, np.maximum(np.abs(lowest), 1.0))
    return lowest - over, highest + over


def log_calibration(answers: Floats, truth: Floats, masses: Floats, power: int) -> float:
    """ln of the calibration of one voice: how often chance would fit the levels as badly as its answers do.

    answers: (items, levels), NaN where there is none. The survival function of chi-square with
    len(masses) - 1 degrees of freedom at 2 x power x KL(hits, masses) (Cooke 1991). A truth
    equal to a quantile counts below it. power: number of items the test is made for; voices that
    answered different numbers of items are compared at the smallest.

    >>> hits = np.repeat([[1.0, 2.0, 3.0]], 4, axis=0)
    >>> log_calibration(hits, np.array([0.0, 1.5, 2.5, 4.0]), np.array([0.25, 0.25, 0.25, 0.25]), 4)
    0.0
    """
    given = ~np.isnan(answers[:, 0])
    bins = (truth[given, None] > answers[given]).sum(axis=1)
    share = np.bincount(bins, minlength=len(masses)) / given.sum()
    hit = share > 0
    divergence = float(np.sum(share[hit] * np.log(share[hit] / masses[hit])))
    return log_chi_square_survival(2.0 * power * max(divergence, 0.0), len(masses) - 1)


def information(answers: Floats, lower: Floats, upper: Floats, masses: Floats, narrowest: float = 1e-300) -> Floats:
    """Relative information of answers against an even background on the intrinsic range: sum p ln(p / r).

    answers: (..., items, levels), NaN where there is none; lower, upper: (items,). Returns (..., items).
    (Cooke 1991; r is a bin's share of the range, taken as `narrowest` where it is less.)

    >>> information(np.array([[0.5]]), np.array([0.0]), np.array([1.0]), np.array([0.5, 0.5])).tolist()
    [0.0]
    """
    least, most = (np.broadcast_to(end, answers.shape[:-1])[..., None] for end in (lower, upper))
    edges = np.concatenate([least, answers, most], axis=-1)
    share = np.maximum(np.diff(edges, axis=-1) / (upper - lower)[..., None], narrowest)
    return np.asarray(np.maximum((masses * np.log(masses / share)).sum(axis=-1), 0.0), dtype=np.float64)


def log_chi_square_survival(x: float, degrees: int) -> float:
    """ln P(chi-square > x), also where the probability is far below the smallest double.

    >>> round(log_chi_square_survival(2000.0, 2), 9)
    -1000.0
    """
    from scipy.special import gammaincc

    shape, half = degrees / 2.0, x / 2.0
    rough = shape * log(half) - half - lgamma(shape) if half > 0 else 0.0
    return log(gammaincc(shape, half)) if rough > _FAR else rough - log(_continued_fraction(shape, half))


def _continued_fraction(shape: float, x: float) -> float:
    """x^a e^-x / Gamma(a, x) for x well above a (Legendre's fraction, evaluated as in Lentz 1976)."""
    b = c = value = x + 1.0 - shape
    d = 0.0
    for n in range(1, 1000):
        a = -n * (n - shape)
        b += 2.0
        d = 1.0 / (b + a * d)
        c = b + a / c
        value *= c * d
        if abs(c * d - 1.0) < _CLOSE:
            break
    return value


def normalised(log_weights: Sequence[float] | Floats) -> Floats:
    """Weights that add up to 1, from their logarithms; NaN where all are 0.

    >>> normalised([-1000.0, -1000.0]).tolist()
    [0.5, 0.5]
    """
    logs = np.asarray(log_weights, dtype=np.float64)
    top = float(logs.max())
    if top == -np.inf:
        return np.full(logs.shape, np.nan)
    weights = np.exp(logs - top)
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def shown(log_value: float) -> str:
    """e^log_value to three digits, however small.

    >>> shown(-1.0), shown(-2000.0)
    ('0.368', '2.58e-869')
    """
    if log_value == -inf:
        return "0"
    if log_value > -690.0:
        return f"{exp(log_value):#.3g}"
    decimal = log_value / log(10.0)
    return f"{10 ** (decimal - floor(decimal)):#.3g}e{floor(decimal)}"
