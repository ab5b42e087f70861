"""Policies and questions: levers, events and deadlines that exist, and windows that fit."""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import ModelError
from sim.scenario.check.findings import Findings
from sim.scenario.model.file import Question, QuestionPart
from sim.scenario.model.places import Steps

PARTS_MIN, PARTS_MAX = 2, 20


def check_policies(findings: Findings) -> None:
    """Every lever a policy names, and the path it is given."""
    scenario = findings.scenario
    for name, orders in scenario.policies.items():
        for lever in orders:
            here = ("policies", name, lever)
            known = findings.known(here, "variables", lever, at_key=True)
            if known and scenario.variables[lever].role != "lever" and findings.trusted("variables", lever, "role"):
                findings.add(here, f"{lever} is no lever: its role must be lever before a policy may fix it")
        needed = [("policies", name), ("as_of",), ("timeline",), *(("variables", lever) for lever in orders)]
        if all(findings.sound(*steps) for steps in needed):
            try:
                findings.words.path(name)
            except ModelError as error:
                findings.problems.extend(error.problems)


def check_questions(findings: Findings) -> None:
    """What every question asks, of which worlds, and by when."""
    for name, question in findings.scenario.questions.items():
        steps = ("questions", name)
        _check_part(findings, steps, question)
        _check_clock(findings, steps, question)
        for variable, event in (question.given or {}).items():
            _check_event(findings, (*steps, "given"), {variable: event})


def _check_part(findings: Findings, steps: Steps, part: QuestionPart) -> None:
    """A question, or a part of one: it asks one thing, and has the date that belongs to it."""
    fields = {"reaches": part.reaches, "is": part.is_, "all": part.all, "any": part.any, "not": part.not_}
    kinds = [kind for kind, asked in fields.items() if asked is not None]
    if len(kinds) != 1:
        if all(findings.trusted(*steps[:2], key) for key in fields):
            message = "a question asks one thing: reaches: {...} by a date, is: {...} at a date"
            findings.add(steps, f"{message}, or all, any or not of such", at_key=True)
        return
    (kind,) = kinds
    if kind in ("reaches", "is"):
        _check_event(findings, (*steps, kind), part.reaches or part.is_ or {})
        _check_date(findings, steps, part, kind)
        return
    for key in ("by", "at"):
        if getattr(part, key) is not None:
            findings.add((*steps, key), f"`{kind}` has no date of its own: write {key} into its parts")
    if part.not_ is not None:
        _check_part(findings, (*steps, "not"), part.not_)
    parts = part.all or part.any or ()
    if part.not_ is None and not PARTS_MIN <= len(parts) <= PARTS_MAX:
        count = "1 part" if len(parts) == 1 else f"{len(parts)} parts"
        findings.add((*steps, kind), f"{count}: {PARTS_MIN} to {PARTS_MAX} are allowed")
    for place, part in enumerate(parts):
        _check_part(findings, (*steps, kind, str(place)), part)


def _check_clock(findings: Findings, steps: Steps, question: Question) -> None:
    """`within` and `of` go together, and with `reaches`."""
    if question.of is not None:
        _check_event(findings, (*steps, "of"), question.of)
    if question.within is None and question.of is None:
        return
    here = (*steps, "within" if question.within is not None else "of")
    if question.of is None and findings.trusted(*steps, "of"):
        findings.add(here, "`within` needs `of`: the event that starts the clock, as in of: {variable: event}")
    elif question.within is None and findings.trusted(*steps, "within"):
        findings.add(here, "`of` needs `within`: how long the clock runs, as in within: 2 steps")
    elif question.reaches is None and findings.trusted(*steps, "reaches"):
        findings.add(here, "`within ... of` goes with `reaches`")
    elif question.within is not None and all(findings.sound(*place) for place in (steps, ("as_of",), ("timeline",))):
        calendar = findings.words.calendar  # the clock may start too late for its whole window
        last = len(calendar.ends) - 1 if question.by is None else calendar.last_step_by(question.by)
        late = last > question.within
        start = f"a clock that starts after {calendar.ends[last - question.within]}" if late else "every clock"
        where = ".".join((*steps, "within"))
        findings.notes.append(f"{where}: {start} runs beyond {calendar.ends[last]}; what lies beyond does not count")


def _check_event(findings: Findings, here: Steps, condition: Mapping[str, str]) -> None:
    variables = findings.scenario.variables
    if len(condition) != 1:
        findings.add(here, f"names {len(condition)} variables: one is allowed")
        return
    ((name, event),) = condition.items()
    here = (*here, name)
    if not findings.known(here, "variables", name, at_key=True):
        return
    held = findings.event(here, event, name)
    if held is not None and len(held) == len(variables[name].states):
        findings.add(here, f"{event!r} holds whatever happens: it names every state of {name}")


def _check_date(findings: Findings, steps: Steps, part: QuestionPart, kind: str) -> None:
    wanted, other = ("by", "at") if kind == "reaches" else ("at", "by")
    date = getattr(part, wanted)
    clocked = isinstance(part, Question) and (part.within, part.of) != (None, None)
    if getattr(part, other) is not None:
        findings.add((*steps, other), f"`{kind}` is read {wanted} a date: write {wanted} in place of {other}")
    elif date is not None:
        findings.in_timeline((*steps, wanted), date)
    elif not clocked and findings.trusted(*steps[:2], wanted):
        findings.add(steps, f"{wanted!r} is missing: the date the question is read {wanted}", at_key=True)
