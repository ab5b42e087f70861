"""Policies and questions: levers, events and deadlines that exist, and what cannot be answered yet."""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import ModelError
from sim.scenario.clock import last_step_by, step_end
from sim.scenario.events import states
from sim.scenario.findings import Findings
from sim.scenario.model import Question
from sim.scenario.places import Steps
from sim.scenario.policies import policy

_KINDS = {"reaches": "by", "is": "at"}
_LATER = {"all": "all", "any": "any", "not": "not_", "given": "given", "within": "within", "of": "of"}

_WITHIN_OF = {"within": "within ... of", "of": "within ... of"}


def check_policies(findings: Findings) -> None:
    """Every lever a policy names, and the path it is given."""
    scenario = findings.scenario
    for name, orders in scenario.policies.items():
        for lever in orders:
            here = ("policies", name, lever)
            known = findings.known(here, "variables", lever, scenario.variables, at_key=True)
            if known and scenario.variables[lever].role != "lever" and findings.trusted("variables", lever, "role"):
                findings.add(here, f"{lever} is no lever: its role must be lever before a policy may fix it")
        needed = [("policies", name), ("as_of",), ("timeline",), *(("variables", lever) for lever in orders)]
        if all(findings.sound(*steps) for steps in needed):
            try:
                policy(scenario, name)
            except ModelError as error:
                findings.problems.extend(error.problems)


def check_questions(findings: Findings) -> None:
    """What every question asks and by when."""
    for name, question in findings.scenario.questions.items():
        steps = ("questions", name)
        later = [key for key, attribute in _LATER.items() if getattr(question, attribute) is not None]
        if later:
            name = _WITHIN_OF.get(later[0], later[0])
            findings.add((*steps, later[0]), f"`{name}` in a question is not supported yet")
            continue
        kinds = [key for key, event in zip(_KINDS, (question.reaches, question.is_), strict=True) if event is not None]
        if len(kinds) == 1:
            _check_event(findings, (*steps, kinds[0]), question.reaches or question.is_ or {})
            _check_date(findings, steps, question, kinds[0])
        elif all(findings.trusted(*steps, key) for key in _KINDS):
            message = "a question asks one thing: reaches: {...} by a date, or is: {...} at a date"
            findings.add(steps, message, at_key=True)


def _check_event(findings: Findings, here: Steps, condition: Mapping[str, str]) -> None:
    variables = findings.scenario.variables
    if len(condition) != 1:
        findings.add(here, f"names {len(condition)} variables: one is allowed")
        return
    ((name, event),) = condition.items()
    if not findings.known((*here, name), "variables", name, variables, at_key=True):
        return
    variable = variables[name]
    try:
        held = states(event, variable.states, variable.ordered, name)
    except ValueError as error:
        findings.add((*here, name), str(error))
        return
    if len(held) == len(variable.states):
        findings.add((*here, name), f"{event!r} holds whatever happens: it names every state of {name}")


def _check_date(findings: Findings, steps: Steps, question: Question, kind: str) -> None:
    scenario = findings.scenario
    wanted, other = _KINDS[kind], {"by": "at", "at": "by"}[_KINDS[kind]]
    if getattr(question, other) is not None:
        findings.add((*steps, other), f"`{kind}` is read {wanted} a date: write {wanted} in place of {other}")
        return
    date = getattr(question, wanted)
    if date is None and not findings.trusted(*steps, wanted):
        return
    if date is None:
        findings.add(steps, f"{wanted!r} is missing: the date the question is read {wanted}", at_key=True)
        return
    if not (findings.sound("as_of") and findings.sound("timeline")):
        return
    first, last = step_end(scenario, 1), step_end(scenario, scenario.timeline.steps)
    if date < first:
        findings.add((*steps, wanted), f"{date} is out of the timeline: the first step ends on {first}")
    elif date > last:
        findings.add((*steps, wanted), f"{date} is out of the timeline, which ends on {last}")
    elif (end := step_end(scenario, last_step_by(scenario, date))) != date:
        where = ".".join((*steps, wanted))
        findings.notes.append(f"{where}: {date} lies inside a step; read as {end}, the last step's end")
