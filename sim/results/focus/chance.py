"""How much of the uncertainty of an answer is chance: what would remain if every judgment were known exactly."""

from __future__ import annotations

import numpy as np

from sim.results.forecast.draws import Draws


def chance_share(draws: Draws, policy: str, question: str) -> float | None:
    """The share of chance in the variance of whether it comes to pass, in [0, 1]; None where nothing is uncertain.

    Of a yes or no that comes with probability p in a draw, the variance over draws and worlds is
    E[p](1 - E[p]) = E[p (1 - p)] + Var(p), by the law of total variance; the first part is chance.

    >>> from sim.results.forecast.run import forecast
    >>> from sim.scenario.file.read import read
    >>> made = forecast(read("scenarios/first-steps.yaml"), draws=200, policies=["strikes"])
    >>> 0.9 < chance_share(made.draws, "strikes", "Q6") < 1
    True
    """
    values, weights = draws[policy, question], draws.weight(policy, question)
    heard = weights > 0
    if not heard.any():
        return None
    probability = np.clip(values[heard], 0.0, 1.0)
    weights = weights[heard] / weights[heard].sum()
    mean = float(weights @ probability)
    total = mean * (1.0 - mean)
    return None if total <= 0 else float(weights @ (probability * (1.0 - probability))) / total
