"""Clocks: judgments on variables that move from step to step say by when; all others do not."""

from __future__ import annotations

from sim.scenario.check.findings import Findings
from sim.scenario.model.file import Judgment
from sim.scenario.model.form import Subject
from sim.scenario.model.places import Steps
from sim.scenario.resolve.axes import PREVIOUS
from sim.scenario.resolve.events import states


def check_clocks(findings: Findings) -> None:
    """Missing and needless clocks, dates out of the timeline, and events a clock cannot speak of."""
    for steps, judgment in findings.judgments():
        variable = ("variables", steps[1])
        decisive = [(*steps, key) for key in ("by", "within", "per", "says")]
        decisive += [(*variable, key) for key in ("chance", "never_falls", "parents")]
        if steps[1] in findings.scenario.variables and all(findings.trusted(*place) for place in decisive):
            _check(findings, steps, judgment)


def _check(findings: Findings, steps: Steps, judgment: Judgment) -> None:
    name, subject = steps[1], judgment.says.subject
    clocks = [key for key in ("by", "within", "per") if getattr(judgment, key) is not None]
    message = ""
    if subject is Subject.SHIFT:
        message = "a shift has no clock: it holds at every step" if clocks else ""
    elif not findings.scenario.variables[name].clocked:
        if clocks:
            message = f"{name} has one random number for all steps (chance: once) and no clock: drop {clocks[0]}"
    elif not clocks:
        message = f"{name} moves from step to step: say by: DATE, within: 3 steps, or per: step"
        findings.add(steps, message, at_key=True)
        return
    elif subject is Subject.EVERY_ROW and clocks != ["per"]:
        message = f"a table says what one step brings: write per: step in place of {clocks[0]}"
    elif len(clocks) > 1:
        findings.add((*steps, clocks[1]), f"one clock, not {len(clocks)} ({', '.join(clocks)})")
    else:
        _check_event(findings, steps, judgment)
        if judgment.by is not None:
            findings.in_timeline((*steps, "by"), judgment.by)
    if message:
        findings.add((*steps, clocks[0]), message)


def _check_event(findings: Findings, steps: Steps, judgment: Judgment) -> None:
    """A clock speaks of `STATE or more`; with `per: step` and the own previous state given, of falls too."""
    if judgment.says.whole_row:
        return
    variable = findings.scenario.variables[steps[1]]
    own = steps[1] + PREVIOUS
    try:
        event = states(judgment.about, variable.states, variable.ordered)
    except ValueError:
        return  # told already
    lowest = min(event)
    upwards = event == frozenset(range(lowest, len(variable.states)))
    downwards = event == frozenset(range(max(event) + 1)) and judgment.per_step and own in judgment.given
    if not (upwards or downwards):
        findings.add((*steps, "about"), f"a clock speaks of STATE or more, not of {judgment.about!r}")
    elif upwards and (variable.never_falls or not judgment.per_step) and own in judgment.given:
        if findings.sound(*steps) and min(states(judgment.given[own], variable.states, variable.ordered)) >= lowest:
            message = f"speaks in no row: it is about reaching {judgment.about!r}, and {own} is there already"
            findings.add((*steps, "given", own), message)
