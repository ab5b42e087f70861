"""What one policy costs with twenty questions: `python -m benchmarks.flagship [--draws N] [--repeats N]`.

Two models: the flagship of eleven variables (tests/scenarios/valid/flagship-11.yaml), with a few questions more than
it asks itself, and the one of eighteen variables over fourteen weeks that the tests solve by another way
(tests/engine/exact/test_eighteen.py). Prints a table of docs/performance.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.timing import interleaved, load, on_one_core
from sim.engine.answers import RARE, work
from sim.engine.exact.slices import solution, solve
from sim.engine.exact.solvable import Layout
from sim.engine.exact.stage import Stage
from sim.engine.program.compiler import compile
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.plan import plan
from sim.engine.program.program import Program
from sim.priors.build import build
from sim.scenario.file import read
from sim.scenario.resolve.policy_path import PolicyPath
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[1]
WORLDS = 64
MORE = """
  M1: {asks: "Does Putin condemn it by name by 1 April 2026?", reaches: {rhetoric: leader_by_name}, by: 2026-04-01}
  M2: {asks: "Does Russia table a draft by 1 April 2026?", reaches: {un_action: draft}, by: 2026-04-01}
  M3: {asks: "Is a cargo or more touched by 1 April 2026?", reaches: {asset: cargo or more}, by: 2026-04-01}
  M4: {asks: "Do Russian forces join the fight by 1 April 2026?", reaches: {direct_military: combat}, by: 2026-04-01}
  M5: {asks: "Are relations much worse by 1 April 2026?", reaches: {climate: much_worse}, by: 2026-04-01}
  M6: {asks: "Are advisers withdrawn by 1 April 2026?", reaches: {arms_advisers: withdrawal}, by: 2026-04-01}
"""


@dataclass(frozen=True)
class Case:
    """One model under one policy."""

    model: str
    policy: str
    program: Program
    paths: Mapping[str, PolicyPath]

    def slices(self) -> None:
        """Plan and solve every variable's state at every step."""
        stage = Stage(self.program, plan(self.program, self.policy, self.paths))
        shape = (self.program.draws, self.program.steps)
        solve(solution(stage, Layout(stage)), {v.name: np.empty((*shape, v.states)) for v in self.program.variables})

    def everything(self) -> Outcomes:
        """Plan, slices, and every question at every step."""
        return work(self.program, self.policy, self.paths, WORLDS, 1).outcomes


def models() -> dict[str, Scenario]:
    """The scenarios, each with twenty questions."""
    flagship = ROOT / "tests" / "scenarios" / "valid" / "flagship-11.yaml"
    return {
        "flagship": read.loads(flagship.read_text(encoding="utf-8").rstrip() + MORE, flagship.name, flagship.parent),
        "eighteen": read.read(ROOT / "tests" / "scenarios" / "valid" / "eighteen.yaml"),
    }


def cases(draws: int) -> list[Case]:
    found = []
    for model, scenario in models().items():
        program = compile(scenario, build(scenario, draws, 1))
        found += [Case(model, name, program, scenario.paths[name]) for name in scenario.policies]
    return found


def worst_noise(outcomes: Outcomes) -> float:
    """The largest share of noise in the variance over draws, of all questions and steps not next to certain."""
    mean, variance = outcomes.probability.mean(axis=0), outcomes.probability.var(axis=0, ddof=1)
    counts = (mean > RARE) & (mean < 1 - RARE) & (variance > 0)
    shares = outcomes.noise.mean(axis=0)[counts] / variance[counts]
    return float(shares.max(initial=0.0))


def table(draws: int, rounds: int) -> str:
    """A row a model and policy; CPU seconds, medians of the rounds, everybody taking turns."""
    every = {f"{case.model} {case.policy}": case for case in cases(draws)}
    outcomes = {name: case.everything() for name, case in every.items()}
    slices = interleaved({name: case.slices for name, case in every.items()}, rounds)
    whole = interleaved({name: case.everything for name, case in every.items()}, rounds)
    lines = ["| model | policy | questions | solved | slices | everything | worst noise |", "| --- " * 7 + "|"]
    for name, case in every.items():
        sampled = sum(method == "sampled" for method in outcomes[name].methods)
        asked = len(case.program.questions)
        lines.append(
            f"| {case.model} | {case.policy} | {asked} | {asked - sampled} | {median(slices[name]):.2f} s "
            f"| {median(whole[name]):.2f} s | {100 * worst_noise(outcomes[name]):.1f} % |"
        )
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flagship", description=__doc__)
    parser.add_argument("--draws", type=int, default=1000, help="samples of what we do not know (1000)")
    parser.add_argument("--repeats", type=int, default=7, help="rounds in which everybody takes a turn (7)")
    given = parser.parse_args(arguments)
    if given.draws < 2 or given.repeats < 1:
        parser.error("--draws must be 2 or more, --repeats 1 or more")
    on_one_core()
    print(f"{given.draws:,} draws, CPU seconds on one core, medians of {given.repeats} rounds ({load()})\n")
    print(table(given.draws, given.repeats))


if __name__ == "__main__":
    main(sys.argv[1:])
