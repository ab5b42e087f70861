"""What one policy makes of a program: which variables are set, and how each question is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.engine.program.graph import reachable
from sim.engine.program.program import Program, ProgramQuestion, ProgramVariable, inside
from sim.scenario.resolve.policy_path import PolicyPath

SET, SOLVED, SAMPLED = "set by policy", "solved", "sampled"


@dataclass(frozen=True)
class Setting:
    """One variable under a policy; both tuples have entries 0..steps.

    fixed: the state that the policy sets at a step, None where chance has it.
    floor: the lowest state that the policy admits at a step.
    """

    fixed: tuple[int | None, ...]
    floor: tuple[int, ...]

    @property
    def constant(self) -> bool:
        """True where no step is left to chance."""
        return None not in self.fixed[1:]


@dataclass(frozen=True)
class PolicyPlan:
    """A policy laid over a program; tuples run along `Program.variables`, `methods` along its questions.

    start: the state at step 0, None where a variable has none.
    counted: the variable is an ancestor of its own parents through a lag, so that its parents' path
        says something about its own chance, which then cannot be integrated out.
    sampled: the variable's own state is needed in every world.
    methods: `solved`, `sampled` or `set by policy`.
    """

    policy: str
    settings: tuple[Setting, ...]
    start: tuple[int | None, ...]
    counted: tuple[bool, ...]
    sampled: tuple[bool, ...]
    methods: tuple[str, ...]

    @property
    def free(self) -> tuple[bool, ...]:
        """Whether some step of a variable is left to chance."""
        return tuple(not setting.constant for setting in self.settings)


def plan(program: Program, policy: str, paths: Mapping[str, PolicyPath], *, observed: bool = False) -> PolicyPlan:
    """The plan of one policy; `observed` asks for every variable's visited row, own memory included.

    paths: what the policy sets, by variable; entries for steps 0..N.
    Raises ValueError for a path of another length.
    """
    settings = tuple(_setting(variable, paths.get(variable.name), program.steps) for variable in program.variables)
    free = [not setting.constant for setting in settings]
    counted = tuple(free[i] and i in ancestors(program, free, i) for i in range(len(free)))
    return PolicyPlan(
        policy=policy,
        settings=settings,
        start=tuple(_start(v, s) for v, s in zip(program.variables, settings, strict=True)),
        counted=counted,
        sampled=_sampled(program, free, counted, observed),
        methods=tuple(_method(program, q, free) for q in program.questions),
    )


def _setting(variable: ProgramVariable, path: PolicyPath | None, steps: int) -> Setting:
    if path is None:
        return Setting((None,) * (steps + 1), (0,) * (steps + 1))
    if len(path.fixed) != steps + 1 or len(path.floor) != steps + 1:
        raise ValueError(f"{variable.name}: the policy's path needs {steps + 1} entries, one for as_of and each step")
    return Setting(tuple(path.fixed), tuple(path.floor))


def _start(variable: ProgramVariable, setting: Setting) -> int | None:
    if setting.fixed[0] is not None:
        return setting.fixed[0]
    return None if variable.start is None else max(variable.start, setting.floor[0])


def ancestors(program: Program, free: Sequence[bool], child: int) -> set[int]:
    """A variable's ancestors at any lag, in the graph that the policy leaves; itself only where it drives itself."""

    def parents(place: int) -> Iterable[int]:
        return [parent for parent in program.parents(place) if free[parent]]

    return set(reachable(parents(child), parents))


def touched(program: Program, free: Sequence[bool], places: Iterable[int]) -> frozenset[int]:
    """Variables that chance has under a policy, among the places and below them, at any lag."""
    children: dict[int, list[int]] = {place: [] for place in range(len(free))}
    for child in (place for place in children if free[place]):
        for parent in program.parents(child):
            children[parent].append(child)
    return frozenset(reachable((place for place in places if free[place]), children.__getitem__))


def _sampled(program: Program, free: Sequence[bool], counted: Sequence[bool], observed: bool) -> tuple[bool, ...]:
    """Variables whose state somebody reads."""
    variables = program.variables
    read = {parent.variable for i, v in enumerate(variables) if free[i] for parent in v.parents}
    read |= {i for i, v in enumerate(variables) if counted[i] or (observed and v.memory is not None)}
    read |= {place for q in program.questions if q.compound is not None for place in program.about(q)}
    return tuple(free[i] and i in read for i in range(len(variables)))


def _method(program: Program, question: ProgramQuestion, free: Sequence[bool]) -> str:
    if not any(free[place] for place in program.about(question)):
        return SET
    if question.compound is not None:
        return SAMPLED
    parents = program.variables[question.variable].parents
    return SAMPLED if any(free[parent.variable] for parent in parents) else SOLVED


def set_answer(question: ProgramQuestion, plan: PolicyPlan) -> Floats:
    """(steps,): 0 or 1, the answer to a question about a variable that the policy sets."""
    path = plan.settings[question.variable].fixed[1:]
    answer: Floats = inside(np.array(path, dtype=np.intp), question.runs).astype(np.float64)
    return answer if question.kind == "is" else np.maximum.accumulate(answer)
