"""What was elicited point by point as a family: ranges, quantiles and chips, with elicited beside fitted quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np

from sim.log_odds import expit
from sim.priors.families.families import Family, Widened
from sim.priors.families.fit_points import Points, fit
from sim.scenario.model.elicited import Chips, Quantiles, Range, bins, levels

STANDARD = 0.80
"""The confidence to which ranges with `best` are brought: one of the two that IDEA uses, and the one that
stretches least beyond what was said."""


@dataclass(frozen=True)
class FitPoint:
    """An elicited quantile beside the fitted one.

    of: the state, where a split was elicited state by state, else "". level: P(probability <= quantile).
    cell: how far the fitted quantile may be off before it counts as a miss.
    """

    of: str
    level: float
    elicited: float
    fitted: float
    cell: float

    @property
    def missed(self) -> bool:
        return abs(self.fitted - self.elicited) > self.cell


@dataclass(frozen=True)
class Fitted:
    """A family for what was elicited, how far it misses it, and what was read into it.

    phrase: what was said, in short; read_as: what was fitted; assumed: what the reader had to decide.
    """

    family: Family
    phrase: str
    read_as: str
    points: tuple[FitPoint, ...]
    assumed: tuple[str, ...] = ()


def elicit(says: Range | Quantiles | Chips) -> Fitted:
    """The family of what was elicited, widened where that was asked for.

    >>> elicit(Quantiles(quantiles={"5%": 0.01, "50%": 0.04, "95%": 0.12})).family.name
    'Beta(2.02, 40.6)'
    """
    if isinstance(says, Range):
        fitted = _range(says)
    else:
        fitted = _quantiles(says) if isinstance(says, Quantiles) else _chips(says)
    if says.widen == 1.0:
        return fitted
    note = f"{fitted.phrase}: widened {says.widen:g}x in log-odds"
    return replace(fitted, family=Widened(fitted.family, says.widen), assumed=(*fitted.assumed, note))


def standardised(low: float, best: float, high: float, confidence: float, to: float = STANDARD) -> tuple[float, float]:
    """The range at the confidence `to`: both sides stretched in proportion about `best`, cut at 0 and 1.

    best - (best - low) to / confidence, and best + (high - best) to / confidence: linear extrapolation
    (Hemming, Burgman, Hanea, McBride and Wintle 2018, "A practical guide to structured expert elicitation
    using the IDEA protocol", Methods in Ecology and Evolution 9, 169-180).

    >>> standardised(0.1, 0.2, 0.4, 0.5)
    (0.04, 0.52)
    """
    stretch = to / confidence
    return max(0.0, round(best - (best - low) * stretch, 12)), min(1.0, round(best + (high - best) * stretch, 12))


def _range(says: Range) -> Fitted:
    assert says.confidence is not None
    if says.best is None:
        return _bare_range(says, says.confidence)
    low, high = standardised(says.low, says.best, says.high, says.confidence)
    ends = standardised(says.low, says.best, says.high, says.confidence, 1.0)
    points = ((0.5 - STANDARD / 2, low), (0.5, says.best), (0.5 + STANDARD / 2, high))
    bounded = says.family in ("pert", "histogram")
    family = fit(says.family, points, ends if bounded else (0.0, 1.0), says.best)
    phrase = f"{_span(says.low, says.high)}, best {_per_cent(says.best)}, {_per_cent(says.confidence)} sure"
    assumed = []
    if says.confidence != STANDARD:
        cut = " and cut at the end of the scale" if low == 0.0 or high == 1.0 else ""
        assumed.append(f"{phrase}: brought to {_per_cent(STANDARD)} by straight lines, {_span(low, high)}{cut}")
    if low == 0.0 and high == 1.0 and not bounded:
        assumed.append(f"{phrase}: only best is left to go by, so the widest {says.family} with that median")
    read_as = f"{_per_cent(STANDARD)} within {_span(low, high)}, median {_per_cent(says.best)}"
    compared = _compared(family, points, (says.low, says.best, says.high))
    return Fitted(family, phrase, read_as, compared, tuple(assumed))


def _bare_range(says: Range, confidence: float) -> Fitted:
    """As much on either side as `confidence` leaves; a range that touches 0 or 1 has its middle as the median."""
    outside, middle = 0.5 * (1.0 - confidence), 0.5 * (says.low + says.high)
    phrase = f"{_span(says.low, says.high)}, {_per_cent(confidence)} sure"
    if confidence == 1.0:
        points: Points = ()
    elif says.low == 0.0:
        points = ((0.5, middle), (confidence, says.high))
    elif says.high == 1.0:
        points = ((1.0 - confidence, says.low), (0.5, middle))
    else:
        points = ((outside, says.low), (1.0 - outside, says.high))
    halved = any(level == 0.5 for level, _ in points)
    assumed = (f"{phrase}: its middle, {_per_cent(middle)}, taken as the median",) if halved else ()
    family = fit(says.family, points, (0.0, 1.0) if points else (says.low, says.high))
    return Fitted(family, phrase, f"{_per_cent(confidence)} inside", _compared(family, points), assumed)


def _quantiles(says: Quantiles) -> Fitted:
    points = levels(says)
    inner = tuple(point for point in points if point[0] not in (0.0, 1.0))
    ends = points[0][1] if points[0][0] == 0.0 else 0.0, points[-1][1] if points[-1][0] == 1.0 else 1.0
    family = fit(says.family, inner, ends)
    phrase = "quantiles " + ", ".join(f"{_per_cent(level)}: {_per_cent(value)}" for level, value in points)
    return Fitted(family, phrase, f"{len(points)} quantiles", _compared(family, inner))


def _chips(says: Chips) -> Fitted:
    """Cumulative shares at the bins' edges; where chips lie in too few bins, the outer edges half a chip short."""
    row = bins(says)
    total = sum(chips for _, _, chips in row)
    used = [filled for filled in row if filled[2] > 0]
    ends = used[0][0], used[-1][1]
    inner = tuple(edge for edge in _edges(row, total) if ends[0] < edge[1] < ends[1])
    phrase = "chips " + ", ".join(f"{100 * low:.4g}-{100 * high:.4g} %: {chips:g}" for low, high, chips in used)
    points, assumed = inner, tuple[str, ...]()
    if says.family == "pert" and not inner:
        points = ((0.5, 0.5 * sum(ends)),)
    elif says.family in ("beta", "logit-normal") and len({level for level, _ in inner}) < 2:
        short = 0.5 / max(total, 2.0)
        outer = ((short, ends[0]), *inner, (1.0 - short, ends[1]))
        points = tuple((level, value) for level, value in outer if 0.0 < value < 1.0)
        assumed = (f"{phrase}: too few bins for a {says.family}, so half a chip was left outside on either side",)
    family = fit(says.family, points, ends)
    return Fitted(family, phrase, f"{total:g} chips in {len(used)} bins", _compared(family, points), assumed)


def _edges(row: Sequence[tuple[float, float, float]], total: float) -> Points:
    """The share of the chips at or below every edge of the bins, lowest edge first."""
    edges: list[tuple[float, float]] = []
    reached = accumulate((chips for _, _, chips in row), initial=0.0)
    for (low, high, _), (below, upto) in zip(row, pairwise(reached), strict=True):
        edges += [(below / total, low), (upto / total, high)]
    return tuple(dict.fromkeys(edges))  # neighbours share an edge


def _compared(family: Family, points: Points, said: Sequence[float] = ()) -> tuple[FitPoint, ...]:
    """Fitted beside elicited quantiles; ends of the scale, which no family misses, are left out.

    said: the numbers behind the points, where they are others. Where nothing lies between two values they share a
    level, and every value between them is that quantile.
    """
    at: dict[float, list[tuple[float, float]]] = {}
    for (level, value), word in zip(points, said or [value for _, value in points], strict=True):
        if 0.0 < value < 1.0:
            at.setdefault(level, []).append((value, cell(word)))
    out = []
    for level, alike in at.items():
        fitted = float(expit(family.log_odds(np.array([level])))[0])
        elicited = min(max(fitted, alike[0][0]), alike[-1][0])
        out.append(FitPoint("", level, elicited, fitted, max(width for _, width in alike)))
    return tuple(out)


def cell(value: float) -> float:
    """Half the rounding cell of a stated probability: 2.5 points on multiples of five, else half a point.

    Within a point of 0 and 1, where nobody rounds to whole points, half the way there.

    >>> cell(0.15), cell(0.12), cell(0.004)
    (0.025, 0.005, 0.002)
    """
    if abs(20.0 * value - round(20.0 * value)) < 1e-9:
        return 0.025
    return min(0.005, 0.5 * value, 0.5 * (1.0 - value))


def _per_cent(value: float) -> str:
    return f"{100 * value:.4g} %"


def _span(low: float, high: float) -> str:
    return f"{_per_cent(low)} to {_per_cent(high)}"
