"""What may be seen under which policy, and what cannot be: evidence on what is set, and evidence of the impossible."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sim.engine.program.outcomes import Outcomes
from sim.engine.program.program import Program
from sim.engine.sample import run
from sim.errors import ImpossibleError, ModelError, Problem
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.policy_path import PolicyPath
from sim.scenario.resolve.scenario import Scenario

Paths = Mapping[str, Mapping[str, PolicyPath]]


def open_policies(
    scenario: Scenario, paths: Paths, named: Sequence[str], observations: Sequence[Observation]
) -> tuple[Paths, tuple[str, ...]]:
    """The policies that leave to chance what was seen, and a warning for those that do not.

    named: policies that were asked for by name. Raises ModelError where one of them sets what was seen, and
    where every policy does.
    """
    clashes = {name: [one for one in observations if _sets(path, one)] for name, path in paths.items()}
    told = [Problem(_clash(name, clashes[name]), f"policies.{name}", scenario.name) for name in paths if clashes[name]]
    kept = {name: path for name, path in paths.items() if not clashes[name]}
    if told and (not kept or any(clashes[name] for name in named)):
        raise ModelError(told)
    left_out = [name for name in paths if clashes[name]]
    if not left_out:
        return kept, ()
    seen = ", ".join(dict.fromkeys(str(one) for name in left_out for one in clashes[name]))
    return kept, (f"left out, since they set what was seen - {seen}: {', '.join(left_out)}",)


def _sets(paths: Mapping[str, PolicyPath], one: Observation) -> bool:
    """Whether a policy fixes the variable at a step that the observation looks at."""
    path = paths.get(one.variable)
    return path is not None and any(path.fixed[step] is not None for step in one.steps)


def _clash(policy: str, seen: Sequence[Observation]) -> str:
    levers = ", ".join(dict.fromkeys(one.variable for one in seen))
    what = ", ".join(str(one) for one in seen)
    return f"sets {levers}, of which {what} was seen: what is set cannot be seen too"


def require_possible(
    program: Program, paths: Paths, outcomes: Mapping[str, Outcomes], observations: Sequence[Observation], seed: int
) -> None:
    """Raises ImpossibleError, with the observation or the smallest set at fault, where no world agrees with it."""
    problems = []
    for policy, one in outcomes.items():
        if observations and not one.weights.any():
            weigh = partial(run, replace(program, questions=()), paths[policy], policy, one.worlds, seed)
            seen = _at_fault(observations, weigh)
            problems.append(Problem(_cannot_be(seen), f"policies.{policy}", "evidence"))
    if problems:
        raise ImpossibleError(problems)


def _at_fault(
    observations: Sequence[Observation], weigh: Callable[..., Outcomes]
) -> Sequence[Observation]:
    """The first observation that cannot be by itself; else a set of which none can be left out."""

    def impossible(some: Sequence[Observation]) -> bool:
        return not weigh(observations=some).weights.any()

    alone = next((one for one in observations if impossible([one])), None)
    if alone is not None:
        return [alone]
    together = list(observations)
    for one in observations:
        rest = [other for other in together if other is not one]
        if impossible(rest):
            together = rest
    return together


def _cannot_be(seen: Sequence[Observation]) -> str:
    what = ", ".join(str(one) for one in seen)
    if len(seen) == 1:
        return f"{what} cannot be: no world agrees with it"
    return f"{what} cannot be together, though each can be alone: no world agrees with all of them"
