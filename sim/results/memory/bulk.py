"""What of a scenario takes memory, whatever the number of draws: a bound from its structure, or what a trial shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from sim.engine.exact.solver import solved_part
from sim.engine.program.budget import at_a_time
from sim.engine.program.compiler import compile
from sim.engine.program.plan import SAMPLED
from sim.engine.program.uniforms import BLOCK
from sim.priors.build import build
from sim.scenario.model.forms import Table
from sim.scenario.resolve.scenario import Scenario

TRIAL = 16  # draws: as many as the engine looks at when it weighs how to solve a question


@dataclass(frozen=True)
class Bulk:
    """Numbers to be held.

    variables, steps, policies, questions, judgments: how many. cells: numbers in tables of the file; doubted: of tables
    with a worth. states and combinations (of parents' states): of all variables together. given: some question is not
    asked of every world. laid: bytes of tables laid out for solving. A draw: columns of what is unknown; rows; slices;
    blank, those slices that are sampled. sampled: questions that are, under the policy under which most are.
    """

    variables: int
    steps: int
    policies: int
    questions: int
    judgments: int
    cells: int
    doubted: int
    states: int
    combinations: int
    given: bool
    laid: int
    columns: int
    rows: int
    slices: int
    blank: int
    sampled: int

    @property
    def answers(self) -> int:
        """A draw and policy: an answer a question and step."""
        return self.questions * self.steps

    @property
    def arrays(self) -> int:
        """What holds an answer: the probability and its noise; and how many are asked, where not all are."""
        return 4 if self.given else 2


def bound(scenario: Scenario, policies: Sequence[str], questions: Sequence[str]) -> Bulk:
    """A bulk that no run exceeds: every combination of the parents' states a row of its own, everything sampled."""
    steps, variables = scenario.timeline.steps, scenario.variables
    said = [judgment for group in scenario.judgments.values() for judgment in group.values()]
    tables = [one.says.table for one in said if isinstance(one.says, Table)]
    doubted = [one.says.table for one in said if isinstance(one.says, Table) and one.says.worth is not None]
    targets = [scenario.targets[name] for name in questions]
    sizes = {name: len(variable.states) for name, variable in variables.items()}
    combinations = {name: prod(len(axis.states) for axis in scenario.axes[name]) for name in variables}
    clocks = {name: 1 + sum(one.by is not None for one in scenario.judgments.get(name, {}).values()) for name in sizes}
    cells = {name: number * sizes[name] for name, number in combinations.items()}
    # Columns of random numbers, and what is read off them, are remembered while rows are made.
    pairs = {(name, one.expert) for name, group in scenario.judgments.items() for one in group.values()}
    columns = min(1024, len(pairs)) + min(1024, len(scenario.judgments)) + min(256, len(said)) + len(scenario.experts)
    slices = steps * sum(sizes[name] for name in {one.variable for one in targets if one.compound is None})
    return Bulk(
        variables=len(variables), steps=steps, policies=len(policies), questions=len(questions), judgments=len(said),
        cells=sum(map(np.size, tables)), doubted=sum(map(np.size, doubted)), states=sum(sizes.values()),
        combinations=sum(combinations.values()),
        given=any(one.compound is not None and one.compound.conditional for one in targets),
        laid=8 * sum(cells.values()) * at_a_time(max(cells.values())), columns=columns,
        rows=sum(combinations[name] * clocks[name] * (size - 1) for name, size in sizes.items()),
        slices=slices, blank=slices, sampled=len(questions),
    )  # fmt: skip


def tried(scenario: Scenario, policies: Sequence[str], questions: Sequence[str]) -> Bulk:
    """The bulk that a trial of a few draws shows: how many rows are distinct, and what cannot be solved."""
    program = compile(scenario, build(scenario, TRIAL, 1, checked=False))
    asked = replace(program, questions=tuple(one for one in program.questions if one.name in set(questions)))
    sampled = blank = slices = 0
    for name in policies:
        found = solved_part(asked, name, scenario.paths[name], BLOCK, 1, every=False).outcomes
        sizes = {name: states[0].size for name, states in found.slices.items()}
        left = [size for name, size in sizes.items() if np.isnan(found.slices[name]).any()]
        sampled, blank = max(sampled, found.methods.count(SAMPLED)), max(blank, sum(left))
        slices = max(slices, sum(sizes.values()))
    rows = sum(variable.thresholds[:, 0].size for variable in program.variables)
    return replace(bound(scenario, policies, questions), rows=rows, sampled=sampled, blank=blank, slices=slices)
