"""Shares on a full grid: the functional analysis of variance, which needs no estimate.

Every combination of levels counts alike, so that axes are independent and uniform over their levels. First-order share:
variance of the means given one axis, over the variance (Sobol 1993). Total: 1 less the variance of the means given all
other axes, over the variance (Homma and Saltelli 1996).

The only error is that of the answers. They are played on the same random numbers, so their errors are alike in a way
that a table does not tell. A share is a function of the answers whose slopes sum to 0: what all answers have in common
does not move it, and the errors of their differences move it by at most the sum of |slope| x error, however they hang
together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.batch.summary.moved_axis import MovedAxis
from sim.batch.summary.shares.model import AxisShare


def lay_grid(axes: Sequence[MovedAxis], settings: int) -> NDArray[np.intp] | None:
    """The place of each setting on the grid of all levels, (settings,); None where they do not fill it evenly."""
    sizes = [len(axis.levels) for axis in axes]
    cells = int(np.prod(sizes, dtype=float)) if sizes else 0
    if not cells or settings % cells or settings < cells:
        return None
    places = np.ravel_multi_index([axis.codes for axis in axes], sizes)
    counts = np.bincount(places, minlength=cells)
    return places if (counts == settings // cells).all() else None


def share_grid(
    axes: Sequence[MovedAxis], places: NDArray[np.intp], values: Floats, errors: Floats
) -> tuple[AxisShare, ...]:
    """The shares of all axes. places: as `lay_grid` finds them. values: not all alike. errors: NaN where not known.

    >>> from sim.batch.summary.moved_axis import gather_axis
    >>> axes = [gather_axis("a", "number", [0, 0, 1, 1]), gather_axis("b", "number", [0, 1, 0, 1])]
    >>> found = share_grid(axes, lay_grid(axes, 4), np.array([0.0, 0.1, 0.2, 0.3]), np.zeros(4))
    >>> [(share.axis, round(share.first, 3), round(share.total, 3)) for share in found]
    [('a', 0.8, 0.8), ('b', 0.2, 0.2)]
    """
    sizes = [len(axis.levels) for axis in axes]
    each = len(values) // int(np.prod(sizes))
    surface, noise = (
        (np.bincount(places, weights=numbers) / each).reshape(sizes) for numbers in (values, np.abs(errors))
    )
    away = surface - surface.mean()
    shares = []
    for place, axis in enumerate(axes):
        others = tuple(other for other in range(len(sizes)) if other != place)
        first, first_error = _share(away, away.mean(axis=others, keepdims=True), noise)
        rest, total_error = _share(away, away.mean(axis=place, keepdims=True), noise)
        shares.append(AxisShare(axis.name, first, first_error, 1.0 - rest, total_error))
    return tuple(shares)


def _share(away: Floats, means: Floats, noise: Floats) -> tuple[float, float]:
    """The share of the variance of some means, and what errors of the answers move it by at most."""
    variance = float((away**2).mean())
    share = float((means**2).mean()) / variance
    slopes = 2.0 * (means - share * away) / (away.size * variance)
    return share, float((np.abs(slopes) * noise).sum())
