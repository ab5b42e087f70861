"""Voices and their weights."""

from __future__ import annotations

from sim.scenario.findings import Findings


def check_voices(findings: Findings) -> None:
    """Weights and background voices."""
    scenario = findings.scenario
    _check_weights(findings)
    for position, name in enumerate(scenario.background):
        findings.known(("background", str(position)), "experts", name, scenario.experts)
    if len(set(scenario.background)) < len(scenario.background):
        findings.add(("background",), "a voice is named twice")


def _check_weights(findings: Findings) -> None:
    experts = findings.scenario.experts
    complete = not any(steps[:1] in ((), ("experts",)) for steps in findings.broken)
    if experts and complete and all(expert.weight == 0 for expert in experts.values()):
        findings.add(("experts",), "every weight is 0: nobody would be heard", at_key=True)
