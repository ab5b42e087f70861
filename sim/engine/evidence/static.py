"""Evidence on a network without time, solved: one step, no memory, no lever set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sim.arrays import Floats
from sim.engine.evidence.observed import by_content
from sim.engine.exact.query import posterior
from sim.engine.program.outcomes import Outcomes, blank
from sim.engine.program.plan import SOLVED
from sim.engine.program.program import Program
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.policy_path import PolicyPath


def solvable(program: Program, policies: Mapping[str, Mapping[str, PolicyPath]]) -> bool:
    """Whether evidence can be solved: a single step, nothing remembered, nothing set, questions of one event."""
    still = all(v.memory is None and not any(p.lag for p in v.parents) for v in program.variables)
    simple = all(question.compound is None for question in program.questions)
    return program.steps == 1 and still and simple and not any(policies.values())


def solved_posteriors(
    program: Program,
    policies: Mapping[str, Mapping[str, PolicyPath]],
    observations: Sequence[Observation],
    worlds: int,
) -> dict[str, Outcomes]:
    """The answers given what was seen, by variable elimination; arguments as in `sample.run_all`.

    Only for programs that are `solvable`. Raises ImpossibleError for evidence that no draw can bring about.
    """
    words = {one.variable: str(one) for one in observations}
    evidence = _evidence(program, observations)
    probability = np.zeros((program.draws, len(program.questions), 1))
    seen = min(evidence)  # which draws the evidence favours is read off what was seen: no question has a part in it
    names = [program.variables[question.variable].name for question in program.questions]
    found = {name: posterior(program, name, evidence, words=words) for name in dict.fromkeys([*names, seen])}
    for place, question in enumerate(program.questions):
        given = found[names[place]].given
        probability[:, place, 0] = sum(given[:, low : high + 1].sum(axis=1) for low, high in question.runs)
    weights, likelihood = found[seen].weights, found[seen].weights * found[seen].evidence * program.draws
    return {
        policy: replace(
            blank(program, policy, worlds),
            probability=np.clip(probability, 0.0, 1.0),
            weights=weights,
            slices={name: found[name].given[:, None, :] for name in names},
            methods=(SOLVED,) * len(program.questions),
            likelihood=np.stack([likelihood, likelihood**2], axis=1),
        )
        for policy in policies
    }


def _evidence(program: Program, observations: Sequence[Observation]) -> dict[str, Floats]:
    """Variable -> the likelihood of all that was seen of it, state by state."""
    found: dict[str, Floats] = {one.variable: np.ones(1) for one in observations}
    for one in sorted(observations, key=by_content):
        states = program.variables[program.index(one.variable)].states
        seen = one.at if one.at is not None else [one.if_ever if s in one.ever else one.if_never for s in range(states)]
        found[one.variable] = found[one.variable] * np.asarray(seen, dtype=np.float64)
    return found
