"""What a scenario makes of its overall judgments, and how that changes when judgments are nudged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sim.arrays import Floats
from sim.errors import ModelError
from sim.log_odds import expit
from sim.priors.consistency.doubt import stated
from sim.results.ancestry import Levers, lowest_levers
from sim.results.coherence.overall import Overall, log_odds
from sim.results.forecast.cache import Cache, Workings
from sim.results.forecast.run import work_again
from sim.results.settings import RunSettings
from sim.scenario.edit import edit
from sim.scenario.resolve.scenario import Scenario

SOLVED_STEP, SAMPLED_STEP = 1e-3, 0.1  # a difference quotient's step, in log-odds


@dataclass(frozen=True, eq=False)
class Compared:
    """One target: draws of what is said and of what is implied, in log-odds, with the weights of draws.

    exact: chance was solved; else draws carry noise, and means over draws are compared.
    """

    said: Floats
    implied: Floats
    weights: Floats
    exact: bool

    @property
    def gap(self) -> float:
        """Log-odds implied above those said: mean over draws; between the means where chance was sampled."""
        if self.exact:
            return float(np.average(self.implied, weights=self.weights) - self.said.mean())
        means = (np.average(expit(self.implied), weights=self.weights), expit(self.said).mean())
        return float(np.diff(log_odds(np.array(means[::-1])))[0])

    @property
    def doubt(self) -> float:
        """The doubt about both sides in log-odds: root of the sum of their variances over draws."""
        mean = np.average(self.implied, weights=self.weights)
        return float(np.sqrt(np.average((self.implied - mean) ** 2, weights=self.weights) + self.said.var()))

    @property
    def z(self) -> float:
        """The gap as a multiple of the doubt; infinite where there is none."""
        return self.gap / self.doubt if self.doubt > 0.0 else float(np.sign(self.gap)) * np.inf if self.gap else 0.0


@dataclass(eq=False)
class Model:
    """A scenario with its overall judgments as questions.

    policy: empty for none. settings: their worlds a multiple of 64. unreached: why some targets have been left out.
    """

    scenario: Scenario
    targets: Sequence[Overall]
    policy: str
    settings: RunSettings
    unreached: dict[str, str] = field(default_factory=dict)
    _base: Workings | None = None

    def __post_init__(self) -> None:
        self.targets = [one for one in self.targets if self._possible(one)]
        if not self.targets:
            return
        outcomes = self._work({}).outcomes
        met = [one.reached(outcomes[_name(one.levers)]) for one in self.targets]
        again = [[one] if kept else self._held(one) for one, kept in zip(self.targets, met, strict=True)]
        self.targets = [one for some in again for one in some]
        if not all(met):
            self._base = None

    def _possible(self, one: Overall) -> bool:
        """Whether its levers can be held as its condition asks."""
        try:
            self.scenario.asking({}, {"held": self._policy(one.levers)})
        except ModelError:
            self.unreached[one.judgment] = "its condition cannot hold from the first step on"
            return False
        return True

    def _held(self, one: Overall) -> list[Overall]:
        """A target whose condition is hardly met, with its levers held; none where they do not make it up."""
        levers = lowest_levers(self.scenario, one.judgment)
        if not levers or set(one.condition) - {name for name, _ in levers}:
            self.unreached[one.judgment] = "its condition is not reached"
            return []
        held = replace(one, levers=levers, condition={})
        return [held] if self._possible(held) else []

    def _policy(self, levers: Levers) -> Mapping[str, tuple[str, ...]]:
        chosen = self.scenario.policies[self.policy] if self.policy else {}
        return {**chosen, **{name: (state,) for name, state in levers}}

    def _work(self, nudges: Mapping[str, float], near: Workings | None = None) -> Workings:
        """Workings with some nudges more, from those `near` or without nudges as far as they go."""
        if not nudges and self._base is not None:
            return self._base
        kept = Cache()
        if start := near or self._base:
            kept.add(start)
        questions = {name: q for one in self.targets for name, q in one.questions(self.scenario)}
        policies = {_name(one.levers): self._policy(one.levers) for one in self.targets}
        asked = self.nudged(nudges).asking(questions, policies)
        made = work_again(asked, kept, tuple(policies), self.settings, checked=False)
        if not nudges:
            self._base = made
        return made

    def nudged(self, nudges: Mapping[str, float]) -> Scenario:
        """The scenario with some nudges added to those it has; raises FormatError beyond 20."""
        before = {key: one.nudge for group in self.scenario.judgments.values() for key, one in group.items()}
        changes: dict[str, object] = {f"judgments.{key}.nudge": before[key] + x for key, x in nudges.items() if x}
        return edit(self.scenario, changes) if changes else self.scenario

    def compared(self, nudges: Mapping[str, float]) -> list[Compared]:
        """Every target, with some nudges more."""
        return self._compare(self._work(self._others(nudges)), nudges)

    def _compare(self, made: Workings, nudges: Mapping[str, float]) -> list[Compared]:
        outcomes, scenario, settings, out = made.outcomes, self.nudged(nudges), self.settings, []
        for one in self.targets:
            found = outcomes[_name(one.levers)]
            said = dict(stated(scenario, one.variable, one.judgment, settings.draws, settings.seed))[one.event]
            implied, weights = one.implied(found)
            out.append(Compared(log_odds(said), log_odds(implied), weights, not one.sampled(found)))
        return out

    def slopes(self, nudges: Mapping[str, float], movers: Sequence[str], up: Sequence[bool]) -> Floats:
        """How every target's gap changes with each mover's nudge, about some nudges: (targets, movers).

        up: whether to look upwards; the other way where a voice would contradict itself above.
        """
        here = self._work(self._others(nudges))
        compared = self._compare(here, nudges)
        gaps = np.array([one.gap for one in compared])
        size = SOLVED_STEP if all(one.exact for one in compared) else SAMPLED_STEP
        own = {one.judgment for one in self.targets}
        columns = []
        for key, upwards in zip(movers, up, strict=True):
            step = size if upwards else -size
            there = {**nudges, key: nudges.get(key, 0.0) + step}
            made = here if key in own else self._work(self._others(there), here)
            moved = np.array([one.gap for one in self._compare(made, there)])
            columns.append((moved - gaps) / step)
        return np.array(columns).reshape(len(movers), len(self.targets)).T

    def _others(self, nudges: Mapping[str, float]) -> dict[str, float]:
        """Nudges without those of the targets themselves, which move nothing but what is said."""
        own = {one.judgment for one in self.targets}
        return {key: x for key, x in nudges.items() if x and key not in own}


def _name(levers: Levers) -> str:
    return "free" + "".join(f", {name} {state}" for name, state in levers)
