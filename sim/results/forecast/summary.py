"""Outcomes to Forecast: every answer with its interval, sampling error, word and method."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from sim.arrays import Floats
from sim.engine.program.outcomes import Outcomes
from sim.lexicon import word
from sim.priors.model import Priors
from sim.results.ancestry import ancestry, speakers
from sim.results.forecast.confidence import find_grounds, judge
from sim.results.forecast.draws import Draws
from sim.results.forecast.model import SET_BY_POLICY, UNDEFINED, Answer, Curve, Forecast, Interval
from sim.results.forecast.percent import percent
from sim.results.forecast.posterior import posterior
from sim.results.head import head_of
from sim.results.settings import RunSettings
from sim.results.shares.heaviest import find_heaviest
from sim.results.shares.model import AnswerShares
from sim.results.statistics.conditional import ENOUGH
from sim.results.statistics.per_question import Figures, figures
from sim.results.statistics.sampling_error import NOISE_ALLOWED, worlds_needed
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario

WORD_LEXICON = "icd203"
FEW_DRAWS = 100  # effective draws below which the ends of a 90 % interval rest on a handful


def summarise(
    scenario: Scenario,
    priors: Priors,
    outcomes: Mapping[str, Outcomes],
    observations: Sequence[Observation] = (),
    made: Mapping[str, Figures] = MappingProxyType({}),
    shares: Mapping[str, Mapping[str, AnswerShares]] = MappingProxyType({}),
    *,
    curves: bool = True,
) -> Forecast:
    """The forecast of all policies in `outcomes`, in their order.

    scenario: the one that `priors` and `outcomes` were made from. observations: those that `outcomes` were run with.
    made: figures of policies that are there already; of those no outcome is read draw by draw. shares: policy ->
    question -> whose answer it is. curves: at every step, or, of policies that are not in `made`, at deadlines alone.
    """
    counted = {
        p: made.get(p) or figures(one, deadlines(scenario, one.questions), whole=curves) for p, one in outcomes.items()
    }
    answers = {
        (policy, question): add_grounds(
            scenario, priors, _answer(scenario, priors, one, counted[policy], column),
            shares.get(policy, {}).get(question),
        )
        for policy, one in outcomes.items()
        for column, question in enumerate(one.questions)
    }
    questions = next((one.questions for one in outcomes.values()), tuple(scenario.questions))
    worlds = max((one.worlds for one in outcomes.values()), default=0)
    return Forecast(
        **head_of(scenario, RunSettings(priors.draws, worlds, priors.seed)),
        policies=tuple(outcomes), questions=questions, answers=answers,
        assumptions=_assumptions(scenario, priors, outcomes),
        warnings=(*scenario.notes, *priors.warnings, *_noise_warning(answers.values()), *_thin(outcomes.values())),
        draws=_draws(outcomes, counted, priors.draws),
        pool_rule=scenario.pool.rule, concentration=scenario.pool.concentration, extremize=scenario.pool.extremize,
        lexicon=lexicons(scenario), own_lexicons=dict(scenario.lexicons),
        seen={name: posterior(priors, one, observations, scenario.paths[name])
              for name, one in outcomes.items() if observations},
        fits=tuple((prior.id, prior.family, prior.fit) for prior in priors.judgments.values() if prior.fit),
        weights=priors.weighing.how, voices=priors.weighing.weights,
        recalibrate=scenario.pool.recalibrate, fixed=scenario.pool.fixed,
        speakers={voice: (expert.name, expert.kind) for voice, expert in scenario.experts.items()},
    )  # fmt: skip


def deadlines(scenario: Scenario, questions: Iterable[str]) -> list[int]:
    """The step at whose end each question is answered, from 1."""
    return [scenario.targets[name].step for name in questions]


def _draws(outcomes: Mapping[str, Outcomes], counted: Mapping[str, Figures], draws: int) -> Draws:
    questions = next(iter(outcomes.values())).questions if outcomes else ()
    values = np.array([one.draws for one in counted.values()])
    rows = max((len(one.weights) for one in counted.values()), default=1)
    weights = [np.broadcast_to(one.weights, (rows, one.weights.shape[1])) for one in counted.values()]
    shapes = (len(outcomes), len(questions), draws), (len(outcomes), rows, draws)
    return Draws(tuple(outcomes), questions, values.reshape(shapes[0]), np.array(weights).reshape(shapes[1]))


def _assumptions(scenario: Scenario, priors: Priors, policies: Iterable[str]) -> tuple[str, ...]:
    """What the answers rest on; what concerns only variables that every policy sets throughout is left out."""
    paths = [scenario.paths[policy] for policy in policies]
    moot = {
        path
        for variable in scenario.variables
        if paths and all(variable in path and None not in path[variable].fixed[1:] for path in paths)
        for path in (f"variables.{variable}", *(f"judgments.{key}" for key in scenario.judgments.get(variable, {})))
    }
    return tuple(assumption.text for assumption in priors.assumptions if assumption.path not in moot)


def _answer(scenario: Scenario, priors: Priors, outcomes: Outcomes, one: Figures, column: int) -> Answer:
    target = scenario.targets[outcomes.questions[column]]
    last = one.place(column)
    mean = float(one.mean[column, last])
    low90, low50, median, high50, high90 = (float(level) for level in one.levels[:, column, last])
    noise_share = float(one.noise_share[column, last])
    asked = float(one.asked[column, last])
    method = outcomes.methods[column] if asked else UNDEFINED
    shown = _shown(scenario, priors, outcomes, target, mean, method)
    spreads = noise_share > 0 or low90 < high90
    return Answer(
        policy=outcomes.policy,
        question=target.question,
        asks=target.asks,
        variable=target.variable,
        event=target.event,
        deadline=target.deadline,
        probability=mean,
        median=median,
        interval50=Interval(0.5, low50, high50),
        interval90=Interval(0.9, low90, high90),
        sampling_error=float(one.error[column, last]),
        noise_share=noise_share,
        worlds_needed=worlds_needed(noise_share, outcomes.played(column)) if asked else None,
        method=_method(method, noise_share, outcomes.played(column), outcomes.worlds, spreads=spreads),
        word=word(mean) if asked and shown == percent(mean) else shown,
        word_lexicon=WORD_LEXICON,
        shown=shown,
        curve=_curve(scenario, one.mean[column], one.levels[:, column], 1 if one.whole else target.step),
        rests_on=_rests_on(priors.weighing.heard, target, outcomes.policy),
        notes=(target.note,) if target.note else (),
        asked=asked,
        words=_words(low90, high90) if asked and shown == percent(mean) else "",
        quantile_errors=() if one.errors is None or asked != 1 else tuple(one.errors[:, column].tolist()),
    )


def add_grounds(scenario: Scenario, priors: Priors, answer: Answer, shares: AnswerShares | None) -> Answer:
    """The answer with what it stands on: shares, confidence, the heaviest assumptions, and where words are moved.

    scenario, priors: those that it was made from. shares: whose answer it is; None adds nothing.
    """
    if shares is None:
        return answer
    heard, variables = priors.weighing.heard, scenario.targets[answer.question].variables
    grounds = find_grounds(heard, variables, answer.policy, answer.rests_on, shares)
    views = (view for variable in variables for view in shares.towards.get(variable, ()))
    return replace(
        answer,
        shares=shares,
        rests_on=tuple(sorted(answer.rests_on, key=lambda voice: -shares.voices.get(voice, 0.0))),
        confidence=judge(grounds),
        assumptions=find_heaviest(heard, priors, answer.policy, shares.met, shares),
        towards=tuple(dict.fromkeys(views)),
    )


def _words(low: float, high: float) -> str:
    first, last = word(low), word(high)
    return first if first == last else f"{first} to {last}"


def _rests_on(scenario: Scenario, target: Target, policy: str) -> tuple[str, ...]:
    """Who can speak about the question's variables under the policy."""
    return tuple(dict.fromkeys(v for variable in target.variables for v in speakers(scenario, variable, policy)))


def _shown(
    scenario: Scenario, priors: Priors, outcomes: Outcomes, target: Target, mean: float, method: str
) -> str:
    """The probability as printed; certain is what was seen or set, or hangs on a row, start or order that is."""
    if method == "sampled" or mean not in (0.0, 1.0):
        return percent(mean)
    held = scenario.paths[outcomes.policy]
    certain = method == SET_BY_POLICY or outcomes.likelihood is not None or any(
        name in held or priors.certain is None or name in priors.certain
        for variable in target.variables
        for name in ancestry(scenario, variable, outcomes.policy)
    )
    return ("certain" if mean else "excluded") if certain else percent(mean)


def _method(method: str, share: float, played: int, asked_for: int, *, spreads: bool) -> str:
    """The method in words; the worlds behind an answer where they are more than were asked for."""
    if method != "sampled":
        return method
    noise = f"{100 * min(share, 1):.0f} %" if share >= 0.01 else "< 1 %"
    more = f", {played:,} worlds a draw" if played > asked_for else ""
    return f"sampled, {f'noise {noise} of spread' if spreads else 'no spread'}{more}"


def _noise_warning(answers: Iterable[Answer]) -> tuple[str, ...]:
    noisy = {f"{one.policy}/{one.question}": one.worlds_needed for one in answers if one.worlds_needed}
    if not noisy:
        return ()
    more = f" and {len(noisy) - 5} more" if len(noisy) > 5 else ""
    return (
        f"too few worlds for {', '.join([*noisy][:5])}{more}: their noise is above {100 * NOISE_ALLOWED:.0f} % of the "
        f"spread; {max(noisy.values()):,} worlds a draw would settle it",
    )


def _thin(outcomes: Iterable[Outcomes]) -> tuple[str, ...]:
    """A line a policy whose evidence leaves few draws or few worlds that count."""
    return tuple(
        f"{one.policy}: the evidence leaves {one.effective_draws:,.0f} effective draws of {len(one.weights):,} and "
        f"{worlds:,.1f} effective worlds a draw of {one.worlds:,}: ask for more"
        for one in outcomes
        if one.likelihood is not None
        and ((worlds := one.effective_worlds / len(one.weights)) < ENOUGH or one.effective_draws < FEW_DRAWS)
    )


def _curve(scenario: Scenario, mean: Floats, levels: Floats, first: int) -> Curve:
    """The curve from the end of a step, counted from 1."""
    low90, low50, median, high50, high90 = (_numbers(level) for level in levels)
    dates = scenario.calendar.ends[first : len(mean) + first]
    return Curve(dates, _numbers(mean), median, low50, high50, low90, high90)


def _numbers(values: Floats) -> tuple[float, ...]:
    """Plain numbers; one and the same NaN for what is undefined, so that equal curves compare equal."""
    return tuple(math.nan if math.isnan(value) else value for value in values.tolist())


def lexicons(scenario: Scenario) -> str:
    """The word list's name, or the names and weights of several, of which every draw reads by one."""
    weights = scenario.lexicon
    several = len(weights) > 1
    return ", ".join(f"{name} {weight:g}" if several else name for name, weight in weights.items())
