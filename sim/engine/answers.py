"""Program -> Outcomes: chance solved where it can be, sampled where it cannot.

Every policy's structure is looked at first: what it costs to solve is known before any work. What is
left is sampled by `sample.run_all` in the part of the program that it hangs on, corrected by the exact
slices of the same variable, and with more worlds where those asked for leave too much noise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Floats
from sim.engine.exact.solver import Worked, holds, solved_part
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.plan import SAMPLED
from sim.engine.program.program import Program, part
from sim.engine.replicates import pool, same_in_every_draw
from sim.engine.sample import run_all
from sim.engine.worlds.control_variate import controlled
from sim.engine.worlds.estimates import PAIRED, SO_FAR
from sim.progress import Progress, portion, untold
from sim.scenario.resolve.policy_path import PolicyPath

NOISE_AIM = 0.05  # of the variance over draws
MOST_TIMES = 16  # the worlds asked for, at most
RARE = 0.001  # answers below (and above 1 less) this ask for no more worlds


def work(
    program: Program,
    policy: str,
    paths: Mapping[str, PolicyPath],
    worlds: int,
    seed: int,
    *,
    progress: Progress = untold,
    threads: int = 1,
    before: Worked | None = None,
    every: bool = True,
) -> Worked:
    """One policy's answers and how they were found; arguments as in `sample.run_all`.

    worlds: a draw, for what has to be sampled; up to 16 times as many where their noise would be above
        5 % of the variance over draws. `Outcomes.worlds_of` says how many were played for each question.
    before: an earlier run of any program; what nothing new can reach is taken over, and no byte differs for it.
    every: keep the slices of all variables; else of those alone that a question is answered from.
    """
    solved = solved_part(program, policy, paths, worlds, seed, before, every=every)
    outcomes = sample_rest(program, paths, solved, seed, progress, threads)
    progress(1.0)
    return replace(solved, outcomes=outcomes)


@dataclass(frozen=True, eq=False)
class Rest:
    """What is left to sampling. program: the part it hangs on, with a control and a pair after the questions
    that have an exact slice. places: of the questions in the whole program. controls: by place among them."""

    program: Program
    places: tuple[int, ...]
    controls: Mapping[int, int]


def sample_rest(
    program: Program, paths: Mapping[str, PolicyPath], solved: Worked, seed: int, progress: Progress, threads: int = 1
) -> Outcomes:
    """The outcomes with everything filled in that could not be solved nor taken over."""
    outcomes = solved.outcomes
    open_ = tuple(place for place in solved.redone if outcomes.methods[place] == SAMPLED)
    blank = {name for name, states in outcomes.slices.items() if np.isnan(states).any()}
    if SAMPLED not in outcomes.methods or not (open_ or blank):
        return outcomes  # slices that nobody asks for are not sampled for their own sake
    played = list(outcomes.worlds_of)

    def play(number: int, times: int, places: Sequence[int], slices: set[str]) -> dict[int, int]:
        rest = _rest(program, outcomes, places, slices, blank)
        names = {variable.name for variable in rest.program.variables}
        mine = {outcomes.policy: {name: path for name, path in paths.items() if name in names}}
        told = portion(progress, 1.0 - 0.5**number, 1.0 - 0.5 ** (number + 1))  # each half of what is left
        worlds = outcomes.worlds * times
        sampled = run_all(rest.program, mine, worlds, seed, progress=told, threads=threads, slices=slices)
        for name in slices:
            outcomes.slices[name][:] = sampled[outcomes.policy].slices[name]
        return _enter(rest, sampled[outcomes.policy], outcomes, played)

    needs = play(0, 1, open_, blank)
    for number, times in enumerate(sorted(set(needs.values()) - {1}), start=1):
        play(number, times, [place for place in open_ if needs[place] == times], set())
    pool(outcomes, set(open_).intersection(same_in_every_draw(solved.ways.stage)))
    return replace(outcomes, worlds_of=tuple(played))


def _rest(program: Program, outcomes: Outcomes, places: Sequence[int], blank: set[str], inexact: set[str]) -> Rest:
    """The part of a program that some questions and `blank` slices hang on, and the questions that are put to it.

    inexact: variables whose slices are sampled, if they are known yet: no controls.
    """
    wanted = {program.index(name) for name in blank}
    wanted |= {variable for place in places for variable in program.about(program.questions[place])}
    left = part(replace(program, questions=tuple(program.questions[place] for place in places)), wanted)
    questions, variables = list(left.questions), left.variables
    controls = {}
    for place, question in zip(places, tuple(questions), strict=True):
        exact = variables[question.variable].name not in inexact
        if question.kind == "reaches" and question.compound is None and exact:
            controls[place] = len(questions)
            questions += [replace(question, kind=SO_FAR), replace(question, kind=PAIRED)]
    return Rest(replace(left, questions=tuple(questions)), tuple(places), controls)


def _enter(rest: Rest, sampled: Outcomes, outcomes: Outcomes, played: list[int]) -> dict[int, int]:
    """Write sampled answers where they belong; by place, how many times the worlds each of them needs."""
    needs = {}
    for column, place in enumerate(rest.places):
        answer, noise = sampled.probability[:, column], sampled.noise[:, column]
        if place in rest.controls:
            one, question = rest.controls[place], rest.program.questions[column]
            exact = holds(question, outcomes.slices[rest.program.variables[question.variable].name])
            exact = exact.cumsum(axis=1) / np.arange(1, exact.shape[1] + 1)
            control, both_noise = (sampled.probability[:, one], sampled.noise[:, one]), sampled.noise[:, one + 1]
            answer, noise = controlled(answer, noise, *control, both_noise, exact)
        outcomes.probability[:, place], outcomes.noise[:, place] = answer, noise
        for whole, drawn in ((outcomes.asked, sampled.asked), (outcomes.squares, sampled.squares)):
            if whole is not None and drawn is not None:
                whole[:, place] = drawn[:, column]
        played[place] = sampled.worlds
        needs[place] = times_needed(answer, noise)
    return needs


def times_needed(answer: Floats, noise: Floats) -> int:
    """How many times the worlds bring the noise to 5 % of the variance at every step: 1, 2, 4, 8 or 16.

    answer, noise: (draws, steps). Steps at which the mean is below 0.1 % or above 99.9 % do not count.
    """
    mean = answer.mean(axis=0)
    counts = (mean > RARE) & (mean < 1 - RARE)
    if answer.shape[0] < 2 or not counts.any():
        return 1
    variance, level = answer.var(axis=0, ddof=1)[counts], noise.mean(axis=0)[counts]
    signal = np.maximum(variance - level, 1e-300)
    times = float((level * (1 - NOISE_AIM) / (NOISE_AIM * signal)).max())
    return min(MOST_TIMES, 1 << max(0, int(np.ceil(np.log2(max(times, 1.0))))))
