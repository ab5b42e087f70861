"""One question of one scenario under one policy: what is run again and again to see what moves its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sim.engine.answers import work
from sim.engine.exact.solver import Worked
from sim.engine.program.compiler import compile
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.program import needed
from sim.engine.program.uniforms import round_worlds
from sim.priors.build import build
from sim.priors.model import Priors, VariablePriors
from sim.results.ancestry import opening
from sim.results.forecast.model import Answer
from sim.results.forecast.summary import summarise
from sim.results.limits import MEMORY, require, require_known
from sim.results.memory.estimate import Extent, require_memory
from sim.results.settings import RunSettings
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario

FEW = 200
"""Draws that are enough where only means of differences on common random numbers are wanted."""


@dataclass(frozen=True, eq=False)
class CaseWork:
    """What is worked out of a case. parts: of its priors, by key. worked: its answers, by how many draws they have."""

    parts: Mapping[str, VariablePriors] = field(default_factory=dict)
    worked: Mapping[int, Worked] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Case:
    """A question under a policy; the answer is the one that `sim.results.forecast.run.forecast` gives.

    known: work of a case alike, of which all that nothing new can reach is taken over; changes the time, never a byte.
    """

    scenario: Scenario
    question: str
    policy: str
    settings: RunSettings
    known: CaseWork = CaseWork()

    def of(self, scenario: Scenario) -> Case:
        """The same case of an edited scenario."""
        return replace(self, scenario=scenario, known=self.work)

    @property
    def work(self) -> CaseWork:
        """What is worked out of this case so far, that in few draws included; what it knows where nothing is."""
        if "_worked" not in vars(self):
            return self.known
        parts, worked = {one.key: one for one in self.priors.parts.values()}, {self.settings.draws: self._worked}
        if "few" in vars(self) and self.few is not self:
            few = self.few.work
            parts, worked = {**parts, **few.parts}, {**worked, **few.worked}
        return CaseWork(parts, worked)

    @cached_property
    def few(self) -> Case:
        """The same case in few draws."""
        draws = min(self.settings.draws, FEW)
        return self if draws == self.settings.draws else replace(self, settings=replace(self.settings, draws=draws))

    @cached_property
    def target(self) -> Target:
        """What the question asks."""
        return self.scenario.targets[self.question]

    @cached_property
    def priors(self) -> Priors:
        """The scenario's priors as they are."""
        return build(self.scenario, self.settings.draws, self.settings.seed, self.known.parts)

    def outcomes(self, priors: Priors | None = None) -> Outcomes:
        """The question's answer draw by draw, from the scenario's own priors or from others."""
        return (self._worked if priors is None else self._work(priors, self._worked)).outcomes

    @cached_property
    def _worked(self) -> Worked:
        return self._work(self.priors, self.known.worked.get(self.settings.draws))

    def _work(self, priors: Priors, before: Worked | None) -> Worked:
        program = needed(compile(self.scenario, priors))
        only = replace(program, questions=tuple(one for one in program.questions if one.name == self.question))
        path = self.scenario.paths[self.policy]
        settings = self.settings
        return work(only, self.policy, path, settings.worlds, settings.seed, before=before, every=False)

    def answer(self, outcomes: Outcomes) -> Answer:
        """The answer in figures."""
        made = summarise(self.scenario, self.priors, {self.policy: outcomes})
        return made.answers[self.policy, self.question]


def case(
    scenario: Scenario, question: str, policy: str, draws: int = 1000, worlds: int = 64, seed: int = 1,
    memory: int | str = MEMORY,
) -> Case:  # fmt: skip
    """The case, once everything in it is found to exist.

    policy: empty for the one at which the dashboard opens, where most voices are heard. draws: at least 100; below
    there is one Latin hypercube, and nothing to learn from. memory: as in `sim.results.forecast.run.forecast`. Raises
    ModelError for an unknown question or policy and for too many draws for the memory, FormatError for a number out
    of range.
    """
    require(explain_draws=draws, worlds=worlds, seed=seed)
    policy = policy or opening(scenario)[0]
    require_known(scenario, questions=[question], policies=[policy])
    require_memory(scenario, Extent(draws, alone=True), memory, [policy], [question])
    return Case(scenario, question, policy, RunSettings(draws, round_worlds(worlds), seed, memory=memory))
