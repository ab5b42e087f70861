"""Program and what was seen -> Outcomes: summed where that can be, sampled where it cannot."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sim.arrays import Floats
from sim.engine.evidence.evidence import heard_under
from sim.engine.evidence.solved import Given, given
from sim.engine.evidence.static import solvable, solved_posteriors
from sim.engine.exact.stage import Stage
from sim.engine.program.outcomes import Outcomes, blank, weighed
from sim.engine.program.plan import SAMPLED, SET, SOLVED, PolicyPlan, plan, set_answer
from sim.engine.program.program import Program, ProgramQuestion
from sim.engine.replicates import pool, same_in_every_draw
from sim.engine.sample import run, run_all
from sim.progress import Progress, portion, untold
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.policy_path import PolicyPath


def answer_given(
    program: Program,
    policies: Mapping[str, Mapping[str, PolicyPath]],
    observations: Sequence[Observation],
    worlds: int,
    seed: int,
    *,
    progress: Progress = untold,
    threads: int = 1,
    slices: Collection[str] | None = None,
    steps: Sequence[int] | None = None,
) -> dict[str, Outcomes]:
    """The answers of several policies given what was seen; arguments as in `sample.run_all`.

    steps: of each question the first step at which it is asked; its answers before it may be NaN. By default all are
    worked out; what is worked out does not hang on it.

    All weights of a policy are 0 where what was seen cannot be under it; of a network without time that is an
    ImpossibleError.
    """
    if solvable(program, policies):
        return solved_posteriors(program, policies, observations, worlds)
    found = {}
    for number, (name, paths) in enumerate(policies.items()):
        told = portion(progress, number / len(policies), (number + 1) / len(policies))
        laid = plan(program, name, paths)
        shown = [v.name for v in program.variables] if slices is None else [*slices]
        sliced = _slicing(program, shown)
        first = None if steps is None else [*steps, *[1] * (len(sliced.questions) - len(steps))]
        solved = given(sliced, laid, heard_under(program, laid, observations), first)
        if solved is None:
            found[name] = _sampled(program, laid, paths, observations, worlds, seed, told, threads, shown)
        else:
            outcomes = _solved(program, laid, solved, worlds, shown)
            found[name] = _rest(program, laid, paths, observations, outcomes, seed, told, threads)
        told(1.0)
    return found


def possible(
    program: Program, policy: str, paths: Mapping[str, PolicyPath], observations: Sequence[Observation], worlds: int,
    seed: int,
) -> bool:  # fmt: skip
    """Whether what was seen can be under a policy; worlds, seed: for what has to be sampled."""
    likelihood = find_likelihood(program, policy, paths, observations)
    if likelihood is not None:
        return bool(likelihood.any())
    program = replace(program, questions=())
    return bool(run(program, paths, policy, worlds, seed, observations=observations).weights.any())


def find_likelihood(
    program: Program, policy: str, paths: Mapping[str, PolicyPath], observations: Sequence[Observation]
) -> Floats | None:
    """(draws,): the probability of what was seen under a policy, whatever is asked; None where it cannot be summed."""
    program = replace(program, questions=())
    laid = plan(program, policy, paths)
    solved = given(program, laid, heard_under(program, laid, observations))
    return None if solved is None else solved.likelihood


def _slicing(program: Program, shown: Sequence[str]) -> Program:
    """The program with a question for every state of some variables."""
    asked = [
        ProgramQuestion("", place, ((state, state),), "is")
        for place in map(program.index, shown)
        for state in range(program.variables[place].states)
    ]
    return replace(program, questions=(*program.questions, *asked))


def _solved(program: Program, laid: PolicyPlan, solved: Given, worlds: int, shown: Sequence[str]) -> Outcomes:
    """What was summed, and what the policy sets; NaN in what is left."""
    outcomes = blank(program, laid.policy, worlds)
    outcomes.probability[:] = np.nan
    methods = [SAMPLED] * len(program.questions)
    for place, question in enumerate(program.questions):
        if place not in solved.answers:
            continue
        methods[place] = SET if laid.methods[place] == SET else SOLVED
        outcomes.probability[:, place], asked = solved.answers[place]
        if methods[place] == SET and question.compound is None:
            outcomes.probability[:, place] = set_answer(question, laid)
        if outcomes.asked is not None and outcomes.squares is not None:
            conditional = question.compound is not None and question.compound.conditional
            outcomes.asked[:, place] = asked if conditional else 1.0
            outcomes.squares[:, place] = outcomes.probability[:, place] if conditional else 0.0
    likelihood = np.stack([solved.likelihood, solved.likelihood**2], axis=1)
    made = replace(
        outcomes, methods=tuple(methods), worlds_of=(0,) * len(methods), likelihood=likelihood,
        slices=_slices(program, solved, shown),
    )  # fmt: skip
    return weighed(made)


def _slices(program: Program, solved: Given, shown: Sequence[str]) -> dict[str, Floats]:
    found, place = {}, len(program.questions)
    for name in shown:
        states = program.variables[program.index(name)].states
        every = [solved.answers.get(place + state) for state in range(states)]
        nothing = np.full((program.draws, program.steps), np.nan)
        found[name] = np.stack([nothing if one is None else one[0] for one in every], axis=-1)
        place += states
    return found


def _sampled(
    program: Program, laid: PolicyPlan, paths: Mapping[str, PolicyPath], observations: Sequence[Observation],
    worlds: int, seed: int, progress: Progress, threads: int, shown: Collection[str],
) -> Outcomes:  # fmt: skip
    mine = {laid.policy: paths}
    outcomes = run_all(
        program, mine, worlds, seed, progress=progress, observations=observations, threads=threads, slices=shown
    )[laid.policy]
    observed = [program.index(one.variable) for one in observations]
    sampled = {place for place, method in enumerate(outcomes.methods) if method == SAMPLED}
    pool(outcomes, sampled.intersection(same_in_every_draw(Stage(program, laid), observed)))
    return outcomes


def _rest(
    program: Program, laid: PolicyPlan, paths: Mapping[str, PolicyPath], observations: Sequence[Observation],
    outcomes: Outcomes, seed: int, progress: Progress, threads: int,
) -> Outcomes:  # fmt: skip
    """The outcomes with sampled answers where none could be summed; the means are those by the worlds' own weights."""
    open_ = [place for place, method in enumerate(outcomes.methods) if method == SAMPLED]
    if not open_ or not outcomes.weights.any():
        return outcomes
    asked = replace(program, questions=tuple(program.questions[place] for place in open_))
    mine = plan(asked, laid.policy, paths)
    drawn = _sampled(asked, mine, paths, observations, outcomes.worlds, seed, progress, threads, ())
    played = list(outcomes.worlds_of)
    for column, place in enumerate(open_):
        share = np.ones_like(drawn.probability[:, column])
        if outcomes.asked is not None and outcomes.squares is not None and drawn.asked is not None:
            assert drawn.squares is not None
            share = drawn.asked[:, column]
            outcomes.asked[:, place], outcomes.squares[:, place] = share, drawn.squares[:, column]
        own, exact = drawn.weights[:, None] * share, outcomes.weights[:, None] * share
        outcomes.probability[:, place] = with_mean(drawn.probability[:, column], own, exact)
        outcomes.noise[:, place], played[place] = drawn.noise[:, column], outcomes.worlds
    return replace(outcomes, worlds_of=tuple(played))


def with_mean(answers: Floats, before: Floats, after: Floats) -> Floats:
    """Answers moved within 0..1 so that their means under the weights `after` are those that they had under `before`.

    All (draws, steps). A draw's few worlds give a ratio that leans to one side; weighed by themselves, they do not.

    >>> with_mean(np.array([[0.2], [0.6]]), np.array([[3.0], [1.0]]), np.array([[1.0], [1.0]])).round(3).tolist()
    [[0.15], [0.45]]
    """
    aim, mean = (
        (weights * answers).sum(axis=0) / np.where((total := weights.sum(axis=0)) > 0, total, 1.0)
        for weights in (before, after)
    )
    down = aim / np.where(mean > 0, mean, 1.0)
    up = (1.0 - aim) / np.where(mean < 1, 1.0 - mean, 1.0)
    return np.asarray(np.where(aim <= mean, answers * down, 1.0 - (1.0 - answers) * up))
