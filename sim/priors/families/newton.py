"""The last digits of a least-squares fit, by Newton's method.

Near its minimum a sum of squares tells parameters apart only down to the root of the rounding error: a search that
compares sums ends some 1e-8 beside it, elsewhere on every processor. Where the gradient is 0 can be told to the end.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.arrays import Flags, Floats

Residuals = Callable[[Floats], Floats]

_STEP = 1e-3  # of the differences; parameters are logs, log-odds or shares, of order 1
_ROUNDS = 6
_FARTHEST = 1e-2  # a step beyond it does not settle what was found but seeks another


def settle(
    residuals: Residuals, found: Floats, lower: Floats, upper: Floats, one_sided: Flags | bool = False
) -> Floats:
    """The minimum of a sum of squares, from a point close to it: (parameters,).

    residuals: (n, parameters) -> (n, residuals), smooth. found: (parameters,). lower, upper: bounds; a minimum on one
    of them stays as it was found. one_sided: (residuals,), those that count only where they are above 0.

    >>> def line(x): return x * np.array([1.0, 2.0]) - np.array([1.0, 4.0])
    >>> settle(line, np.array([1.8001]), np.zeros(1), np.full(1, 9.0)).round(12).tolist()
    [1.8]
    """
    x = found
    for _ in range(_ROUNDS):
        if (x <= lower + 2 * _STEP).any() or (x >= upper - 2 * _STEP).any():
            return found
        gradient, curvature = _derivatives(residuals, x, one_sided)
        if not np.isfinite(curvature).all() or np.linalg.eigvalsh(curvature)[0] <= 0.0:
            return found
        step = np.linalg.solve(curvature, gradient)
        if np.abs(step).max() > _FARTHEST:
            return found
        x = x - step
    before, after = np.sum(_counted(residuals(np.stack([found, x])), one_sided) ** 2, axis=-1)
    return x if after <= before * (1.0 + 1e-9) + 1e-30 else found


def _counted(values: Floats, one_sided: Flags | bool) -> Floats:
    return np.where(one_sided, np.maximum(values, 0.0), values)


def _derivatives(residuals: Residuals, x: Floats, one_sided: Flags | bool) -> tuple[Floats, Floats]:
    """Half the gradient and half the second derivatives of the sum of squares, by differences of the fourth order."""
    size = len(x)
    move = _STEP * np.eye(size)
    pairs = [(i, j) for i in range(size) for j in range(i + 1, size)]
    crossed = [a * move[i] + b * move[j] for i, j in pairs for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))]
    every = residuals(x + np.stack([np.zeros(size), *move, *-move, *2 * move, *-2 * move, *crossed]))
    here, ahead, behind, far, back, corners = np.split(every, [1 + place * size for place in range(5)])
    counted = _counted(here[0], one_sided)
    slopes = (8.0 * (ahead - behind) - (far - back)) / (12.0 * _STEP)
    heard = np.where(one_sided & (here[0] <= 0.0), 0.0, slopes)
    curvature = np.sum(heard[:, None] * heard[None], axis=-1)
    curvature[np.diag_indices(size)] += np.sum((ahead - 2.0 * here + behind) * counted, axis=-1) / _STEP**2
    for place, (i, j) in enumerate(pairs):
        one, two, three, four = corners[4 * place : 4 * place + 4]
        curvature[[i, j], [j, i]] += np.sum((one - two - three + four) * counted) / (4.0 * _STEP**2)
    return np.sum(heard * counted, axis=-1), curvature
