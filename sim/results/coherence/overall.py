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
from sim.results.ancestry import Levers, held_by, levers_in_words, lowest_levers
from sim.scenario.model.file import Judgment, Question
from sim.scenario.resolve.axes import PREVIOUS
from sim.scenario.resolve.scenario import Scenario

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

    @property
    def asked(self) -> tuple[object, ...]:
        """What two targets have in common that ask the same."""
        return self.variable, self.event, self.last, self.levers, tuple(sorted(self.condition.items()))

    def questions(self, scenario: Scenario) -> Iterator[tuple[str, Question]]:
        """What to ask: the event, and with it the condition."""
        day = scenario.calendar.ends[self.last or scenario.timeline.steps]
        event: dict[str, object] = {"is": {self.variable: self.event}, "at": day}
        if self.last is not None:
            yield self.name, _question(reaches={self.variable: self.event}, by=day)
        elif not self.condition:
            yield self.name, _question(**event)
        else:
            given: list[dict[str, object]] = [{"is": {name: text}, "at": day} for name, text in self.condition.items()]
            yield self.name, _question(all=[event, *given])
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
        methods = dict(zip(outcomes.questions, outcomes.methods, strict=True))
        return "sampled" in (methods[self.name], methods.get(f"{self.name} given"))

    def reached(self, outcomes: Outcomes) -> bool:
        """Whether the condition holds often enough to be looked at."""
        if not self.condition:
            return True
        asked = outcomes.probability[:, outcomes.questions.index(f"{self.name} given")]
        return float(asked.mean(axis=0).max()) >= ENOUGH


def _question(**parts: object) -> Question:
    return Question.model_validate({"asks": "?", **parts})


def overall(scenario: Scenario, policy: str) -> tuple[list[Overall], dict[str, str]]:
    """Every event of every overall judgment that can be compared, and why others cannot.

    policy: the one that holds; empty for none.
    """
    fixed, scenario = held_by(scenario, policy), weigh(scenario).heard
    found: list[Overall] = []
    left_out: dict[str, str] = {}
    for variable, group in sorted(scenario.judgments.items()):
        heard = scenario.current[variable]
        for key, judgment in sorted({key: one for key, one in group.items() if one.overall}.items()):
            late = "" if key in heard else "a later round has taken its place"
            reason = late or _why_not(scenario, variable, judgment, fixed)
            events = [] if reason else [event for event, _ in stated(scenario, variable, key, 2, 1)]
            if not events:
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
    named = [(scenario.variables[name], text) for name, text in judgment.given.items()]
    single = all(lever.role == "lever" and text in lever.states for lever, text in named)  # one state of each
    levers = lowest_levers(scenario, key) if clocked else tuple(judgment.given.items()) if single else ()
    condition = {} if clocked or levers else dict(judgment.given)
    return Overall(key, judgment.expert, variable, event, last, levers, condition)


def basis(one: Overall, policy: str) -> str:
    """Under which levers an overall judgment is looked at, in words."""
    return levers_in_words(one.levers) if one.levers or not policy else f"policy {policy}"


def log_odds(p: Floats) -> Floats:
    """Log-odds of draws, certain ones at 20."""
    return np.asarray(np.clip(logit(p), -LARGE, LARGE))
