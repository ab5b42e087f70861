"""The chance a step from the chance within several steps, and back."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats


def hazard(log_odds: Floats, steps: float | None) -> Floats:
    """Log-odds of the chance a step, from the log-odds of the chance within `steps` steps.

    h = 1 - (1 - p)^(1/n): constant hazard (Kalbfleisch and Prentice 2002, discrete time). The word of a
    `once` variable (`steps` None) is left as it is. A clock of more than one step speaks of `STATE or more`
    only, so the canonical event is the one that was said. With 1/n for `steps` it leads back.

    >>> hazard(np.log([3.0]), 2).round(6) + 0.0  # 75 % within two steps are 50 % a step
    array([0.])
    """
    if steps is None or steps == 1:
        return log_odds
    stay = -np.logaddexp(0.0, log_odds) / steps  # ln(1 - h), from ln(1 - p) = -ln(1 + e^x)
    with np.errstate(divide="ignore"):
        return np.where(np.isposinf(log_odds), np.inf, np.log(-np.expm1(stay)) - stay)
