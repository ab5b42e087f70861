"""One question under some policies: what a page shows first, in a fraction of the time of the whole forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.engine.program.uniforms import round_worlds
from sim.results.focus.state_shares import StateShares, count_states, find_tails
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import work_again
from sim.results.forecast.summary import summarise
from sim.results.limits import MEMORY, require, require_known
from sim.results.settings import RunSettings
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True)
class Focus:
    """One question answered.

    forecast: of the question alone, under the policies that were asked for. states: policy -> what the question's
    variable comes to by the deadline; no entry where the question is asked of no world.
    """

    forecast: Forecast
    states: Mapping[str, StateShares]


def focus(
    scenario: Scenario, question: str, policies: Sequence[str] | None = None, *, draws: int = 1000, worlds: int = 64,
    seed: int = 1, kept: Cache | None = None, memory: int | str = MEMORY, curves: bool = True,
) -> Focus:  # fmt: skip
    """One question under some policies, with the shares of the states that its variable comes to.

    The forecast is `sim.results.forecast.run.forecast(..., questions=[question], shares=False)`, byte for byte.

    question: its id. policies: ids, all by default. draws, worlds, seed, memory: as there. kept: workings of earlier
    forecasts, of one question or of all, which only change the time; this one's are added. curves: whether answers
    are counted at every step; if not, a curve may have the deadline alone.

    Raises what `forecast` raises, without evidence.

    >>> from sim.scenario.file.read import read
    >>> found = focus(read("scenarios/first-steps.yaml"), "Q6", draws=100).states["strikes"]
    >>> found.states, found.counted, round(sum(found.shares), 9)
    (('none', 'incident', 'combat'), (False, True, True), 1.0)
    """
    require(draws=draws, worlds=worlds, seed=seed)
    require_known(scenario, questions=[question], policies=policies or ())
    chosen = tuple(dict.fromkeys(policies or scenario.policies))
    target, settings = scenario.targets[question], RunSettings(draws, round_worlds(worlds), seed, memory=memory)
    kept = Cache() if kept is None else kept
    tails = find_tails(scenario, target)
    made = work_again(scenario, kept, chosen, settings, asked=[target], besides=tails, curves=curves)
    outcomes = {name: one.only([0]) for name, one in made.outcomes.items()}
    counted = {name: one.figures for name, one in made.policies.items()}
    states = {name: count_states(scenario, target, one) for name, one in made.outcomes.items()}
    return Focus(
        summarise(scenario, made.priors, outcomes, made=counted),
        {name: one for name, one in states.items() if one is not None},
    )
