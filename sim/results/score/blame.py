"""Whose fault a score is: the forecast made again without each judgment, on the same draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sim.errors import SimError
from sim.priors.build import build
from sim.priors.judgment_priors import judgments
from sim.priors.model import JudgmentPrior
from sim.progress import Progress, untold
from sim.results.ancestry import bearing, hangs_on
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.run import forecast
from sim.results.head import head_of
from sim.results.limits import MEMORY, require_known
from sim.results.score.blame_model import BlamedJudgment, BlamedQuestion, BlameTable, JudgmentTotal
from sim.results.score.report import history
from sim.results.score.rules import logarithmic
from sim.scenario.edit import edit
from sim.scenario.model.bounds import Bound
from sim.scenario.resolutions import Resolution
from sim.scenario.resolve.scenario import Scenario

CLOSE = 1e-12
"""Changes no larger are none: the rest is rounding."""

_FILLED = frozenset({"uniform", "stays", "filled"})
"""Kinds of assumption by which rows are completed where nobody is left to speak."""
_FEW_DRAWS = 2  # to learn who completes which rows, which does not hang on the draws
_Run = partial[Forecast]


@dataclass(frozen=True)
class _Left:
    """What is left without one judgment. made: the forecast; None where there is none. gap: what is then missing."""

    made: Forecast | None
    gap: str = ""


_Without = Mapping[str, _Left]


def blame(
    scenario: Scenario, resolutions: Mapping[str, Resolution], *, questions: Sequence[str] = (),
    policy: str | None = None, draws: int = 1000, worlds: int = 64, seed: int = 1, memory: int | str = MEMORY,
    threads: int = 1, progress: Progress = untold,
) -> BlameTable:  # fmt: skip
    """How the log score of every resolved question would change without each judgment behind its answer.

    questions: ids, all resolved ones by default; those that are void, missing, set by the policy or asked of no world
    drop out. resolutions, policy: as `sim.score` takes them. draws, worlds, seed, memory, threads, progress: as
    `sim.forecast` takes them; every forecast has the same draws, so that what the rest of the file does cancels. With a
    judgment go the earlier rounds of it.

    Raises ModelError for an unknown question or policy, and as `sim.forecast` does.
    """
    require_known(scenario, questions=questions, policies=[policy] if policy else ())
    taken = history(scenario, policy)
    asked = [
        name
        for name in scenario.questions
        if name in resolutions and resolutions[name].resolved is not None and (not questions or name in questions)
    ]
    run = partial(
        forecast, draws=draws, worlds=worlds, seed=seed, policies=[taken], questions=asked or None, memory=memory,
        threads=threads, shares=False, curves=False, kept=Cache(),
    )  # fmt: skip
    whole = run(scenario)
    asked = [name for name in asked if not whole.answers[taken, name].settled]
    behind = {name: _behind(scenario, name, taken) for name in asked}
    without = _without_each(scenario, dict.fromkeys(key for keys in behind.values() for key in keys), run, progress)
    bound, priors = 0.5 / (whole.settings.draws * whole.settings.worlds), judgments(scenario)
    told = tuple(
        _blamed(scenario, whole.answers[taken, name], resolutions[name].expected, bound,
                {key: without[key] for key in behind[name]}, priors)
        for name in asked
    )  # fmt: skip
    return BlameTable(
        **head_of(scenario, whole.settings), policy=taken, bound=bound, questions=told, totals=_totals(told)
    )


def leave_out(scenario: Scenario, judgment: str) -> Scenario:
    """The scenario without a judgment and its earlier rounds; raises ModelError where it does not stand without it.

    Which claims a source holds is forgotten: the one that the judgment carried has no other place.
    """
    chains = scenario.chains(scenario.resolved[judgment].variable)
    gone = next((chain for chain in chains if judgment in chain), (judgment,))
    claims = {f"sources.{name}.claims": None for name, source in scenario.sources.items() if source.claims}
    return edit(scenario, {**{f"judgments.{key}": None for key in gone}, **claims})


def _behind(scenario: Scenario, question: str, policy: str) -> list[str]:
    """The judgments that can have a part in an answer, nearest first."""
    names, _ = hangs_on(scenario, question, policy)
    return [key for name in names for key in bearing(scenario, name, policy)]


def _without_each(
    scenario: Scenario, keys: Mapping[str, None], run: _Run, progress: Progress
) -> dict[str, _Left]:  # fmt: skip
    made: dict[str, _Left] = {}
    for number, key in enumerate(keys, start=1):
        try:
            if named := _named_by(scenario, key):
                made[key] = _Left(None, f"{', '.join(named)} rests on it")
                continue
            rest = leave_out(scenario, key)
            made[key] = _Left(run(rest), _gap(scenario, rest, scenario.resolved[key].variable))
        except SimError as error:
            made[key] = _Left(None, error.problems[0].message)
        progress(number / len(keys))
    return made


def _named_by(scenario: Scenario, judgment: str) -> list[str]:
    """The judgments whose bound is this one."""
    exact = scenario.resolved.items()
    return [key for key, one in exact if isinstance(one.says, Bound) and one.says.other == judgment]


def _gap(scenario: Scenario, rest: Scenario, variable: str) -> str:
    """How rows of a variable are completed that nobody speaks in any more; empty where there are none."""
    before, after = (
        {one.text for one in build(file, _FEW_DRAWS, 1, variables={variable}).assumptions
         if one.kind in _FILLED and one.path == f"variables.{variable}"}
        for file in (scenario, rest)
    )  # fmt: skip
    return "; ".join(sorted(after - before))


def _blamed(
    scenario: Scenario, answer: Answer, truth: float, bound: float, without: _Without,
    priors: Mapping[str, JudgmentPrior],
) -> BlamedQuestion:  # fmt: skip
    log = logarithmic(answer.probability, truth, bound)
    told = []
    for key, left in without.items():
        judgment, prior = scenario.judgments[priors[key].variable][key], priors[key]
        own = None if left.made is None else left.made.answers[answer.policy, answer.question].probability
        after = None if own is None else logarithmic(own, truth, bound)
        speaker, about = scenario.experts[prior.voice].name, _about(judgment.about, judgment.given)
        told.append(BlamedJudgment(
            key, prior.variable, prior.voice, speaker, about,
            judgment.claim or "", prior.phrase, prior.read_as, prior.low, prior.median, prior.high,
            own, after, None if after is None else _change(after, log), left.gap,
        ))  # fmt: skip
    told.sort(key=lambda one: (one.change is None, one.change or 0.0))
    return BlamedQuestion(answer.question, answer.asks, truth, answer.probability, log, tuple(told))


def _change(after: float, before: float) -> float:
    return 0.0 if abs(after - before) <= CLOSE else after - before


def _about(event: str, given: Mapping[str, str]) -> str:
    condition = " and ".join(f"{parent}: {state}" for parent, state in given.items())
    what = "every state" if event == "any" else event
    return f"{what}, given {condition}" if condition else what


def _totals(questions: Sequence[BlamedQuestion]) -> tuple[JudgmentTotal, ...]:
    """Every judgment that leaves no gap, over the questions, the one that cost most first."""
    every: dict[str, list[BlamedJudgment]] = {}
    for question in questions:
        for one in question.judgments:
            if one.change is not None and not one.gap:
                every.setdefault(one.judgment, []).append(one)
    totals = [
        JudgmentTotal(key, told[0].speaker, told[0].claim, len(told), sum(one.change or 0.0 for one in told))
        for key, told in every.items()
    ]
    return tuple(sorted(totals, key=lambda total: total.change))
