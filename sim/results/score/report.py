"""A scenario's forecast and its baselines against what came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from math import isnan
from pathlib import Path

from sim.errors import ImpossibleError, ModelError, Problem
from sim.progress import Progress, untold
from sim.results.ancestry import opening
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.head import head_of
from sim.results.ledger.entries import said_by
from sim.results.ledger.said import SaidThen, find_said
from sim.results.limits import MEMORY, require_known
from sim.results.score.baselines import Forecaster, forecasters
from sim.results.score.ladders import KnownLadder, known_ladders, rungs, score_ladder, with_rungs
from sim.results.score.model import EVEN, FORECAST, SAID_THEN, ScoredLadder, ScoreTable
from sim.results.score.said import compared, score_said
from sim.results.settings import RunSettings
from sim.scenario.resolutions import Resolution
from sim.scenario.resolve.observations import Observation, listed
from sim.scenario.resolve.scenario import Scenario

HISTORY = "let_it_run"


def score(
    scenario: Scenario, resolutions: Mapping[str, Resolution], *, policy: str | None = None, as_of: date | None = None,
    observations: Sequence[Observation] = (), draws: int = 1000, worlds: int = 64, seed: int = 1,
    memory: int | str = MEMORY, threads: int = 1, progress: Progress = untold, ledger: str | Path | None = None,
) -> ScoreTable:  # fmt: skip
    """The scores of a forecast and its baselines on every resolved question, less is better.

    resolutions: by question (`sim.scenario.resolutions.load`). policy: that history took; `let_it_run` by default, or
    where there is none that at which the dashboard opens. as_of: score the forecast as it would have been on this day,
    the scenario's own by default; what was decided or past its deadline by then drops out. observations: what had been
    seen by then (`sim.scenario.evidence.evidence(..., until=as_of)`); each baseline takes it in as well. draws, worlds,
    seed, memory, threads, progress: as `forecast` takes them. ledger: folder of a ledger; what was last said in it by
    that day is scored beside what today's file would have said.

    Raises ModelError for a day before the scenario's, and as `forecast` does.
    """
    require_known(scenario, policies=[policy] if policy else ())
    taken, day = history(scenario, policy), as_of or scenario.as_of
    require_day(scenario, day)
    asked, decided = _open(scenario, resolutions, day)
    ladders = [one for one in known_ladders(scenario, resolutions) if one.questions[0] in asked]
    run = partial(
        forecast, draws=draws, worlds=worlds, seed=seed, policies=[taken], memory=memory, threads=threads,
        shares=False, curves=False, observations=observations, kept=Cache(),
    )  # fmt: skip
    found, left_out = _forecasts(scenario, asked, ladders, run, progress)
    made = {one.name: table for one, table in found}
    settings = made[FORECAST].settings if made else RunSettings(draws, worlds, seed, threads, memory)
    settled = tuple(name for name in asked if made[FORECAST].answers[taken, name].settled)
    bound = 0.5 / (settings.draws * settings.worlds)
    said = _probabilities(found, [name for name in asked if name not in settled], taken)
    then = None if ledger is None else said_by(find_said(ledger, scenario, taken), day)
    if ledger is not None and then is None:
        left_out[SAID_THEN] = f"no entry by {day}"
    if then is not None and said:
        said[SAID_THEN] = _said_then(then, said[FORECAST])
    questions = score_said(said, resolutions, bound=bound, asks={n: q.asks for n, q in scenario.questions.items()})
    climbed = tuple(_climbed(scenario, one, found, taken) for one in ladders if one.questions[0] not in settled)
    void = tuple(n for n in scenario.questions if n in resolutions and resolutions[n].void is not None)
    silence = getattr(observations, "silences", None) is not None
    return ScoreTable(
        **head_of(scenario, settings) | {"as_of": day}, policy=taken, observations=len(listed(observations)),
        silence=silence, questions=questions, ladders=climbed, void=void, settled=settled, decided=decided, bound=bound,
        comparisons=tuple(compared(questions, seed, climbed)), left_out=left_out,
        said_then=None if then is None else then.date, hindsight=tuple(one.name for one, _ in found if one.hindsight),
    )  # fmt: skip


def history(scenario: Scenario, policy: str | None = None) -> str:
    """The policy that history took: the one named, `let_it_run`, or where there is none that of the dashboard."""
    return policy or (HISTORY if HISTORY in scenario.policies else opening(scenario)[0])


def require_day(scenario: Scenario, day: date) -> None:
    """Raises ModelError for a day on which the scenario did not stand yet."""
    if day < scenario.as_of:
        message = f"{day} is before the scenario's as_of ({scenario.as_of}): there was no forecast yet"
        raise ModelError([Problem(message, "as_of", scenario.name)])


def is_decided(scenario: Scenario, resolution: Resolution, question: str, day: date) -> bool:
    """Whether a question was decided, or past its deadline, by the end of a day."""
    return min(resolution.date or date.max, scenario.targets[question].deadline) <= day


def _open(
    scenario: Scenario, resolutions: Mapping[str, Resolution], day: date
) -> tuple[list[str], tuple[str, ...]]:  # fmt: skip
    """The questions with an answer that were still open at the end of a day, and those that were not."""
    answered = [name for name in scenario.questions if name in resolutions and resolutions[name].resolved is not None]
    decided = tuple(name for name in answered if is_decided(scenario, resolutions[name], name, day))
    return [name for name in answered if name not in decided], decided


Run = partial[Forecast]
Found = Sequence[tuple[Forecaster, Forecast]]


def _forecasts(
    scenario: Scenario, asked: Sequence[str], ladders: Sequence[KnownLadder], run: Run, progress: Progress
) -> tuple[list[tuple[Forecaster, Forecast]], dict[str, str]]:
    """Everyone's forecast, and why those who have none have none; nothing where nothing is asked."""
    if not asked:
        return [], {}
    found: list[tuple[Forecaster, Forecast]] = []
    left_out, everyone = dict[str, str](), forecasters(scenario)
    for number, one in enumerate(everyone, start=1):
        heard = _heard(one, found, asked)
        known = [ladder for ladder in ladders if ladder.questions[0] in heard]
        wanted = [*heard, *rungs(scenario, known)] or asked[:1]
        try:
            found.append((one, run(with_rungs(one.scenario, known), questions=wanted)))
        except ImpossibleError as error:
            if one.name == FORECAST:
                raise
            left_out[one.name] = error.problems[0].message
        progress(number / len(everyone))
    return found, left_out


def _heard(one: Forecaster, found: Found, asked: Sequence[str]) -> list[str]:
    """The questions on which a forecaster has something to say; the first of all, the forecast, has on each."""
    if not found:
        return list(asked)
    answers = {answer.question: answer for answer in found[0][1].answers.values()}
    return [name for name in asked if one.speaks(answers[name])]


def _probabilities(found: Found, asked: Sequence[str], policy: str) -> dict[str, dict[str, float]]:
    """Who says so -> question -> probability; who has nothing to say about a question leaves it out."""
    if not found:
        return {}
    whole = found[0][1]
    said = {FORECAST: {name: whole.answers[policy, name].probability for name in asked}}
    said[EVEN] = dict.fromkeys(asked, 0.5)
    for one, made in found[1:]:
        answers = {name: made.answers[policy, name] for name in _heard(one, found, asked)}
        said[one.name] = {name: answer.probability for name, answer in answers.items() if not answer.settled}
    return said


def _said_then(then: SaidThen, asked: Iterable[str]) -> dict[str, float]:
    said = {name: then.answers[name].probability for name in asked if name in then.answers}
    return {name: probability for name, probability in said.items() if not isnan(probability)}


def _climbed(scenario: Scenario, known: KnownLadder, found: Found, policy: str) -> ScoredLadder:
    whole, first = found[0][1], known.questions[0]
    heard = {
        one.name: made
        for one, made in found
        if one.speaks(whole.answers[policy, first]) and not made.answers[policy, first].settled
    }
    return score_ladder(scenario, known, heard, policy)
