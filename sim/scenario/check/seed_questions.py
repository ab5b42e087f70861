"""Seed questions: who answered, with quantiles in order and alike in number; voices weighed by them need some."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from sim.scenario.check.findings import Findings
from sim.scenario.model import seed_questions
from sim.scenario.model.places import Steps
from sim.scenario.model.seed_questions import Seed

FEW = 10
"""Below so many answered seeds a calibration says little: 5 of 5 right is no proof of anything."""


def check_seeds(findings: Findings) -> None:
    """Every seed question, and whether `weights: performance` has what it needs."""
    scenario = findings.scenario
    wanted: tuple[tuple[float, ...], Steps] | None = None
    for name, seed in scenario.seeds.items():
        here: Steps = ("seeds", name)
        _check_seed(findings, here, seed)
        if not findings.trusted(*here, "answers"):
            continue
        for voice, answer in seed.answers.items():
            if _check_answer(findings, (*here, "answers", voice), seed, answer):
                found = (seed_questions.levels(answer), (*here, "answers", voice))
                wanted = wanted or found
                _check_alike(findings, wanted, found)
    _check_performance(findings)


def _check_seed(findings: Findings, here: Steps, seed: Seed) -> None:
    scenario = findings.scenario
    if seed.source is not None:
        findings.known((*here, "source"), "sources", seed.source, scenario.sources)
    if seed.date is not None and findings.sound("as_of") and seed.date > scenario.as_of:
        message = f"{seed.date} is after as_of ({scenario.as_of}): nothing later may inform a weight"
        findings.add((*here, "date"), message)
    trusted = findings.trusted(*here, "realisation") and findings.trusted(*here, "scale")
    if seed.scale == "log" and trusted and seed.realisation <= 0:
        findings.add((*here, "realisation"), f"a log scale has only numbers above 0, not {seed.realisation:g}")


def _check_answer(findings: Findings, here: Steps, seed: Seed, answer: Mapping[str, float]) -> bool:
    """Whether an answer is a rising row of quantiles by a known voice."""
    findings.known(here, "experts", here[-1], findings.scenario.experts, at_key=True)
    by_level: dict[float, str] = {}
    for key in answer:
        try:
            level = seed_questions.level(key)
        except ValueError as error:
            findings.add((*here, key), str(error), at_key=True)
            return False
        if level in by_level:
            findings.add((*here, key), f"the level {key} is there twice: also as {by_level[level]}", at_key=True)
            return False
        by_level[level] = key
    return _check_order(findings, here, seed, [by_level[level] for level in sorted(by_level)])


def _check_order(findings: Findings, here: Steps, seed: Seed, keys: list[str]) -> bool:
    answer = seed.answers[here[-1]]
    for below, above in pairwise(keys):
        if not answer[below] < answer[above]:
            verb = "equals" if answer[below] == answer[above] else "is below"
            message = f"{answer[above]:g} at {above} {verb} {answer[below]:g} at {below}: quantiles rise with the level"
            findings.add((*here, above), message)
            return False
    if seed.scale == "log" and findings.trusted(*here[:2], "scale") and answer[keys[0]] <= 0:
        findings.add((*here, keys[0]), f"a log scale has only numbers above 0, not {answer[keys[0]]:g}")
        return False
    return True


def _check_alike(
    findings: Findings, wanted: tuple[tuple[float, ...], Steps], found: tuple[tuple[float, ...], Steps]
) -> None:
    """All answers have the levels of the first: calibration counts hits between the same levels for everyone."""
    if found[0] != wanted[0]:
        first = ", ".join(f"{100 * level:g}%" for level in wanted[0])
        mine = ", ".join(f"{100 * level:g}%" for level in found[0])
        where = f"{wanted[1][1]} ({wanted[1][3]})"
        findings.add(found[1], f"has the levels {mine}, but {where} has {first}: all answers need the same")


def _check_performance(findings: Findings) -> None:
    """Voices can be weighed by their seeds only where some of those who are heard have answered any."""
    scenario = findings.scenario
    here: Steps = ("pool", "weights")
    if scenario.pool.weights != "performance" or not findings.trusted(*here) or any(
        steps[:1] in (("seeds",), ("experts",)) for steps in findings.lost
    ):
        return
    if not scenario.seeds:
        findings.add(here, "performance needs seed questions, and the scenario has none (seeds)")
        return
    answered = {voice for seed in scenario.seeds.values() for voice in seed.answers}
    if not any(voice in answered and expert.weight > 0 for voice, expert in scenario.experts.items()):
        findings.add(here, "performance needs answered seeds, and no voice with a weight above 0 has answered one")
