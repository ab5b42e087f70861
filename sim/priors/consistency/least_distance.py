"""The shortest vector that obeys linear rules: an exact active set, small enough to need no optimiser's package."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats

TINY = 1e-12


def nnls(a: Floats, b: Floats) -> Floats:
    """The x >= 0 with the least |a x - b| (Lawson and Hanson 1974, "Solving Least Squares Problems", chapter 23).

    >>> nnls(np.eye(2), np.array([1.0, -1.0]))
    array([1., 0.])
    """
    x = np.zeros(a.shape[1])
    active = np.zeros(a.shape[1], dtype=bool)
    for _ in range(10 * a.shape[1] + 10):
        gain = np.where(active, -np.inf, a.T @ (b - a @ x))
        if not gain.size or gain.max() <= TINY:
            break
        active[int(np.argmax(gain))] = True
        while active.any():
            free = np.zeros_like(x)
            free[active] = np.linalg.lstsq(a[:, active], b, rcond=None)[0]
            wrong = active & (free <= 0.0)
            if not wrong.any():
                x = free
                break
            steps = np.where(wrong, x / np.where(wrong, x - free, 1.0).clip(TINY), np.inf)
            first = int(np.argmin(steps))
            x = np.maximum(x + steps[first] * (free - x), 0.0)
            active &= x > TINY
            active[first] = False  # named, since rounding may leave a trace of it
            x[~active] = 0.0
    return x


def least_distance(equal: Floats, to: Floats, least: Floats, at: Floats) -> Floats | None:
    """The shortest y with equal @ y = to and least @ y >= at; None where no y obeys the inequalities.

    Equations that contradict each other are met as nearly as can be. Least distance programming by NNLS (Lawson and
    Hanson 1974, chapter 23) in what the equations leave free.

    >>> none = np.zeros((0, 2))
    >>> least_distance(none, np.zeros(0), np.array([[1.0, 1.0]]), np.array([2.0])).round(6)
    array([1., 1.])
    """
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
    target = np.zeros(len(u_of))
    target[-1] = 1.0
    rest = u_of @ nnls(u_of, target) - target
    if -rest[-1] <= 1e-9:
        return None
    out: Floats = start + scale * (free @ (rest[:-1] / -rest[-1]))
    return out
