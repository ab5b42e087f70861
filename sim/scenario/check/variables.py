"""Variables one by one: states, parents, start, and the limits on rows."""

from __future__ import annotations

import math

from sim.errors import nearest
from sim.scenario.check.findings import Findings
from sim.scenario.model.file import Variable
from sim.scenario.model.forms import ROWS_MAX
from sim.scenario.resolve.axes import PREVIOUS

PARENTS_MAX = 8


def check_variables(findings: Findings) -> None:
    """Every variable by itself, then the number of its rows."""
    variables = findings.scenario.variables
    for name, variable in variables.items():
        _check_alone(findings, name, variable)
    for name, reason in _lagged(findings).items():
        known = name in variables and findings.trusted("variables", name, "start")
        if known and variables[name].start is None:
            findings.add(("variables", name), f"needs a start: {reason}", at_key=True)
    for name, variable in variables.items():
        parents = [parent.removesuffix(PREVIOUS) for parent in variable.parents]
        if not (findings.sound("variables", name) and all(parent in variables for parent in parents)):
            continue
        sizes = [len(axis.states) for axis in findings.words.axes(name)]
        if (rows := math.prod(sizes)) > ROWS_MAX:
            factors = f"{' x '.join(map(str, sizes))} = {rows:,} rows"
            message = f"{factors}: at most {ROWS_MAX:,} are allowed; drop a parent or merge states"
            findings.add(("variables", name, "parents"), message)


def _check_alone(findings: Findings, name: str, variable: Variable) -> None:
    variables, steps, states = findings.scenario.variables, ("variables", name), variable.states
    for position, state in enumerate(states):
        if state in states[:position]:
            findings.add((*steps, "states", str(position)), f"state {state!r} is there twice")
    if variable.start is not None and variable.start not in states:
        message = f"unknown state {variable.start!r} of {name}{nearest(variable.start, states)}"
        findings.add((*steps, "start"), message)
    if variable.never_falls and not variable.ordered:
        findings.add((*steps, "never_falls"), f"{name} has no order (ordered: false), so nothing in it can fall")
    for position, parent in enumerate(variable.parents):
        here, base = (*steps, "parents", str(position)), parent.removesuffix(PREVIOUS)
        if base not in variables and findings.trusted("variables", base):
            allowed = [*variables, *(other + PREVIOUS for other in variables)] if "@" in parent else list(variables)
            findings.add(here, f"unknown parent {parent!r}{nearest(parent, allowed)}")
        elif parent in variable.parents[:position]:
            findings.add(here, f"parent {parent!r} is there twice")
    if len(variable.parents) > PARENTS_MAX:
        findings.add((*steps, "parents"), f"{len(variable.parents)} parents: at most {PARENTS_MAX} are allowed")


def _lagged(findings: Findings) -> dict[str, str]:
    """The variables whose previous state somebody depends on, with the reason."""
    reasons: dict[str, str] = {}
    for name, variable in findings.scenario.variables.items():
        for parent in variable.parents:
            if parent.endswith(PREVIOUS):
                reasons.setdefault(parent.removesuffix(PREVIOUS), f"{name} depends on {parent}")
        if variable.never_falls:
            reasons.setdefault(name, "it never falls, and so depends on its own previous state")
    return reasons
