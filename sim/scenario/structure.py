"""The words of a scenario made exact: states to numbers, conditions to boxes, dates to steps.

The other rooms ask these questions here and nowhere else, so that `STATE or more` or `by: DATE`
means the same thing in a check, in a prior and in a forecast.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """One parent as it conditions a variable's rows.

    `name` is the word used in `given`: `us_action`, or `climate@previous` for the state one step before.
    """

    name: str
    variable: str
    lag: int
    states: tuple[str, ...]
