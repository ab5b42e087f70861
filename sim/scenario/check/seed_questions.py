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
    first: tuple[tuple[float, ...], str] | None = None
    for name, seed in findings.scenario.seeds.items():
        here: Steps = ("seeds", name)
        if seed.source is not None:
            findings.known((*here, "source"), "sources", seed.source)
        findings.not_later((*here, "date"), seed.date, "weight")
        trusted = findings.trusted(*here, "realisation") and findings.trusted(*here, "scale")
        if seed.scale == "log" and trusted and seed.realisation <= 0:
            findings.add((*here, "realisation"), f"a log scale has only numbers above 0, not {seed.realisation:g}")
        for voice, answer in seed.answers.items() if findings.trusted(*here, "answers") else ():
            place = (*here, "answers", voice)
            if not _check_answer(findings, place, seed, answer):
                continue
            levels = seed_questions.levels(answer)
            first = first or (levels, f"{name} ({voice})")
            if levels != first[0]:  # calibration counts hits between the same levels for everyone
                wanted, mine = (", ".join(f"{100 * level:g}%" for level in row) for row in (first[0], levels))
                message = f"has the levels {mine}, but {first[1]} has {wanted}: all answers need the same"
                findings.add(place, message)
    _check_performance(findings)


def _check_answer(findings: Findings, here: Steps, seed: Seed, answer: Mapping[str, float]) -> bool:
    """Whether an answer is a rising row of quantiles by a known voice."""
    findings.known(here, "experts", here[-1], at_key=True)
    by_level: dict[float, str] = {}
    for key in answer:
        try:
            level = seed_questions.level(key)
        except ValueError as error:
            findings.add((*here, key), str(error), at_key=True)
            return False
        if by_level.setdefault(level, key) != key:
            findings.add((*here, key), f"the level {key} is there twice: also as {by_level[level]}", at_key=True)
            return False
    keys = [by_level[level] for level in sorted(by_level)]
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


def _check_performance(findings: Findings) -> None:
    """Voices can be weighed by their seeds only where some of those who are heard have answered any."""
    scenario = findings.scenario
    here: Steps = ("pool", "weights")
    wanted = scenario.pool.weights == "performance" and findings.trusted(*here)
    if not wanted or findings.lost_in("seeds", "experts"):
        return
    if not scenario.seeds:
        findings.add(here, "performance needs seed questions, and the scenario has none (seeds)")
        return
    answered = {voice for seed in scenario.seeds.values() for voice in seed.answers}
    if not any(voice in answered and expert.weight > 0 for voice, expert in scenario.experts.items()):
        findings.add(here, "performance needs answered seeds, and no voice with a weight above 0 has answered one")
