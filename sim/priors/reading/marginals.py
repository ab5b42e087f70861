"""A Dirichlet distribution from judgments on every state by itself (Zapata-Vazquez, O'Hagan and Bastos 2014).

"Eliciting expert judgements about a set of proportions", Journal of Applied Statistics 41, 1919-1933; the four
ways to choose its total are those of `fitDirichlet` in the R package SHELF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

import numpy as np

from sim.priors.families.beta_inverse import invert_beta
from sim.priors.families.families import Beta
from sim.priors.reading.points import FitPoint, elicit
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.forms import Split


@dataclass(frozen=True)
class Dirichlet:
    """A whole row's Dirichlet distribution: its parameters in the order of the states.

    means: the sum of the elicited means, which the row's are brought to 1 from. points: every state's elicited
    quantiles beside those of its share.
    """

    alpha: tuple[float, ...]
    means: float
    points: tuple[FitPoint, ...]
    assumed: tuple[str, ...]

    @property
    def total(self) -> float:
        return sum(self.alpha)

    @property
    def name(self) -> str:
        return f"Dirichlet({', '.join(f'{a:.3g}' for a in self.alpha)})"

    def median(self, event: frozenset[int]) -> float:
        """Median of the probability of a set of states: shares of a Dirichlet add up to Betas."""
        inside = sum(self.alpha[state] for state in event)
        return float(invert_beta(inside, self.total - inside, 0.5))


def dirichlet(says: Marginals, states: Sequence[str]) -> Dirichlet:
    """The Dirichlet distribution of a row that was elicited state by state.

    >>> third = {"low": 0.2, "best": 0.33, "high": 0.5, "confidence": 0.8}
    >>> row = dirichlet(Marginals(split={"a": third, "b": third, "c": third}), ("a", "b", "c"))
    >>> [round(a / row.total, 3) for a in row.alpha]
    [0.333, 0.333, 0.333]
    """
    fitted = [elicit(says.split[state]) for state in states]
    alpha, means = from_betas([fit.family for fit in fitted if isinstance(fit.family, Beta)], says.fit)
    shares = [Beta(a, sum(alpha) - a) for a in alpha]
    points = tuple(
        replace(point, of=state, fitted=float(invert_beta(share.a, share.b, point.level)))
        for state, fit, share in zip(states, fitted, shares, strict=True)
        for point in fit.points
    )
    assumed = tuple(f"{state}: {text}" for state, fit in zip(states, fitted, strict=True) for text in fit.assumed)
    return Dirichlet(alpha, means, points, assumed)


def median_of_row(says: Split | Marginals, states: Sequence[str], event: frozenset[int]) -> float:
    """The median of an event's probability, in 0..1, as a whole row has it, before any nudge.

    >>> median_of_row(Split(split={"a": 0.5, "b": 0.3, "c": 0.2}), ("a", "b", "c"), frozenset({1, 2}))
    0.5
    """
    if isinstance(says, Marginals):
        return dirichlet(says, states).median(event)
    return fsum(says.split.get(states[position], 0.0) for position in event) / fsum(says.split.values())


def from_betas(betas: Sequence[Beta], method: str) -> tuple[tuple[float, ...], float]:
    """The parameters of the Dirichlet distribution whose shares are nearest to these Betas, and the sum of their means.

    The means are divided by their sum. Its total, the equivalent number of cases, is the smallest of the Betas'
    (`min`), the mean of the smallest and the largest (`med`), the mean of all (`mean`), or that whose shares'
    standard deviations, at the elicited means, are nearest to the Betas' (`opt`, least squares): with
    s = m (1 - m), 1 + total = (sum s / sum (s / sqrt(1 + n)))^2.

    >>> alpha, means = from_betas([Beta(2.0, 6.0), Beta(6.0, 2.0)], "opt")
    >>> [round(a, 9) for a in alpha], means
    ([2.0, 6.0], 1.0)
    """
    totals = np.array([beta.a + beta.b for beta in betas])
    means = np.array([beta.a for beta in betas]) / totals
    share = means * (1.0 - means)
    total = {
        "min": totals.min(),
        "med": 0.5 * (totals.min() + totals.max()),
        "mean": totals.mean(),
        "opt": (share.sum() / (share / np.sqrt(1.0 + totals)).sum()) ** 2 - 1.0,
    }[method]
    summed = float(means.sum())
    return tuple((total * means / summed).tolist()), summed
