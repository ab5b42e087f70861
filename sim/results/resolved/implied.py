"""Said v. implied: what the whole model makes of each judgment, from sampled worlds with no lever fixed.

A judgment is one voice's word on one event; the model's rows also hold the other voices', the repairs and the shifts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats, shares_of
from sim.engine.program.compiler import compile
from sim.engine.program.program import Program
from sim.engine.program.uniforms import BLOCK
from sim.engine.sample import run
from sim.priors.build import build
from sim.priors.model import RowTable
from sim.priors.rows.matching import combinations, in_box
from sim.results.ancestry import Levers, levers_in_words, lowest_levers
from sim.scenario.model.form import Subject
from sim.scenario.resolve.policy_path import PolicyPath
from sim.scenario.resolve.scenario import ResolvedJudgment, Scenario

ENOUGH = 400  # worlds in which a condition must hold before their mean is worth printing
UNREACHED = "not reached"


@dataclass(frozen=True)
class Implied:
    """One event of one judgment as the model has it; `value` None where the condition is not reached."""

    judgment: str
    event: str
    value: float | None
    basis: str


Visits = dict[tuple[str, int], Floats]
"""How often each combination of the parents' states was visited: (combinations, draws) a variable and step."""


def implied(scenario: Scenario, *, draws: int = 200, worlds: int = 64, seed: int = 1) -> tuple[Implied, ...]:
    """Every judgment's event as the model has it; splits state by state, shifts not at all.

    `once`: mean of the event's row probability over the (draw, world, step) at which the condition
    holds. Clocked: 1 - product over its n steps of (1 - mean hazard where the condition holds). A
    condition that holds in fewer than 400 worlds is looked at with its levers fixed at the lowest state
    it allows instead, and `basis` says so; without a lever it is `not reached`.
    """
    priors = build(scenario, draws, seed)
    program = compile(scenario, priors)
    walked: dict[Levers, Visits] = {}

    def held(lever: str, state: int) -> PolicyPath:
        """A lever held at one state from the first step on."""
        steps = scenario.timeline.steps
        return PolicyPath(lever, (None, *([state] * steps)), (0,) * (steps + 1))

    def visits(levers: Levers) -> Visits:
        if levers not in walked:
            counts = walked[levers] = {}
            paths = {name: held(name, scenario.variables[name].states.index(state)) for name, state in levers}
            run(program, paths, "implied", worlds, seed, observe=partial(_count, program, counts))
        return walked[levers]

    out: list[Implied] = []
    for variable in scenario.judgments:
        for key, judgment in scenario.current[variable].items():
            if judgment.says.subject is not Subject.SHIFT:
                look = _Look(scenario, priors.tables[variable], scenario.resolved[key])
                common = look.worlds(visits(())) >= ENOUGH
                levers = () if common else tuple(sorted(dict(lowest_levers(scenario, key)).items()))
                out.extend(look.implied(key, visits(levers) if common or levers else None, levers))
    return tuple(out)


def _count(
    program: Program, visits: Visits, variable: str, step: int, combination: NDArray[np.unsignedinteger[Any]]
) -> None:
    size, draws = program.variables[program.index(variable)].row_of.shape[1], program.draws
    flat = np.broadcast_to(combination, (draws, BLOCK)).astype(np.int64) + size * np.arange(draws)[:, None]
    seen = np.bincount(flat.ravel(), minlength=size * draws).reshape(draws, size).T
    kept = visits.setdefault((variable, step), np.zeros((size, draws)))
    kept += seen


@dataclass(frozen=True, eq=False)
class _Look:
    scenario: Scenario
    table: RowTable
    judgment: ResolvedJudgment

    @cached_property
    def _cells(self) -> NDArray[np.int64]:
        """The parents' states of every combination: (combinations, axes)."""
        return combinations(self.table.axes)

    @cached_property
    def _rows(self) -> Flags:
        """Where the condition holds: (combinations,)."""
        return in_box(self._cells, self.judgment.box)

    def worlds(self, visits: Visits) -> int:
        """In how many worlds the condition holds, at the step at which it holds most often."""
        counts = (visits.get((self.table.variable, k)) for k in range(1, self.scenario.timeline.steps + 1))
        return max((int(count[self._rows].sum()) for count in counts if count is not None), default=0)

    def implied(self, key: str, visits: Visits | None, levers: Levers) -> Iterator[Implied]:
        """One entry an event: the judgment's own, or every state of a split."""
        for event, states in self._events():
            value = self._value(states, visits) if visits is not None else None
            yield Implied(key, event, value, levers_in_words(levers) if value is not None else UNREACHED)

    def _events(self) -> list[tuple[str, frozenset[int]]]:
        names, table = self.table.states, self.table
        if not self.judgment.says.whole_row:
            return [(self.judgment.record.about, self.judgment.said)]
        if not self._clocked:
            return [(state, frozenset({i})) for i, state in enumerate(names)]
        above = (table.start or 0) if table.never_falls else 0  # what holds from the start says nothing
        return [(f"{s} or more", frozenset(range(i, len(names)))) for i, s in enumerate(names) if i > above]

    @property
    def _clocked(self) -> bool:
        return self.scenario.variables[self.table.variable].clocked

    def _value(self, event: frozenset[int], visits: Visits) -> float | None:
        last = self.scenario.timeline.steps
        if self._clocked:
            last = min(self.judgment.steps or last, last)
        means = [self._mean(event, step, visits) for step in range(1, last + 1)]
        weight = sum(w for _, w in means)
        if not weight:
            return None
        overall = sum(p * w for p, w in means) / weight
        return float(1.0 - np.prod([1.0 - (p if w else overall) for p, w in means])) if self._clocked else overall

    def _mean(self, event: frozenset[int], step: int, visits: Visits) -> tuple[float, float]:
        """Mean row probability of the event where the condition holds at a step, and in how many worlds it does."""
        table = self.table
        counts = visits.get((table.variable, step))
        if counts is None:
            return 0.0, 0.0
        rows = self._rows & self._movable(event)
        which = table.row_of[table.phase_of_step[step]].reshape(-1)[rows]
        weight = float(counts[rows].sum())
        p = shares_of(table.tails, -1)[..., sorted(event)].sum(axis=-1)[which]
        return (float((counts[rows] * p).sum()) / weight, weight) if weight else (0.0, 0.0)

    def _movable(self, event: frozenset[int]) -> Flags:
        """Combinations whose own previous state is not yet in the event."""
        own = [axis.variable == self.table.variable for axis in self.table.axes]
        return np.asarray(~np.isin(self._cells[:, own], sorted(event)).any(axis=1))
