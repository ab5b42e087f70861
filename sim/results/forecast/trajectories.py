"""Whole worlds as rows of text, one a world, step and variable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.engine.program.compiler import compile
from sim.engine.trajectories import keep
from sim.priors.build import build
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario

WORLD_COLUMNS = ("scenario", "policy", "draw", "world", "weight", "step", "date", "variable", "state")


def whole_worlds(
    scenario: Scenario, policies: Sequence[str], count: int, *, draws: int, seed: int,
    observations: Sequence[Observation] = (),
) -> Iterator[tuple[str, ...]]:  # fmt: skip
    """Rows under WORLD_COLUMNS: the first `count` worlds of every policy, one of each draw first.

    draw and world count from 1, step from 1; weight is the likelihood of what was seen, given all that the
    world has sampled, and 1 without evidence. Policies share their worlds' random numbers.
    """
    program = compile(scenario, build(scenario, draws, seed))
    places = {variable.name: place for place, variable in enumerate(program.variables)}
    dates = [scenario.calendar.ends[step].isoformat() for step in range(1, program.steps + 1)]
    for policy in policies:
        kept = keep(program, policy, scenario.paths[policy], count, seed, observations)
        for world in range(count):
            numbers = (str(kept.draw[world] + 1), str(kept.world[world] + 1), repr(float(kept.weight[world])))
            for step, date in enumerate(dates):
                for name, variable in scenario.variables.items():
                    state = variable.states[kept.states[world, step, places[name]]]
                    yield scenario.id, policy, *numbers, str(step + 1), date, name, state
