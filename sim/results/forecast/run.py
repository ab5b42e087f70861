"""The whole road in one call: a scenario in, its forecast out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sim.engine.answers import work
from sim.engine.given import answer_given
from sim.engine.program.compiler import compile
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.program import Program, needed
from sim.engine.program.uniforms import round_worlds
from sim.priors.build import build
from sim.priors.model import Priors
from sim.progress import Progress, portion, untold
from sim.results.ancestry import needed_variables
from sim.results.forecast.cache import Cache, Policy, Workings
from sim.results.forecast.evidence_policies import open_policies, require_possible
from sim.results.forecast.model import Forecast
from sim.results.forecast.summary import deadlines, summarise
from sim.results.limits import MEMORY, require, require_known
from sim.results.memory.estimate import Extent, require_memory
from sim.results.settings import RunSettings
from sim.results.shares.by_voice import take_shares
from sim.results.shares.model import AnswerShares
from sim.results.statistics.per_question import Figures, figures
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario


def forecast(
    scenario: Scenario, *, draws: int = 1000, worlds: int = 64, seed: int = 1, policies: Sequence[str] | None = None,
    progress: Progress = untold, observations: Sequence[Observation] = (), threads: int = 1, kept: Cache | None = None,
    memory: int | str = MEMORY, shares: bool | Collection[str] = True, questions: Collection[str] | None = None,
    curves: bool = True,
) -> Forecast:  # fmt: skip
    """The questions of a scenario under each of its policies.

    draws: samples of what we do not know, 2 to 20,000. worlds: histories a draw, rounded up to a multiple of 64.
    seed: 0 or above; the same scenario, draws, worlds and seed give the same bytes. policies: ids, all by default.
    progress: called with the share done, 0 to 1. observations: what was seen (`sim.scenario.evidence.load`); policies
    that set what was seen are left out with a warning, unless they were asked for by name. threads: change the time,
    never a byte. kept: workings of earlier forecasts, which only change the time; this one's are added, priors alone
    where something was seen. memory: bytes that the run may take, or a text such as `2.5GB`. shares: whether every
    answer is taken apart by voice, or the ids of the questions whose answers are. questions: ids, all by default, in
    the file's order whatever theirs. Where some are asked, only what these hang on is worked out and told: an answer is
    the same as among all questions but for rounding (`docs/design.md`), assumptions and warnings are those behind it.
    curves: whether answers are counted at every step; if not, a curve has the deadline alone, in less time.

    Raises FormatError for a number out of range, ModelError for an unknown policy or question, for a scenario whose
    judgments contradict each other or that sets what was seen, and, before any work, for too many draws for the memory,
    with the number that fits; ImpossibleError where what was seen cannot be.
    """
    require(draws=draws, worlds=worlds, seed=seed, threads=threads)
    require_known(scenario, policies=policies or (), questions=questions or ())
    settings = RunSettings(draws, round_worlds(worlds), seed, threads, memory)
    chosen = tuple(dict.fromkeys(policies or scenario.policies))
    asked = [scenario.targets[name] for name in scenario.questions if name in questions] if questions else None
    wanted = tuple(scenario.questions) if shares is True else tuple(shares or ())
    if observations:
        named = policies or ()
        return _forecast_given(scenario, chosen, named, observations, settings, progress, wanted, asked, curves, kept)
    if kept is None:
        return _forecast_anew(scenario, chosen, settings, progress, wanted, asked, curves)
    made = work_again(scenario, kept, chosen, settings, progress, asked=asked, curves=curves)
    counted = {name: one.figures for name, one in made.policies.items()}
    taken = _shares(scenario, made.priors, made.outcomes, wanted)
    return summarise(scenario, made.priors, made.outcomes, made=counted, shares=taken)


def _shares(
    scenario: Scenario, priors: Priors, outcomes: Mapping[str, Outcomes], wanted: Sequence[str]
) -> dict[str, Mapping[str, AnswerShares]]:
    return {name: take_shares(scenario, priors, one, wanted) for name, one in outcomes.items()}


def _compiled(
    scenario: Scenario, settings: RunSettings, policies: Sequence[str], asked: Sequence[Target] | None,
    observations: Sequence[Observation] = (), kept: Cache | None = None,
) -> tuple[Priors, Program]:  # fmt: skip
    """The program, and the priors without what it has of them. kept: has parts of the priors, and gets the others."""
    seen = [one.variable for one in observations]
    extent = Extent(settings.draws, settings.threads, seen=bool(observations), kept=kept is not None)
    require_memory(scenario, extent, settings.memory, policies, _names(asked))
    only, parts = _behind(scenario, asked, seen), {} if kept is None else kept.parts()
    priors = build(scenario, settings.draws, settings.seed, parts, variables=only)
    program = needed(compile(scenario, priors, asked), seen)
    if kept is not None and not all(part.key in parts for part in priors.parts.values()):
        kept.add(Workings(scenario, (settings.draws, settings.seed, only), priors, program, {}))
    return replace(priors, tables={}, parts={}), program


def _names(asked: Sequence[Target] | None) -> list[str] | None:
    return None if asked is None else [target.question for target in asked]


def _behind(scenario: Scenario, asked: Sequence[Target] | None, seen: Sequence[str] = ()) -> frozenset[str] | None:
    """The variables that some questions and what was seen hang on; None, which is all, where all are asked."""
    if asked is None:
        return None
    return needed_variables(scenario, [*seen, *(name for target in asked for name in target.variables)])


def _forecast_anew(
    scenario: Scenario, policies: Sequence[str], settings: RunSettings, progress: Progress, wanted: Sequence[str],
    asked: Sequence[Target] | None, curves: bool,
) -> Forecast:  # fmt: skip
    """One policy after another, each counted at once: what it held step by step is gone before the next begins."""
    priors, program = _compiled(scenario, settings, policies, asked)
    outcomes: dict[str, Outcomes] = {}
    counted: dict[str, Figures] = {}
    taken: dict[str, Mapping[str, AnswerShares]] = {}
    for number, name in enumerate(policies):
        done = work(
            program, name, scenario.paths[name], settings.worlds, settings.seed, threads=settings.threads, every=False,
            progress=portion(progress, number / len(policies), (number + 1) / len(policies)),
        ).outcomes  # fmt: skip
        done = replace(done, slices={})  # they have answered what they were there for
        taken |= _shares(scenario, priors, {name: done}, wanted)
        outcomes[name], counted[name] = done.without_draws(), _figures(scenario, done, curves)
        del done  # what it held is large, and would stay until the next policy is worked out
    return summarise(scenario, priors, outcomes, made=counted, shares=taken)


def _figures(scenario: Scenario, outcomes: Outcomes, curves: bool) -> Figures:
    return figures(outcomes, deadlines(scenario, outcomes.questions), whole=curves)


def _forecast_given(
    scenario: Scenario, policies: Sequence[str], named: Sequence[str], observations: Sequence[Observation],
    settings: RunSettings, progress: Progress, wanted: Sequence[str], asked: Sequence[Target] | None, curves: bool,
    kept: Cache | None,
) -> Forecast:  # fmt: skip
    """All policies given what was seen; named: those that were asked for."""
    paths, left_out = open_policies(scenario, {name: scenario.paths[name] for name in policies}, named, observations)
    priors, program = _compiled(scenario, settings, tuple(paths), asked, observations, kept)
    outcomes = answer_given(
        program, paths, observations, settings.worlds, settings.seed, progress=progress, threads=settings.threads,
        slices=(), steps=None if curves else deadlines(scenario, [one.name for one in program.questions]),
    )  # fmt: skip
    require_possible(program, paths, outcomes, observations, settings.seed)
    taken = _shares(scenario, priors, outcomes, wanted)
    made = summarise(scenario, priors, outcomes, observations, shares=taken, curves=curves)
    return replace(made, warnings=(*left_out, *made.warnings))


def work_again(
    scenario: Scenario, kept: Cache, chosen: Sequence[str], settings: RunSettings, progress: Progress = untold, *,
    checked: bool = True, asked: Sequence[Target] | None = None, besides: Sequence[Target] = (), curves: bool = True,
) -> Workings:  # fmt: skip
    """A forecast's workings from what is kept of others, to which they are added.

    settings: its worlds a multiple of 64. checked: refuses a voice that contradicts itself. asked: all questions of the
    file by default. besides: what is answered after them, about the same variables, and not counted over draws. curves:
    whether every step is counted, or the deadlines alone.
    """
    extent = Extent(settings.draws, settings.threads, kept=True)
    require_memory(scenario, extent, settings.memory, chosen, _names(asked))
    only = _behind(scenario, asked)
    counted = [scenario.targets[name] for name in scenario.questions] if asked is None else asked
    of = (settings.draws, settings.seed, settings.worlds, checked, only, (*counted, *besides))
    known = kept.find(scenario, of)
    if known is None:
        priors = build(scenario, settings.draws, settings.seed, kept.parts(), checked=checked, variables=only)
        program = needed(compile(scenario, priors, [*counted, *besides]))
    else:
        priors, program = known.priors, known.program
    there = {} if known is None else known.policies
    policies = {name: there[name] for name in chosen if name in there and (there[name].figures.whole or not curves)}
    left = [name for name in chosen if name not in policies]
    for number, name in enumerate(left):
        before = kept.nearest(priors, name, scenario.paths[name], program.questions)
        policies[name] = _work_policy(scenario, program, name, settings, before, [one.step for one in counted], curves)
        progress((number + 1) / len(left))
    made = Workings(scenario, of, priors, program, {name: policies[name] for name in chosen})
    if left:
        kept.add(made)
    return made


def _work_policy(
    scenario: Scenario, program: Program, name: str, settings: RunSettings, before: Policy | None, steps: Sequence[int],
    curves: bool,
) -> Policy:  # fmt: skip
    """One policy, from an earlier run of it. steps: of the questions that are counted over draws, the first ones."""
    worked = work(
        program, name, scenario.paths[name], settings.worlds, settings.seed, threads=settings.threads,
        before=None if before is None else before.worked, every=False,
    )  # fmt: skip
    known = [place for place in range(len(steps)) if place not in worked.redone]
    besides = len(steps) < len(program.questions)
    outcomes = worked.outcomes.only(range(len(steps))) if besides else worked.outcomes
    return Policy(worked, figures(outcomes, steps, None if before is None else before.figures, known, whole=curves))
