"""Lexicons: those a scenario brings along can be read, and the names it reads by exist."""

from __future__ import annotations

from sim import lexicon
from sim.errors import nearest
from sim.scenario.findings import Findings


def check_lexicons(findings: Findings) -> None:
    """Own lexicons, then the book or the books by which phrases are read."""
    _check_own(findings)
    scenario = findings.scenario
    for name in scenario.lexicon:
        check_name(findings, ("lexicon", name), name, at_key=True)
    if not any(scenario.lexicon.values()) and findings.sound("lexicon"):
        findings.add(("lexicon",), "no lexicon has a weight above 0")


def check_name(findings: Findings, at: tuple[str, ...], name: str, *, at_key: bool = False) -> None:
    """Whether a lexicon exists; one whose entry under `lexicons` is broken is told there."""
    names = findings.scenario.shelf.names
    if name not in names and findings.trusted("lexicons", name):
        findings.add(at, f"unknown lexicon {name!r}{nearest(name, names)}", at_key=at_key)


def _check_own(findings: Findings) -> None:
    """What is wrong inside a list is told by whoever read it; here, that it cannot be read at all."""
    scenario = findings.scenario
    for name, word_list in scenario.word_lists.items():
        steps = ("lexicons", name)
        if name in lexicon.names():
            findings.add(steps, f"{name!r} is a lexicon that comes with sim: choose another name", at_key=True)
            continue
        for problem in word_list.problems:
            if not problem.file:
                findings.add(steps, problem.message)
        findings.notes += word_list.notes
