"""How much work a scenario asks for, told before it is done; strangers get a few seconds of it.

An estimate from what the engine would do, each kind of step at a price that was measured on one core. It is meant to
hold within a factor of `WITHIN`: enough to tell a second from a minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from sim.dashboard.state import DRAWS
from sim.engine.exact.multi_event import watching
from sim.engine.exact.reach import solver
from sim.engine.exact.slices import solution
from sim.engine.exact.solvable import Layout
from sim.engine.exact.stage import Stage
from sim.engine.program.compiler import compile
from sim.engine.program.plan import plan
from sim.engine.program.program import Program
from sim.errors import ModelError, Problem
from sim.priors.build import build
from sim.results.memory.bulk import TRIAL
from sim.scenario.resolve.scenario import Scenario

BUDGET = 3.0
"""Seconds of a core for what a stranger sends: a file that is uploaded."""
WITHIN = 3.0

# Seconds: of a run; of a judgment; of an answer (a question at a step); and a draw each of a row, of a cell that is
# touched, of a step of a question that is followed on its way, and of an answer that is counted. Where worlds are
# played: once, and for a step of a variable, a draw and a world of it.
_RUN, _JUDGMENT, _ANSWER = 0.04, 1e-3, 4e-5
_ROW, _CELL, _FOLLOWED, _COUNTED = 2e-6, 1.5e-9, 8e-7, 3e-7
_PLAY, _PLAYED, _WORLD = 0.9, 3e-6, 8e-9


@dataclass(frozen=True)
class Work:
    """Seconds of a core: once, and for each draw."""

    once: float
    draw: float

    def seconds(self, draws: int) -> float:
        """For so many draws."""
        return self.once + self.draw * draws

    def __add__(self, other: Work) -> Work:
        return Work(self.once + other.once, self.draw + other.draw)


def find_fitting(scenario: Scenario, draws: int, worlds: int, budget: float = BUDGET) -> tuple[int, str]:
    """The draws, of `DRAWS`, that may be taken of a scenario from outside, and a sentence where they are fewer.

    draws: as many as are asked for. Raises ModelError where no number of draws fits, with the time that the
    fewest would take.
    """
    work = weigh(scenario, worlds)
    if work.seconds(draws) <= budget:
        return draws, ""
    fitting = [number for number in DRAWS if number < draws and work.seconds(number) <= budget]
    asked = (fitting and draws) or DRAWS[0]
    taken = f"{asked:,} draws take about {work.seconds(asked):.2g} s of work, and a file from outside has {budget:g} s"
    if fitting:
        return fitting[-1], f"{taken}: draws={fitting[-1]} fits and is used."
    advice = "fewer questions, steps or policies would fit, or start `sim dashboard` on the file"
    raise ModelError([Problem(f"{taken}: {advice}", "questions", scenario.name)])


@st.cache_data(max_entries=128, show_spinner=False, hash_funcs={Scenario: lambda scenario: scenario.digest})
def weigh(scenario: Scenario, worlds: int) -> Work:
    """The work of all answers under all policies; where their number alone is too much, what that takes."""
    least = count_least(scenario)
    if least.seconds(DRAWS[0]) > BUDGET:
        return least
    return estimate_work(scenario, tuple(scenario.policies), worlds)


def count_least(scenario: Scenario) -> Work:
    """What the answers alone take, whatever it takes to find them."""
    answers = len(scenario.policies) * len(scenario.questions) * scenario.timeline.steps
    return Work(_ANSWER * answers, _COUNTED * answers)


def estimate_work(scenario: Scenario, policies: Sequence[str], worlds: int) -> Work:
    """The work of all questions under some policies, planned as for a run but not done."""
    program = compile(scenario, build(scenario, TRIAL, 1, checked=False))
    rows = sum(variable.thresholds[:, 0].size for variable in program.variables)
    judgments = sum(len(group) for group in scenario.judgments.values())
    total = Work(_RUN + _JUDGMENT * judgments, _ROW * rows)
    for policy in policies:
        total += _estimate_policy(scenario, program, policy, worlds)
    return total


def _estimate_policy(scenario: Scenario, program: Program, policy: str, worlds: int) -> Work:
    stage = Stage(program, plan(program, policy, scenario.paths[policy]))
    layout = Layout(stage)
    ways = solution(stage, layout)
    cells = sum(chain.cells + sum(part.way.cells for part in parts) for chain, parts in ways.chains)
    followed = played = 0
    for question in program.questions:
        if question.compound is None and (question.kind == "is" or question.variable in layout.lasting):
            played += question.variable not in ways.solved
            continue
        compound = question.compound
        way = solver(stage, layout, question) if compound is None else watching(stage, layout, compound)
        cells += 0 if way is None else way.chain.cells
        followed += way is not None
        played += way is None
    answers = len(program.questions) * program.steps
    found = Work(_ANSWER * answers, _COUNTED * answers + _CELL * cells + _FOLLOWED * followed * program.steps)
    each = program.steps * len(program.variables) * (_PLAYED + _WORLD * worlds)
    return found + Work(_PLAY, each) if played else found
