"""How a scenario's voices were pooled, as one line: the rule, whose word weighs what, extremizing."""

from __future__ import annotations

import math

from sim.priors.performance import performance
from sim.priors.weights import cut_off, weighed
from sim.scenario.model import Scenario


def pool_line(rule: str, concentration: float, weights: str = "given", extremize: float = 1.0) -> str:
    """The pooling rule, and whether disagreement between voices reaches the spread; weights and factor where not usual.

    >>> pool_line("log", 1.0)
    'log, concentration 1 (their disagreement is part of the spread)'
    >>> pool_line("average", 1.0, "equal", 1.5)
    'average (blind to their disagreement), equal weights, log-odds times 1.5'
    """
    name = f"log, concentration {concentration:g}" if rule == "log" else rule
    blind = rule in ("average", "median") or (rule == "log" and math.isinf(concentration))
    line = f"{name} ({'blind to their disagreement' if blind else 'their disagreement is part of the spread'})"
    if weights != "given":
        line += f", {weights} weights" if weights == "equal" else f", weights by {weights}"
    return line + (f", log-odds times {extremize:g}" if extremize != 1.0 else "")


def weights_line(scenario: Scenario) -> str:
    """Where the voices' weights come from: `given`, `equal`, or performance with its kind and cut-off."""
    pool = scenario.pool
    if pool.weights != "performance":
        return pool.weights
    return f"performance ({pool.kind}, {cut_off(performance(scenario))})"


def weights_of(scenario: Scenario) -> dict[str, float]:
    """Every voice's weight as it is pooled, in the file's order; 0 for one that is not heard."""
    return {voice: expert.weight for voice, expert in weighed(scenario).experts.items()}
