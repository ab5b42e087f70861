"""The flagship solved, against its own sampler: within the stated noise, and far apart from a wrong one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from agreement import agreement
from answer_all import answer_all

from sim.engine import sample
from sim.engine.program import uniforms
from sim.engine.program.compiler import compile
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.program import Program
from sim.priors.build import build
from sim.scenario.file import read

FLAGSHIP = Path(__file__).parents[3] / "scenarios" / "venezuela-2025"
POLICIES = ("strikes", "let_it_run")
DRAWS, WORLDS = 200, 128


@cache
def program() -> Program:
    scenario = read.read(FLAGSHIP)
    return compile(scenario, build(scenario, DRAWS, 1))


@cache
def both(policy: str) -> tuple[Outcomes, Outcomes]:
    """Solved, and sampled."""
    paths = read.read(FLAGSHIP).paths[policy]
    return answer_all(program(), {policy: paths}, WORLDS, 1)[policy], sample.run(program(), paths, policy, WORLDS, 1)


@pytest.mark.parametrize("policy", POLICIES)
def test_every_question_is_solved(policy):
    outcomes = both(policy)[0]
    assert set(outcomes.methods) <= {"solved", "set by policy"}
    assert not outcomes.noise.any()


def distance(policy: str, shift: float = 0.0):
    """The mean over draws of sampled less solved answers, against the sampler's stated noise."""
    solved, sampled = both(policy)
    single = [place for place, question in enumerate(program().questions) if question.compound is None]
    noise = sampled.noise[:, single].mean(axis=0) / DRAWS
    truth = solved.probability[:, single].mean(axis=0) * (1 + shift)
    found = sampled.probability[:, single].mean(axis=0)
    return agreement(found, noise, truth, DRAWS * WORLDS // uniforms.STRATA)


@pytest.mark.parametrize("policy", POLICIES)
def test_solved_answers_agree_with_sampled_ones(policy):
    found = distance(policy)
    assert found.catches < 0.02
    assert found.holds, found


def test_solved_answers_a_few_per_cent_off_would_be_seen():
    assert not distance("let_it_run", 0.05).holds


@pytest.mark.parametrize("policy", POLICIES)
def test_slices_agree_with_sampled_ones(policy):
    """5 standard errors of the difference over draws; the sampler integrates own chance out."""
    solved, sampled = both(policy)
    for name, states in solved.slices.items():
        gap = sampled.slices[name] - states
        error = np.sqrt(gap.var(axis=0, ddof=1) / DRAWS)
        assert (np.abs(gap.mean(axis=0)) <= 5 * error + 1e-12).all(), name


def off(policy: str, shift: float = 0.0) -> np.ndarray:
    """Standard errors between sampled and solved questions of several events, by question: answers where they are
    asked, then the share that is; over draws, the ratio of means linearised (Cochran 1977, chapter 6)."""
    solved, sampled = both(policy)
    found = []
    for place in program().conditional:
        asked, played = solved.asked[:, place, -1], sampled.asked[:, place, -1]
        answer = solved.probability[:, place, -1] * (1 + shift)
        ratio = (answer * asked).sum() / max(asked.sum(), 1e-300)
        gaps = played * (sampled.probability[:, place, -1] - ratio) - asked * (answer - ratio), played - asked
        for gap in gaps:
            error = np.sqrt(gap.var(ddof=1) / DRAWS)
            found.append(abs(gap.mean()) / error if error > 1e-14 else 0.0 if abs(gap.mean()) < 1e-12 else np.inf)
    return np.array(found)


@pytest.mark.parametrize("policy", tuple(read.read(FLAGSHIP).policies))
def test_questions_of_several_events_agree_with_sampled_ones(policy):
    assert (off(policy) < 4).all()


def test_conditional_answers_a_few_per_cent_off_would_be_seen():
    assert off("let_it_run", 0.05).max() > 4
