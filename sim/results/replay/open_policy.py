"""The policy under which an answer is followed where none is named."""

from __future__ import annotations

from collections.abc import Sequence

from sim.results.ancestry import find_opening
from sim.results.forecast.evidence_policies import open_policies
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario

LET_IT_RUN = "let_it_run"
"""The policy that sets nothing, in files that name it so or have none."""


def choose_policy(scenario: Scenario, seen: Sequence[Observation]) -> str:
    """The policy at which the dashboard opens; where something was seen, `let_it_run`, that one, or the first.

    Only one that leaves to chance all that was seen. Raises ModelError where every policy sets some of it.
    """
    opening = find_opening(scenario)[0] or next(iter(scenario.policies))
    if not seen:
        return opening
    paths, _ = open_policies(scenario, scenario.paths, (), seen)
    return next(name for name in (LET_IT_RUN, opening, *paths) if name in paths)
