"""`overall` judgments as questions: what must be asked of the model to see what it makes of them.

Of a variable drawn once: the event's probability, mean over all steps, where the condition holds. Of one with a clock:
the event is reached by the clock's last step. A condition on levers alone that names one state of each, holds in few
worlds or goes with a clock is looked at with its levers held at the lowest state it allows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.engine.program.outcomes import Outcomes
from sim.log_odds import logit
from sim.priors.consistency.doubt import stated
from sim.priors.rows.weights import weigh
from sim.results.ancestry import held_by
from sim.scenario.model.file import Judgment, Question
from sim.scenario.resolve.axes import PREVIOUS
from sim.scenario.resolve.scenario import Scenario

Levers = tuple[tuple[str, str], ...]
FREE = "no lever fixed"
ENOUGH = 1 / 32  # the share of worlds in which a condition must hold, at the step at which it holds most often
LARGE = 20.0  # log-odds beyond which a draw counts as certain


@dataclass(frozen=True, eq=False)
class Overall:
    """One event of one overall judgment.

    last: the step at which a clock ends; None without one. levers: held for its condition; condition: asked for beside
    the event, parent -> event.
    """

    judgment: str
    voice: str
    variable: str
    event: str
    last: int | None
    levers: Levers
    condition: Mapping[str, str]

    @property
    def name(self) -> str:
        """The id of its question."""
        return f"{self.judgment}: {self.event}"

    def questions(self, scenario: Scenario) -> Iterator[tuple[str, Question]]:
        """What to ask: the event, and with it the condition."""
        day = scenario.calendar.ends[self.last or scenario.timeline.steps]
        if self.last is not None:
            yield self.name, _question(reaches={self.variable: self.event}, by=day)
        elif not self.condition:
            yield self.name, _question({self.variable: self.event}, at=day)
        else:
            given: list[dict[str, object]] = [{"is": {name: text}, "at": day} for name, text in self.condition.items()]
            yield self.name, _question(all=[{"is": {self.variable: self.event}, "at": day}, *given])
            yield f"{self.name} given", _question(all=given) if len(given) > 1 else _question(**given[0])

    def implied(self, outcomes: Outcomes) -> tuple[Floats, Floats]:
        """Probability of the event where the condition holds, and how much each draw counts: (draws,) each."""
        place = outcomes.questions.index(self.name)
        p = outcomes.probability[:, place]
        if self.last is not None:
            return p[:, self.last - 1], np.ones(len(p))
        if not self.condition:
            return p.mean(axis=1), np.ones(len(p))
        asked = outcomes.probability[:, outcomes.questions.index(f"{self.name} given")].sum(axis=1)
        return p.sum(axis=1) / np.where(asked > 0.0, asked, 1.0), asked

    def sampled(self, outcomes: Outcomes) -> bool:
        """Whether the answer carries the noise of worlds."""
        names = [self.name, f"{self.name} given"] if self.condition else [self.name]
        return any(outcomes.methods[outcomes.questions.index(name)] == "sampled" for name in names)

    def reached(self, outcomes: Outcomes) -> bool:
        """Whether the condition holds often enough to be looked at."""
        if not self.condition:
            return True
        asked = outcomes.probability[:, outcomes.questions.index(f"{self.name} given")]
        return float(asked.mean(axis=0).max()) >= ENOUGH


def _question(is_: object = None, **parts: object) -> Question:
    data = {"asks": "?", **({"is": is_} if is_ is not None else {}), **parts}
    return Question.model_validate(data)


def overall(scenario: Scenario, policy: str) -> tuple[list[Overall], dict[str, str]]:
    """Every event of every overall judgment that can be compared, and why others cannot.

    policy: the one that holds; empty for none.
    """
    fixed, scenario = held_by(scenario, policy), weigh(scenario).heard
    found: list[Overall] = []
    left_out: dict[str, str] = {}
    for variable, group in sorted(scenario.judgments.items()):
        heard = scenario.current[variable]
        for key, judgment in sorted(group.items()):
            if judgment.overall and key not in heard:
                left_out[key] = "a later round has taken its place"
            elif judgment.overall:
                reason = _why_not(scenario, variable, judgment, fixed)
                events = [event for event, _ in stated(scenario, variable, key, 2, 1)] if not reason else []
                if reason or not events:
                    left_out[key] = reason or "said without any doubt: nothing could move"
                found += [_overall(scenario, variable, key, judgment, event) for event in events]
    return found, left_out


def _why_not(scenario: Scenario, variable: str, judgment: Judgment, fixed: set[str]) -> str:
    if scenario.experts[judgment.expert].weight <= 0:
        return f"{judgment.expert} has the weight 0"
    if variable in fixed:
        return "set by policy"
    lagged = [name for name in judgment.given if name.endswith(PREVIOUS)]
    if lagged:
        return f"a condition on a previous state ({lagged[0]})"
    chance = [name for name in judgment.given if scenario.variables[name].role != "lever"]
    if chance and scenario.variables[variable].clocked:
        return f"a clock together with a condition on chance ({chance[0]})"
    return ""


def _overall(scenario: Scenario, variable: str, key: str, judgment: Judgment, event: str) -> Overall:
    clocked = scenario.variables[variable].clocked
    last = min(scenario.resolved[key].steps or 1, scenario.timeline.steps) if clocked else None
    levers = lowest_levers(scenario, key) if clocked else _single(scenario, judgment)
    condition = {} if clocked or levers else dict(judgment.given)
    return Overall(key, judgment.expert, variable, event, last, levers, condition)


def _single(scenario: Scenario, judgment: Judgment) -> Levers:
    """The levers of a condition that names one state of each and nothing else; none for any other."""
    named = [(scenario.variables[name], text) for name, text in judgment.given.items()]
    alone = all(lever.role == "lever" and text in lever.states for lever, text in named)
    return tuple(judgment.given.items()) if alone else ()


def lowest_levers(scenario: Scenario, key: str) -> Levers:
    """The lowest state that a judgment's condition allows each lever in it."""
    judgment = scenario.resolved[key]
    allowed = zip(scenario.axes[judgment.variable], judgment.box, strict=True)
    return tuple(
        (axis.name, axis.states[min(states)])
        for axis, states in allowed
        if axis.name in judgment.record.given and scenario.variables[axis.variable].role == "lever"
    )


def basis(one: Overall, policy: str) -> str:
    """Under which levers an overall judgment is looked at, in words."""
    held = ", ".join(f"{name} held at {state}" for name, state in one.levers)
    return held or (f"policy {policy}" if policy else FREE)


def log_odds(p: Floats) -> Floats:
    """Log-odds of draws, certain ones at 20."""
    out: Floats = np.clip(logit(p), -LARGE, LARGE)
    return out
