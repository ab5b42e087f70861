"""Voices, their weights and how they are pooled."""

from __future__ import annotations

from sim.scenario.findings import Findings

_RULES = ("log", "linear")


def check_voices(findings: Findings) -> None:
    """Weights, background voices and pool rule."""
    scenario = findings.scenario
    _check_weights(findings)
    for position, name in enumerate(scenario.background):
        findings.known(("background", str(position)), "experts", name, scenario.experts)
    if len(set(scenario.background)) < len(scenario.background):
        findings.add(("background",), "a voice is named twice")
    if scenario.pool.rule not in _RULES:
        findings.add(("pool", "rule"), f"{scenario.pool.rule!r} is not supported yet ({', '.join(_RULES)})")


def _check_weights(findings: Findings) -> None:
    experts = findings.scenario.experts
    complete = not any(steps[0] == "experts" for steps in findings.broken)
    if experts and complete and all(expert.weight == 0 for expert in experts.values()):
        findings.add(("experts",), "every weight is 0: nobody would be heard", at_key=True)
