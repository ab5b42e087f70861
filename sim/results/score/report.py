"""A scenario's forecast and its baselines against what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from sim.progress import Progress, untold
from sim.results.ancestry import opening
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.limits import MEMORY, require_known
from sim.results.score.baselines import groups, only
from sim.results.score.bootstrap import interval
from sim.results.score.model import EVEN, FORECAST, BaselineComparison, Loss, ScoredQuestion, ScoreTable
from sim.results.score.rules import brier, logarithmic
from sim.scenario.resolutions import Resolution
from sim.scenario.resolve.scenario import Scenario

HISTORY = "let_it_run"


def score(
    scenario: Scenario, resolutions: Mapping[str, Resolution], *, policy: str | None = None, draws: int = 1000,
    worlds: int = 64, seed: int = 1, memory: int | str = MEMORY, threads: int = 1, progress: Progress = untold,
) -> ScoreTable:  # fmt: skip
    """The scores of a forecast and its baselines on every resolved question, less is better.

    resolutions: by question (`sim.scenario.resolutions.load`). policy: that history took; `let_it_run` by default, or
    where there is none that at which the dashboard opens. draws, worlds, seed, memory, threads, progress: as `forecast`
    takes them. Raises as `forecast` does.
    """
    require_known(scenario, policies=[policy] if policy else ())
    taken = policy or (HISTORY if HISTORY in scenario.policies else opening(scenario)[0])
    parts = groups(scenario)
    made: dict[str, Forecast] = {}
    for number, (name, file) in enumerate([(FORECAST, scenario), *((n, only(scenario, v)) for n, v in parts.items())]):
        made[name] = forecast(
            file, draws=draws, worlds=worlds, seed=seed, policies=[taken], memory=memory, threads=threads,
            shares=False, curves=False,
        )  # fmt: skip
        progress((number + 1) / (len(parts) + 1))
    whole = made[FORECAST]
    bound = 0.5 / (whole.settings.draws * whole.settings.worlds)
    answered = [name for name in scenario.questions if name in resolutions and resolutions[name].resolved is not None]
    settled = tuple(name for name in answered if whole.answers[taken, name].settled)
    questions = tuple(
        _scored(name, resolutions[name], made, parts, taken, bound) for name in answered if name not in settled
    )
    return ScoreTable(
        whole.scenario, whole.title, whole.file, whole.digest, taken, whole.settings, questions,
        tuple(name for name in scenario.questions if name in resolutions and resolutions[name].void is not None),
        settled, bound, tuple(compared(questions, seed)),
    )  # fmt: skip


def _scored(
    name: str, resolution: Resolution, made: Mapping[str, Forecast], parts: Mapping[str, frozenset[str]],
    policy: str, bound: float,
) -> ScoredQuestion:  # fmt: skip
    """One question's scores; a part of the voices answers only what one of them can speak about."""
    answer = made[FORECAST].answers[policy, name]
    said = {FORECAST: answer.probability, EVEN: 0.5}
    for label, voices in parts.items():
        own = made[label].answers[policy, name]
        if voices & set(answer.rests_on) and not own.settled:
            said[label] = own.probability
    truth = resolution.expected
    scores = {key: Loss(value, brier(value, truth), logarithmic(value, truth, bound)) for key, value in said.items()}
    return ScoredQuestion(name, answer.asks, truth, resolution.cluster or name, scores)


def compared(questions: Sequence[ScoredQuestion], seed: int = 1) -> list[BaselineComparison]:
    """Everyone who is scored beside the forecast, which stands first; empty without questions."""
    names = dict.fromkeys(name for question in questions for name in question.scores)
    return [_comparison(name, [one for one in questions if name in one.scores], seed) for name in names]


def _comparison(name: str, questions: Sequence[ScoredQuestion], seed: int) -> BaselineComparison:
    clusters = [one.cluster for one in questions]
    own, whole = [one.scores[name] for one in questions], [one.scores[FORECAST] for one in questions]
    of_brier = [first.brier - second.brier for first, second in zip(whole, own, strict=True)]
    of_log = [first.log - second.log for first, second in zip(whole, own, strict=True)]
    return BaselineComparison(
        name, len(own), len(set(clusters)), fmean(one.brier for one in own), fmean(one.log for one in own),
        fmean(of_brier), interval(of_brier, clusters, seed), fmean(of_log), interval(of_log, clusters, seed),
    )  # fmt: skip
