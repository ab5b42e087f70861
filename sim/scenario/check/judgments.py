"""Judgments one by one: who speaks, about which event, under which condition."""

from __future__ import annotations

from sim.errors import nearest
from sim.scenario.check.findings import Findings
from sim.scenario.model.file import Judgment
from sim.scenario.model.form import Subject
from sim.scenario.model.places import Steps
from sim.scenario.resolve.axes import PREVIOUS


def check_judgments(findings: Findings) -> None:
    """Names, events and conditions of every judgment; ids once in the file."""
    scenario = findings.scenario
    first: dict[str, str] = {}
    for variable, group in scenario.judgments.items():
        here = ("judgments", variable)
        group_known = findings.known(here, "variables", variable, at_key=True)
        for name, judgment in group.items():
            steps = (*here, name)
            if first.setdefault(name, variable) != variable:
                findings.add(steps, f"the id {name} is there twice: also under {first[name]}", at_key=True)
            if findings.trusted(*steps, "expert"):
                findings.known((*steps, "expert"), "experts", judgment.expert)
            if judgment.source is not None:
                findings.known((*steps, "source"), "sources", judgment.source)
            if group_known and findings.trusted(*steps, "about") and findings.trusted(*steps, "says"):
                _check_about(findings, steps, judgment)
            if group_known:
                _check_given(findings, steps, judgment)


def _check_about(findings: Findings, steps: Steps, judgment: Judgment) -> None:
    """The event must be one of the variable's; a split, a table and a shift speak of all states."""
    name, here = steps[1], (*steps, "about")
    states = findings.scenario.variables[name].states
    event = findings.event(here, judgment.about, name)
    if event is None:
        return
    if judgment.says.subject is not Subject.EVENT:
        if judgment.about != "any":
            findings.add(here, f"a {judgment.says.name()} speaks of every state: write any, or leave `about` out")
    elif judgment.about == "any":
        findings.add(here, f"say which event: STATE, STATE or more, A or B ({', '.join(states)})")
    elif len(event) == len(states):
        findings.add(here, f"{judgment.about!r} holds whatever happens: it names every state of {name}")


def _check_given(findings: Findings, steps: Steps, judgment: Judgment) -> None:
    allowed = findings.words.parents(steps[1])
    for parent, event in judgment.given.items():
        here, base = (*steps, "given", parent), parent.removesuffix(PREVIOUS)
        if parent not in allowed:
            unknown_parent(findings, here, steps[1])
        elif base in findings.scenario.variables:
            findings.event(here, event, base)


def unknown_parent(findings: Findings, here: Steps, variable: str) -> None:
    """A condition on what is no parent; not told where the list of parents is wrong itself."""
    allowed = findings.words.parents(variable)
    listed = all(name.removesuffix(PREVIOUS) in findings.scenario.variables for name in allowed)
    if listed and findings.trusted("variables", variable, "parents"):
        hint = nearest(here[-1], allowed) or ": it has no parents"
        findings.add(here, f"unknown parent {here[-1]!r} of {variable}{hint}", at_key=True)
