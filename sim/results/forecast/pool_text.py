"""How a scenario's voices were pooled, as one line: the rule, whose word weighs what, extremizing."""

from __future__ import annotations

import math


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
