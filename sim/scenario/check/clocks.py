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
    for variable, group in findings.scenario.judgments.items():
        for name, judgment in group.items():
            steps = ("judgments", variable, name)
            if variable in findings.scenario.variables and _readable(findings, steps):
                _check(findings, steps, judgment)


def _readable(findings: Findings, steps: Steps) -> bool:
    """Whether all that decides about clocks is what the file says."""
    own = all(findings.trusted(*steps, key) for key in ("by", "within", "per", "says"))
    return own and all(findings.trusted("variables", steps[1], key) for key in ("chance", "never_falls", "parents"))


def _check(findings: Findings, steps: Steps, judgment: Judgment) -> None:
    variable = findings.scenario.variables[steps[1]]
    clocks = [key for key in ("by", "within", "per") if getattr(judgment, key) is not None]
    subject = judgment.says.subject
    if subject is Subject.SHIFT:
        if clocks:
            findings.add((*steps, clocks[0]), "a shift has no clock: it holds at every step")
    elif not variable.clocked:
        if clocks:
            message = f"{steps[1]} has one random number for all steps (chance: once) and no clock: drop {clocks[0]}"
            findings.add((*steps, clocks[0]), message)
    elif not clocks:
        message = f"{steps[1]} moves from step to step: say by: DATE, within: 3 steps, or per: step"
        findings.add(steps, message, at_key=True)
    elif subject is Subject.EVERY_ROW and clocks != ["per"]:
        findings.add((*steps, clocks[0]), f"a table says what one step brings: write per: step in place of {clocks[0]}")
    elif len(clocks) > 1:
        findings.add((*steps, clocks[1]), f"one clock, not {len(clocks)} ({', '.join(clocks)})")
    else:
        _check_event(findings, steps, judgment)
        if judgment.by is not None:
            findings.in_timeline((*steps, "by"), judgment.by)


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
    lowest, size = min(event), len(variable.states)
    upwards = event == frozenset(range(lowest, size))
    downwards = event == frozenset(range(max(event) + 1)) and judgment.per_step and own in judgment.given
    if not (upwards or downwards):
        findings.add((*steps, "about"), f"a clock speaks of STATE or more, not of {judgment.about!r}")
        return
    past = _own_past(findings, steps, judgment)
    spoken_of = variable.never_falls or not judgment.per_step
    if upwards and past is not None and spoken_of and min(past) >= lowest:
        message = f"speaks in no row: it is about reaching {judgment.about!r}, and {own} is there already"
        findings.add((*steps, "given", own), message)


def _own_past(findings: Findings, steps: Steps, judgment: Judgment) -> frozenset[int] | None:
    """The previous states of its own variable that a judgment's condition allows; None where it is silent."""
    own = steps[1] + PREVIOUS
    if own not in judgment.given or not findings.sound(*steps):
        return None
    variable = findings.scenario.variables[steps[1]]
    return states(judgment.given[own], variable.states, variable.ordered)
