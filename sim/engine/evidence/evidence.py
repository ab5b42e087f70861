"""Observations laid over a policy's plan: which variables are watched, which tell of what comes after them.

A variable is *informed* where something is observed of one of its descendants (or of the whole past of
a variable drawn anew each step): its own chance can then not be integrated out any more, and its
sampled states are counted. A variable that is watched and not informed keeps its estimates, on rows
conditioned on what was seen of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sim.engine.evidence.observed import ObservedVariable, watch
from sim.engine.program.plan import SAMPLED, SOLVED, PolicyPlan, ancestors
from sim.engine.program.program import Program
from sim.engine.program.uniforms import BLOCK
from sim.scenario.resolve.observations import Observation, heard

_MOST_NUMBERS = 32_000_000


@dataclass(frozen=True, eq=False)
class Evidence:
    """Everything that was observed, under one policy.

    plan: the policy's plan, with informed variables counted. watches: by the variable's place.
    informed: places. groups: the places to sample before all others, parents' groups first; the
    variables of one group drive one another and are taken step by step.
    """

    plan: PolicyPlan
    watches: Mapping[int, ObservedVariable]
    informed: frozenset[int]
    groups: tuple[tuple[int, ...], ...]


def evidence(program: Program, plan: PolicyPlan, observations: Sequence[Observation]) -> Evidence | None:
    """The evidence for one policy; None where nothing was observed. Silence about what the policy sets is passed over.

    Raises KeyError for an unknown variable, ValueError for one that the policy sets at an observed step
    (`fixed` tells which) and for a step outside the timeline.
    """
    if not observations:
        return None
    seen: dict[int, list[Observation]] = {}
    for one in heard_under(program, plan, observations):
        seen.setdefault(program.index(one.variable), []).append(one)
    watches = {place: watch(program.variables[place], some) for place, some in seen.items()}
    free = plan.free
    above = {place: ancestors(program, free, place) for place in range(len(free)) if free[place]}
    informed = frozenset().union(*(above[place] for place in watches))
    informed |= {p for p, w in watches.items() if w.pasts > 1 and not program.variables[p].once}
    groups = _groups(informed | watches.keys(), above)
    return Evidence(_counting(program, plan, informed, watches), watches, informed, groups)


def heard_under(
    program: Program, plan: PolicyPlan, observations: Iterable[Observation]
) -> tuple[Observation, ...]:
    """The observations that count under a policy; raises as `evidence` does for what cannot have been seen under it."""
    levers = {v.name: laid for v, laid in zip(program.variables, plan.settings, strict=True)}
    counted = heard(observations, levers)
    for one in counted:
        if not 1 <= one.step <= program.steps:
            raise ValueError(f"{one.variable}: step {one.step} is not within 1..{program.steps}")
        if fixed(program, plan, one):
            raise ValueError(f"{one.variable} is set by policy {plan.policy} at an observed step")
    return counted


def fixed(program: Program, plan: PolicyPlan, one: Observation) -> bool:
    """Whether the policy sets the variable at a step that the observation looks at."""
    path = plan.settings[program.index(one.variable)].fixed
    steps = (one.step,) if one.at is not None else range(1, one.step + 1)
    return any(path[step] is not None for step in steps)


def _counting(program: Program, plan: PolicyPlan, informed: frozenset[int], watches: Iterable[int]) -> PolicyPlan:
    """The plan with the informed variables counted, and no answer called solved that rests on sampled weights."""
    free = plan.free
    exact = not informed and not any(free[parent] for place in watches for parent in program.parents(place))
    return replace(
        plan,
        counted=tuple(counted or place in informed for place, counted in enumerate(plan.counted)),
        sampled=tuple(sampled or place in informed for place, sampled in enumerate(plan.sampled)),
        methods=tuple(SAMPLED if method == SOLVED and not exact else method for method in plan.methods),
    )


def _groups(places: Iterable[int], above: Mapping[int, set[int]]) -> tuple[tuple[int, ...], ...]:
    """Variables by who drives whom, through any lag: drivers first, those that drive one another together.

    A variable has more ancestors than any that drives it and is not driven back, itself counted among them.
    """
    groups: dict[tuple[int, ...], list[int]] = {}
    for place in sorted(places):
        together = [p for p in above[place] if place in above.get(p, ())]
        key = (len(above[place] | {place}), min([place, *together]))
        groups.setdefault(key, []).append(place)
    return tuple(tuple(group) for _, group in sorted(groups.items()))


def draws_at_a_time(program: Program, seen: Iterable[Evidence | None]) -> int:
    """The most draws that may be taken at once, so that what evidence keeps of all steps stays below 256 MB."""
    numbers = 0
    for one in seen:
        if one is not None:
            numbers += len(one.informed)  # a byte a state and step, an eighth of a number; rows kept beside it
            numbers += sum(w.moves.size * (w.moves.shape[1] + 4) for w in one.watches.values())
    return max(1, _MOST_NUMBERS // (numbers * program.steps * BLOCK)) if numbers else program.draws
