"""All answers under each alternative of a scenario, and how likely each made what was seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from sim.errors import FormatError, ImpossibleError, Problem
from sim.progress import Progress, portion, untold
from sim.results.ancestry import find_opening
from sim.results.compare.compare import in_words
from sim.results.compare.likelihoods import Likelihoods
from sim.results.compare.views import AS_WRITTEN, AlternativeView, Views
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.head import head_of
from sim.results.limits import MEMORY, require_known
from sim.scenario.edit import edit
from sim.scenario.resolve.observations import Observation, by_statement
from sim.scenario.resolve.scenario import Scenario

Run = Callable[..., Forecast]
_JOINT = 0.5  # the share of a view's work that all that was seen together takes, about


def alternatives(
    scenario: Scenario,
    *,
    policy: str | None = None,
    questions: Sequence[str] = (),
    observations: Sequence[Observation] = (),
    draws: int = 1000,
    worlds: int = 64,
    seed: int = 1,
    threads: int = 1,
    progress: Progress = untold,
    memory: int | str = MEMORY,
    alone: bool = True,
) -> Views:
    """The answers under the file as written and under each of its alternatives, all on the same draws.

    policy: by default that at which the dashboard opens. questions: ids, all by default. observations: what was seen;
    then the answers are those given it, and each view has the probability that it gave to all of it together and to
    each observation alone: an analysis of competing hypotheses whose likelihoods are computed. A view under which it
    cannot be has probability 0 and no answers. alone: whether each observation alone is worked out, which takes most of
    the time. The rest: as in `sim.forecast`.

    Raises FormatError for a scenario without alternatives, ModelError for an unknown question or policy, and what
    `sim.forecast` raises for the scenario as it is.
    """
    if not scenario.alternatives:
        message = "no alternatives in this scenario: name some under `alternatives`"
        raise FormatError([Problem(message, "alternatives", scenario.name)])
    require_known(scenario, questions=questions, policies=() if policy is None else [policy])
    policy = policy or find_opening(scenario)[0] or next(iter(scenario.policies))
    kept = Cache()
    run = partial(
        forecast, draws=draws, worlds=worlds, seed=seed, threads=threads, memory=memory, kept=kept, shares=False,
        curves=False, policies=[policy],
    )  # fmt: skip
    asked = tuple(name for name in scenario.questions if not questions or name in questions)
    parts = [portion(progress, k / (1 + len(scenario.alternatives)), (k + 1) / (1 + len(scenario.alternatives)))
             for k in range(1 + len(scenario.alternatives))]  # fmt: skip
    own = run(scenario, questions=asked or None, observations=observations, progress=portion(parts[0], 0.0, _JOINT))
    likelihoods = Likelihoods(by_statement(observations) if alone else {}, policy, own.settings, kept)
    single = _alone(run, scenario, own, asked, likelihoods, portion(parts[0], _JOINT, 1.0))
    first = _view(AS_WRITTEN, "The file as it stands", "", policy, own, single)
    made = [first]
    for (name, alternative), part in zip(scenario.alternatives.items(), parts[1:], strict=True):
        other = edit(scenario, alternative.set)
        found = _possible(partial(run, progress=portion(part, 0.0, _JOINT)), other, asked, observations)
        single = _alone(run, other, found, asked, likelihoods, portion(part, _JOINT, 1.0))
        view = _view(name, alternative.says, in_words(alternative.set), policy, found, single).beside(first)
        made.append(replace(view, hindsight=alternative.hindsight))
    return Views(
        **head_of(scenario, own.settings), policy=policy, questions=asked,
        asks={name: scenario.questions[name].asks for name in asked}, observations=tuple(by_statement(observations)),
        views=(first.beside(first), *made[1:]),
    )  # fmt: skip


def _possible(
    run: Run, scenario: Scenario, questions: Sequence[str], observations: Sequence[Observation]
) -> Forecast | None:  # fmt: skip
    """The forecast; None where what was seen cannot be."""
    try:
        return run(scenario, questions=questions or None, observations=observations)
    except ImpossibleError:
        return None


def _view(
    name: str, says: str, edits: str, policy: str, made: Forecast | None, single: dict[str, float] | None
) -> AlternativeView:
    if made is None:
        return AlternativeView(name, says, edits, {}, 0.0, None, single)
    answers = {answer.question: answer for answer in made.answers.values()}
    seen = made.seen.get(policy)
    return AlternativeView(name, says, edits, answers, None if seen is None else seen.probability, None, single)


def _alone(
    run: Run, scenario: Scenario, made: Forecast | None, asked: Sequence[str], likelihoods: Likelihoods,
    progress: Progress,
) -> dict[str, float] | None:  # fmt: skip
    """Each statement -> the probability of it alone; None where nothing was seen.

    made: given all of them. What cannot be summed is played, and one question is enough to play it by.
    """
    stated = likelihoods.stated
    if len(stated) < 2:
        return {text: _probability(made) for text in stated} or None
    summed = likelihoods.find(scenario, progress)
    played = {text: seen for text, seen in stated.items() if text not in summed}
    found = summed | {text: _probability(_possible(run, scenario, asked[:1], seen)) for text, seen in played.items()}
    return {text: found[text] for text in stated}


def _probability(made: Forecast | None) -> float:
    """How likely all that was seen was; 0 where it cannot be."""
    return 0.0 if made is None else next(iter(made.seen.values())).probability
