"""How a scenario's voices were pooled, as one line: the rule, whose word weighs what, extremizing."""

from __future__ import annotations

import math


def pool_line(
    rule: str, concentration: float, weights: str = "given", extremize: float = 1.0, recalibrate: str = "none",
    fixed: tuple[float, float] | None = None,
) -> str:  # fmt: skip
    """The pooling rule, and whether disagreement between voices reaches the spread; what else is done where it is.

    recalibrate: `none`, `record`, or the file of a record. fixed: gamma and delta of every draw, where they
    are set.

    >>> pool_line("log", 1.0)
    'log, concentration 1 (their disagreement is part of the spread)'
    >>> pool_line("average", 1.0, "equal", 1.5)
    'average (blind to their disagreement), equal weights, log-odds times 1.5'
    >>> pool_line("linear", 1.0, recalibrate="record")
    'linear (their disagreement is part of the spread), words recalibrated by the record of quoted experts'
    >>> pool_line("linear", 1.0, recalibrate="record", fixed=(0.6, 0.0))
    'linear (their disagreement is part of the spread), words recalibrated by gamma 0.6 and delta 0 in every draw'
    """
    name = f"log, concentration {concentration:g}" if rule == "log" else rule
    blind = rule in ("average", "median") or (rule == "log" and math.isinf(concentration))
    line = f"{name} ({'blind to their disagreement' if blind else 'their disagreement is part of the spread'})"
    if weights != "given":
        line += f", {weights} weights" if weights == "equal" else f", weights by {weights}"
    line += f", log-odds times {extremize:g}" if extremize != 1.0 else ""
    if recalibrate == "none":
        return line
    whose = "the record of quoted experts" if recalibrate == "record" else f"the record in {recalibrate}"
    by = whose if fixed is None else f"gamma {fixed[0]:g} and delta {fixed[1]:g} in every draw"
    return f"{line}, words recalibrated by {by}"
