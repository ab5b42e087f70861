"""Voices and their weights; the lexicons that exist."""

from __future__ import annotations

from collections.abc import Mapping

from sim import lexicon
from sim.errors import nearest
from sim.scenario.findings import Findings


def check_voices(findings: Findings) -> None:
    """Weights, background voices and lexicon."""
    scenario = findings.scenario
    _check_weights(findings)
    for position, name in enumerate(scenario.background):
        findings.known(("background", str(position)), "experts", name, scenario.experts)
    if len(set(scenario.background)) < len(scenario.background):
        findings.add(("background",), "a voice is named twice")
    _check_lexicon(findings, scenario.lexicon)


def _check_weights(findings: Findings) -> None:
    experts = findings.scenario.experts
    complete = not any(steps[0] == "experts" for steps in findings.broken)
    if experts and complete and all(expert.weight == 0 for expert in experts.values()):
        findings.add(("experts",), "every weight is 0: nobody would be heard", at_key=True)


def _check_lexicon(findings: Findings, weights: Mapping[str, float]) -> None:
    for name in weights:
        if name not in lexicon.names():
            steps = ("lexicon", name)
            findings.add(steps, f"unknown lexicon {name!r}{nearest(name, lexicon.names())}", at_key=True)
    if not any(weights.values()) and findings.sound("lexicon"):
        findings.add(("lexicon",), "no lexicon has a weight above 0")
