"""Shares of variance beside those of SALib, on functions whose shares are known.

pip install SALib
python -m benchmarks.batch.shares
"""

from __future__ import annotations

import numpy as np
from scipy.stats import qmc

from sim.batch.summary.moved_axis import gather_axis
from sim.batch.summary.shares.fitted import share_fitted

SETTINGS = 1024


def compare_ishigami() -> list[str]:
    """A line an axis: known, of our fit to a Latin hypercube, of SALib's RBD-FAST and delta on the same points, and of
    Saltelli's estimator on eight times as many points of its own design."""
    from SALib.analyze import delta, rbd_fast, sobol
    from SALib.sample import sobol as design
    from SALib.test_functions import Ishigami

    names = ["x1", "x2", "x3"]
    problem = {"num_vars": 3, "names": names, "bounds": [[-np.pi, np.pi]] * 3}
    points = qmc.LatinHypercube(3, rng=1).random(SETTINGS) * 2 * np.pi - np.pi
    values = Ishigami.evaluate(points)
    ours = share_fitted([gather_axis(name, "number", list(c)) for name, c in zip(names, points.T, strict=True)], values)
    fast = rbd_fast.analyze(problem, points, values, seed=1)["S1"]
    given = delta.analyze(problem, points, values, seed=1)["S1"]
    sampled = design.sample(problem, SETTINGS, calc_second_order=True, seed=1)
    saltelli = sobol.analyze(problem, Ishigami.evaluate(sampled), seed=1)
    known = ((0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437))
    return [
        f"{name}: first known {known[k][0]:.4f}, ours {share.first:.4f}, RBD-FAST {fast[k]:.4f}, delta {given[k]:.4f}, "
        f"Saltelli ({len(sampled):,} points) {saltelli['S1'][k]:.4f}; total known {known[k][1]:.4f}, "
        f"ours {share.total:.4f}, Saltelli {saltelli['ST'][k]:.4f}"
        for k, (name, share) in enumerate(zip(names, ours.axes, strict=True))
    ]


if __name__ == "__main__":
    print("\n".join(compare_ishigami()))
