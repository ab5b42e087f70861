"""The shortest vector that obeys linear rules: an exact active set."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats


def least_distance(equal: Floats, to: Floats, least: Floats, at: Floats) -> Floats | None:
    """The shortest y with equal @ y = to and least @ y >= at; None where no y obeys the inequalities.

    Equations that contradict each other are met as nearly as can be. Least distance programming by NNLS (Lawson and
    Hanson 1974, chapter 23) in what the equations leave free.

    >>> none = np.zeros((0, 2))
    >>> least_distance(none, np.zeros(0), np.array([[1.0, 1.0]]), np.array([2.0])).round(6)
    array([1., 1.])
    """
    from scipy.optimize import nnls  # imported only where there is something to be made coherent

    size = equal.shape[1]
    start, free = np.zeros(size), np.eye(size)
    if len(equal):
        left, values, right = np.linalg.svd(equal)
        rank = int((values > 1e-10 * values[0]).sum()) if values[0] > 0 else 0
        start = right[:rank].T @ ((left[:, :rank].T @ to) / values[:rank])
        free = right[rank:].T
    wanted = at - least @ start
    if not (wanted > 0.0).any():
        return start
    scale = float(np.abs(wanted).max())
    u_of = np.vstack([(least @ free).T, wanted / scale])
    target = np.eye(len(u_of))[-1]
    rest = u_of @ nnls(u_of, target)[0] - target
    return start + scale * (free @ (rest[:-1] / -rest[-1])) if rest[-1] < -1e-9 else None
