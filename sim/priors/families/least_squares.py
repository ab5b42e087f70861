"""Nonlinear least squares in two parameters, from many starts at once (Levenberg 1944, Marquardt 1963).

Written out here since SciPy's optimiser takes half a second to import, which every command would pay.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.priors.families.newton import Residuals, settle

_STEP = 1e-5  # of the central differences; parameters are logs or log-odds, of order 1
_ROUNDS = 200
_OPENING, _FINALISTS = 8, 4  # after so many rounds so many go on


def least_squares(residuals: Residuals, starts: Floats, lower: Floats, upper: Floats) -> Floats:
    """The parameters of the smallest sum of squares that is reached from the best start of each group: (2,).

    residuals: (n, 2) parameters -> (n, points). starts: (groups, candidates, 2), a group a valley that there may
    be. lower, upper: (2,), bounds of both parameters.

    >>> def line(x): return x[:, :1] + x[:, 1:] * np.array([0.0, 1.0, 2.0]) - np.array([1.0, 3.0, 5.0])
    >>> least_squares(line, np.zeros((1, 1, 2)), np.full(2, -9.0), np.full(2, 9.0)).round(6)
    array([1., 2.])
    """
    every = np.clip(starts, lower, upper)
    costs = _cost(residuals, every.reshape(-1, 2)).reshape(every.shape[:2])
    chosen = np.arange(len(every)), np.argmin(costs, axis=1)
    x, cost = every[chosen], costs[chosen]
    damping = np.full(len(x), 1e-3)
    for played in range(_ROUNDS):
        if played == _OPENING:
            ahead = np.argsort(cost, kind="stable")[:_FINALISTS]
            x, cost, damping = x[ahead], cost[ahead], damping[ahead]
        trial = np.clip(x + _step(residuals, x, damping, lower, upper), lower, upper)
        found = _cost(residuals, trial)
        better = found < cost
        x, cost = np.where(better[:, None], trial, x), np.where(better, found, cost)
        damping = np.where(better, 0.3 * damping, 4.0 * damping).clip(1e-12, 1e12)
        if damping[np.argmin(cost)] > 1e6 or cost.min() < 1e-28:
            break  # the best can get no better; the others have had as many rounds to overtake it
    return settle(residuals, x[int(np.argmin(cost))], lower, upper)


def _cost(residuals: Residuals, x: Floats) -> Floats:
    """Sums of squares; infinite where the residuals are no numbers."""
    total = np.sum(residuals(x) ** 2, axis=1)
    return np.where(np.isfinite(total), total, np.inf)


def _step(residuals: Residuals, x: Floats, damping: Floats, lower: Floats, upper: Floats) -> Floats:
    """Marquardt's step: the normal equations with their diagonal raised by `damping`; bounds are not pressed on."""
    here = residuals(x)
    columns = [(residuals(x + move) - residuals(x - move)) / (2.0 * _STEP) for move in _STEP * np.eye(2)]
    jacobian = np.stack(columns, axis=-1)
    gradient = np.einsum("npi,np->ni", jacobian, here)
    pressed = ((x <= lower) & (gradient > 0.0)) | ((x >= upper) & (gradient < 0.0))
    jacobian, gradient = np.where(pressed[:, None], 0.0, jacobian), np.where(pressed, 0.0, gradient)
    normal = np.einsum("npi,npj->nij", jacobian, jacobian)
    normal[:, [0, 1], [0, 1]] += damping[:, None] * np.maximum(np.einsum("nii->ni", normal), 1e-12)
    return np.clip(-np.linalg.solve(normal, gradient[..., None])[..., 0], -3.0, 3.0)
