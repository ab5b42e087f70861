"""What may be seen under which policy, and what cannot be: evidence on what is set, and evidence of the impossible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain

from sim.engine.given import possible
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.program import Program
from sim.errors import ImpossibleError, ModelError, Problem
from sim.scenario.resolve.observations import Observation, by_statement, listed
from sim.scenario.resolve.policy_path import PolicyPath
from sim.scenario.resolve.scenario import Scenario

Paths = Mapping[str, Mapping[str, PolicyPath]]


def open_policies(
    scenario: Scenario, paths: Paths, named: Sequence[str], observations: Sequence[Observation]
) -> tuple[Paths, tuple[str, ...]]:
    """The policies that leave to chance what was seen, and a warning for those that do not; silence rules none out.

    named: policies that were asked for by name. Raises ModelError where one of them sets what was seen, and
    where every policy does.
    """
    told = listed(observations)
    left_out = {name: seen for name, path in paths.items() if (seen := [one for one in told if _sets(path, one)])}
    kept = {name: path for name, path in paths.items() if name not in left_out}
    if left_out and (not kept or any(name in left_out for name in named)):
        clashes = {
            name: f"sets {_told(one.variable for one in seen)}, of which {_told(seen)} was seen: what is set cannot be "
            "seen too"
            for name, seen in left_out.items()
        }
        raise ModelError([Problem(clash, f"policies.{name}", scenario.name) for name, clash in clashes.items()])
    if not left_out:
        return kept, ()
    what = _told(one for seen in left_out.values() for one in seen)
    return kept, (f"left out, since they set what was seen - {what}: {', '.join(left_out)}",)


def _sets(paths: Mapping[str, PolicyPath], one: Observation) -> bool:
    """Whether a policy fixes the variable at a step that the observation looks at."""
    path = paths.get(one.variable)
    return path is not None and any(path.fixed[step] is not None for step in one.steps)


def _told(seen: Iterable[object]) -> str:
    return ", ".join(dict.fromkeys(map(str, seen)))


def require_possible(
    program: Program, paths: Paths, outcomes: Mapping[str, Outcomes], observations: Sequence[Observation], seed: int
) -> None:
    """Raises ImpossibleError, with the observation or the smallest set at fault, where no world agrees with it."""
    problems = []
    for policy, one in outcomes.items():
        if not one.weights.any():
            can_be = partial(possible, program, policy, paths[policy], worlds=one.worlds, seed=seed)
            cannot_be = _cannot_be(_at_fault(observations, can_be))
            problems.append(Problem(cannot_be, f"policies.{policy}", "evidence"))
    if problems:
        raise ImpossibleError(problems)


def _at_fault(observations: Sequence[Observation], can_be: Callable[..., bool]) -> Sequence[str]:
    """The first statement that cannot be by itself; else a set of which none can be left out."""
    statements = by_statement(observations)
    for text, seen in statements.items():
        if not can_be(observations=seen):
            return [text]
    together = dict(statements)
    for text in statements:
        rest = {other: seen for other, seen in together.items() if other != text}
        if not can_be(observations=[*chain.from_iterable(rest.values())]):
            together = rest
    return list(together)


def _cannot_be(statements: Sequence[str]) -> str:
    if len(statements) == 1:
        return f"{statements[0]} cannot be: no world agrees with it"
    return f"{', '.join(statements)} cannot be together, though each can be alone: no world agrees with all of them"
