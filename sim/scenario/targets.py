"""Questions made exact: the event, the step it is read at, and the note where a deadline lies inside a step."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sim.scenario.clock import last_step_by, step_end
from sim.scenario.events import states
from sim.scenario.model import Scenario


@dataclass(frozen=True)
class Target:
    """What a question asks: `reaches` by the end of `step`, or `is` at it; `states` are positions."""

    question: str
    asks: str
    variable: str
    states: frozenset[int]
    event: str
    kind: str
    step: int
    deadline: datetime.date
    note: str


def target(scenario: Scenario, question_id: str) -> Target:
    """The target of a question; raises KeyError for an unknown one."""
    question = scenario.questions[question_id]
    condition = question.reaches or question.is_
    date = question.by if question.reaches else question.at
    assert condition is not None  # `check` has seen to both
    assert date is not None
    ((name, event),) = condition.items()
    variable = scenario.variables[name]
    step = last_step_by(scenario, date)
    deadline = step_end(scenario, step)
    note = "" if deadline == date else f"{date} lies inside a step: the answer is for {deadline}, the last step's end"
    kind = "reaches" if question.reaches else "is"
    held = states(event, variable.states, variable.ordered, name)
    return Target(question_id, question.asks, name, held, event, kind, step, deadline, note)
