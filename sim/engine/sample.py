"""Program -> Outcomes: every policy on the same named uniforms, block by block, chunk of draws by chunk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.engine.evidence.evidence import Evidence, draws_at_a_time, evidence
from sim.engine.evidence.importance import SeenWalk
from sim.engine.evidence.likelihood_weighting import Weighed
from sim.engine.program.outcomes import Outcomes, blank, weighed
from sim.engine.program.plan import SET, PolicyPlan, plan, set_answer
from sim.engine.program.program import Program
from sim.engine.program.threads import Steps, each
from sim.engine.program.uniforms import BLOCK, Uniforms
from sim.engine.worlds.estimates import Estimate, estimate
from sim.engine.worlds.multi_event import asking
from sim.engine.worlds.rows import Thresholds
from sim.engine.worlds.tally import CHUNK, Tally, draws_at_once
from sim.engine.worlds.walk import Observe, Walk
from sim.progress import Progress, untold
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.policy_path import PolicyPath


def run(
    program: Program,
    paths: Mapping[str, PolicyPath],
    policy: str,
    worlds: int,
    seed: int,
    *,
    observe: Observe | None = None,
    progress: Progress = untold,
    observations: Sequence[Observation] = (),
) -> Outcomes:
    """The answers of one policy; arguments as in `run_all`.

    A lever that is left free and drawn anew each step, 1 in 4:

    >>> from sim.engine.program.program import Program, ProgramQuestion, ProgramVariable
    >>> rows, phases, odds = np.zeros((1, 1), np.intp), np.zeros(3, np.int64), np.full((1, 1, 1), 0.25)
    >>> coin = ProgramVariable("coin", 2, (), None, False, None, rows, phases, odds)
    >>> program = Program(2, 1, (coin,), (ProgramQuestion("Q1", 0, ((1, 1),), "reaches"),))
    >>> run(program, {}, "free", 64, seed=1).probability[0, 0].tolist()
    [0.25, 0.4375]
    """
    told = {policy: paths}
    return run_all(program, told, worlds, seed, observe=observe, progress=progress, observations=observations)[policy]


def run_all(
    program: Program,
    policies: Mapping[str, Mapping[str, PolicyPath]],
    worlds: int,
    seed: int,
    *,
    observe: Observe | None = None,
    progress: Progress = untold,
    observations: Sequence[Observation] = (),
    threads: int = 1,
    chunk: int = CHUNK,
    slices: Collection[str] | None = None,
) -> dict[str, Outcomes]:
    """The answers of several policies, compared on the same worlds.

    policies: name -> what it sets, by lever. worlds: a draw; a multiple of 64 (`uniforms.round_worlds`).
    observe: called as (variable, step, combination) once a block and policy for every variable that
        the policy leaves to chance at that step; the combination of its parents' states, flat in C
        order over its axes, broadcasts to (draws, 64). All draws are then taken in one chunk.
    progress: called with the share done after every block of every chunk.
    observations: what was seen; `Outcomes.weights` has the draws by its likelihood, all 0 where no world agrees.
    threads: chunks at a time. chunk: draws taken at a time. Both change memory and speed, never a byte
        of the answer. slices: variables whose slices are wanted, all by default.
    Raises ValueError for worlds that are not whole blocks, a policy's path of the wrong length, or an
    observation of what the policy sets.
    """
    if worlds < BLOCK or worlds % BLOCK:
        raise ValueError(f"worlds must be a multiple of {BLOCK}, not {worlds}")
    shown = {v.name for v in program.variables} if slices is None else set(slices)
    parts = []
    for name, paths in policies.items():
        laid = plan(program, name, paths, observed=observe is not None)
        parts.append(_part(program, laid, evidence(program, laid, observations), worlds, shown))
    size = program.draws if observe is not None else min(chunk, _most_draws(program, parts))
    starts = range(0, program.draws, size)
    steps = Steps(progress, len(starts) * (worlds // BLOCK))
    each(lambda first: _chunk(program, parts, worlds, seed, first, size, steps, observe), starts, threads)
    return {part.outcomes.policy: weighed(part.outcomes) for part in parts}


@dataclass(frozen=True, eq=False)
class _Policy:
    """One policy's plan, what was seen under it, and the outcomes that are filled in."""

    plan: PolicyPlan
    seen: Evidence | None
    outcomes: Outcomes


def _part(program: Program, laid: PolicyPlan, seen: Evidence | None, worlds: int, shown: Collection[str]) -> _Policy:
    laid = laid if seen is None else seen.plan
    slices = {v.name: np.zeros((program.draws, program.steps, v.states)) for v in program.variables if v.name in shown}
    likelihood = None if seen is None else np.zeros((program.draws, 2))
    outcomes = blank(program, laid.policy, worlds)
    return _Policy(laid, seen, replace(outcomes, methods=laid.methods, slices=slices, likelihood=likelihood))


def _most_draws(program: Program, parts: Sequence[_Policy]) -> int:
    answers, states = len(program.questions), sum(variable.states for variable in program.variables)
    most = draws_at_once(*(len(parts) * program.steps * number for number in (answers, states)))
    return min(most, draws_at_a_time(program, [part.seen for part in parts]))


def _chunk(
    program: Program, parts: Sequence[_Policy], worlds: int, seed: int, first: int, size: int, steps: Steps,
    observe: Observe | None,
) -> None:  # fmt: skip
    """All worlds of one chunk of draws: they are played, tallied and entered."""
    draws = min(size, program.draws - first)
    thresholds = [Thresholds(variable, first, draws) for variable in program.variables]
    tallies = [Tally(program, draws) if part.seen is None else Weighed(program, draws) for part in parts]
    for block in range(worlds // BLOCK):
        uniforms = Uniforms(seed, block=block, first=first, draws=draws)
        walks = [walk(program, part.plan, part.seen, thresholds, uniforms, observe) for part in parts]
        _block(program, parts, walks, tallies, uniforms)
        steps.one_more()
    for part, tally in zip(parts, tallies, strict=True):
        _fill(program, part, tally, slice(first, first + draws))


def walk(
    program: Program,
    plan: PolicyPlan,
    seen: Evidence | None,
    thresholds: Sequence[Thresholds],
    uniforms: Uniforms,
    observe: Observe | None = None,
) -> Walk:
    """One block's worlds under one policy, and what was seen."""
    return Walk(program, plan, thresholds, observe) if seen is None else SeenWalk(program, seen, thresholds, uniforms)


def _block(
    program: Program, parts: Sequence[_Policy], walks: Sequence[Walk], tallies: Sequence[Tally], uniforms: Uniforms
) -> None:
    """One block of worlds of one chunk: all policies side by side, so that each uniform is made once."""
    asked = [_asked(program, part.plan) for part in parts]
    compound = [place for place, question in enumerate(program.questions) if question.compound is not None]
    counts = [{place: asking(program, part.plan, place) for place in compound} for part in parts]
    for walk, tally in zip(walks, tallies, strict=True):
        tally.begin(walk.weights)
    for step in range(1, program.steps + 1):
        for walk, tally, estimates, compounds in zip(walks, tallies, asked, counts, strict=True):
            visits = walk.advance(step, uniforms)
            for question, answer in estimates.items():
                visit = visits[program.questions[question].variable]
                assert visit is not None
                tally.answer(question, step, answer.advance(visit))
            for question, count in compounds.items():
                visit = visits[program.questions[question].variable]
                tally.count(question, step, *count.advance(step, walk.state, visit))
            for variable, visit in enumerate(visits):
                if visit is not None:
                    tally.slice(variable, step, visit)
    for tally in tallies:
        tally.close_block()


def _asked(program: Program, plan: PolicyPlan) -> dict[int, Estimate]:
    """A fresh estimate for every question that the policy does not answer by itself."""
    return {
        place: estimate(program, q, counted=plan.counted[q.variable], start=plan.start[q.variable])
        for place, q in enumerate(program.questions)
        if plan.methods[place] != SET and q.compound is None
    }


def _fill(program: Program, part: _Policy, tally: Tally, chunk: slice) -> None:
    """Enter a chunk of draws: what was tallied, and what the policy sets."""
    plan, outcomes = part.plan, part.outcomes
    tally.write(outcomes.probability[chunk], outcomes.noise[chunk])
    if outcomes.asked is not None and outcomes.squares is not None:
        tally.write_asked(outcomes.asked[chunk], outcomes.squares[chunk])
    if isinstance(tally, Weighed) and outcomes.likelihood is not None:
        tally.write_weights(outcomes.likelihood[chunk])
    for place, question in enumerate(program.questions):
        if plan.methods[place] == SET and question.compound is None:
            outcomes.probability[chunk, place] = set_answer(question, plan)
    for place, variable in enumerate(program.variables):
        if variable.name not in outcomes.slices:
            continue
        setting, states = plan.settings[place], outcomes.slices[variable.name][chunk]
        if setting.constant:
            states[:] = np.eye(variable.states)[[state for state in setting.fixed[1:] if state is not None]]
        else:
            tally.write_slice(place, states)


