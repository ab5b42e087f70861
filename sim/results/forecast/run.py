"""The whole road in one call: a scenario in, its forecast out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sim.engine.answers import answer_given, work
from sim.engine.evidence.static import solvable, solved_posteriors
from sim.engine.program.compiler import compile
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.program import Program, needed
from sim.engine.program.uniforms import round_worlds
from sim.priors.build import build
from sim.progress import Progress, portion, untold
from sim.results.forecast.cache import Cache, Policy, Workings, policy_again
from sim.results.forecast.evidence_policies import Paths, open_policies, require_possible
from sim.results.forecast.model import Forecast
from sim.results.forecast.summary import deadlines, summarise
from sim.results.limits import MEMORY, require, require_known
from sim.results.memory.estimate import Extent, require_memory
from sim.results.settings import RunSettings
from sim.results.statistics.per_question import Figures
from sim.results.statistics.per_question import figures as counted_over
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario


def forecast(
    scenario: Scenario,
    *,
    draws: int = 1000,
    worlds: int = 64,
    seed: int = 1,
    policies: Sequence[str] | None = None,
    progress: Progress = untold,
    observations: Sequence[Observation] = (),
    threads: int = 1,
    kept: Cache | None = None,
    memory: int | str = MEMORY,
) -> Forecast:
    """Every question of a scenario under each of its policies.

    draws: samples of what we do not know, 2 to 20,000. worlds: histories a draw, rounded up to a multiple
    of 64. seed: 0 or above; the same scenario, draws, worlds and seed give the same bytes.
    policies: ids, all of the scenario's by default. progress: called with the share done, 0 to 1.
    observations: what was seen (`sim.scenario.evidence.load`); policies that set what was seen are then left
        out with a warning, unless they were asked for by name. threads: changes the time, never a byte.
    kept: workings of earlier forecasts, from which all that nothing new can reach is taken over, and to which
        this one's are added; changes the time, never a byte. Without effect where something was seen.
    memory: bytes that the run may take, or a text such as `2.5GB`; what would take more is refused before any work.

    Raises FormatError for a number out of range, ModelError for an unknown policy, for a scenario whose
    judgments contradict each other or that sets what was seen, and for too many draws for the memory, with
    the number that fits; ImpossibleError where what was seen cannot be.
    """
    require(draws=draws, worlds=worlds, seed=seed, threads=threads)
    settings = RunSettings(draws, round_worlds(worlds), seed, threads, memory)
    chosen = _policies(scenario, policies)
    if kept is not None and not observations:
        workings = work_again(scenario, kept, chosen, settings, progress)
        outcomes = {name: one.worked.outcomes for name, one in workings.policies.items()}
        figures = {name: one.figures for name, one in workings.policies.items()}
        return summarise(scenario, workings.priors, outcomes, made=figures)
    paths: Paths = {name: scenario.paths[name] for name in chosen}
    paths, left_out = open_policies(scenario, paths, policies or (), observations)
    require_memory(scenario, Extent(draws, threads, seen=bool(observations)), memory, tuple(paths))
    priors = build(scenario, draws, seed)
    program = needed(compile(scenario, priors), [one.variable for one in observations])
    priors = replace(priors, tables={}, parts={})  # the program has what they hold
    counted: dict[str, Figures] = {}
    if observations and solvable(program, paths):
        outcomes = solved_posteriors(program, paths, observations, settings.worlds)
    elif observations:
        outcomes = answer_given(
            program, paths, observations, settings.worlds, settings.seed, progress=progress,
            threads=settings.threads, slices=(),
        )  # fmt: skip
    else:
        outcomes, counted = _in_turn(scenario, program, paths, settings, progress)
    require_possible(program, paths, outcomes, observations, seed)
    made = summarise(scenario, priors, outcomes, observations, counted)
    return replace(made, warnings=(*left_out, *made.warnings)) if left_out else made


def _in_turn(
    scenario: Scenario, program: Program, paths: Paths, settings: RunSettings, progress: Progress
) -> tuple[dict[str, Outcomes], dict[str, Figures]]:
    """One policy after another, each counted at once: what it held step by step is gone before the next begins."""

    def one(number: int, name: str) -> tuple[Outcomes, Figures]:
        own = portion(progress, number / len(paths), (number + 1) / len(paths))
        done = work(
            program, name, paths[name], settings.worlds, settings.seed, progress=own, threads=settings.threads,
            every=False,
        ).outcomes  # fmt: skip
        done = replace(done, slices={})  # they have answered what they were there for
        return done.without_draws(), counted_over(done, deadlines(scenario, done.questions))

    found = {name: one(number, name) for number, name in enumerate(paths)}
    return {name: outcomes for name, (outcomes, _) in found.items()}, {name: made for name, (_, made) in found.items()}


def work_again(
    scenario: Scenario,
    kept: Cache,
    chosen: Sequence[str],
    settings: RunSettings,
    progress: Progress = untold,
    *,
    checked: bool = True,
) -> Workings:
    """A forecast's workings from what is kept of others, to which they are added.

    settings: its worlds a multiple of 64. checked: refuses a voice that contradicts itself.
    """
    require_memory(scenario, Extent(settings.draws, settings.threads, kept=True), settings.memory, chosen)
    priors = build(scenario, settings.draws, settings.seed, kept.parts(), checked=checked)
    program = needed(compile(scenario, priors))
    steps = deadlines(scenario, [one.name for one in program.questions])
    policies: dict[str, Policy] = {}
    for number, name in enumerate(chosen):
        paths = scenario.paths[name]
        policies[name] = policy_again(program, name, paths, steps, settings, kept.nearest(priors, name, paths))
        progress((number + 1) / len(chosen))
    made = Workings(priors, policies)
    kept.add(made)
    return made


def _policies(scenario: Scenario, asked: Sequence[str] | None) -> tuple[str, ...]:
    require_known(scenario, policies=asked or ())
    return tuple(dict.fromkeys(asked)) if asked else tuple(scenario.policies)
