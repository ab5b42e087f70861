"""Voices weighed by their answers to the scenario's seed questions (Cooke's classical model)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf, log

import numpy as np

from sim.errors import ModelError
from sim.priors.cooke.calibration import LEAST_WEIGHT, Study, normalised, shown
from sim.priors.cooke.decision_maker import DecisionMaker, Scores
from sim.scenario.model import seed_questions
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Performance:
    """The voices of a scenario that answered seeds, scored, and the weights that follow.

    weights: of every voice with a weight above 0 in the file, on the scale of the given ones. Those who
    answered seeds share out the sum of their given weights by calibration x information, with 0 below the
    cut-off; the others keep theirs.
    """

    scores: Scores
    chosen: DecisionMaker
    optimised: bool
    weights: Mapping[str, float]

    @property
    def study(self) -> Study:
        """Who answered what."""
        return self.scores.study

    @property
    def log_calibration(self) -> dict[str, float]:
        """ln of the calibration of each voice that answered seeds."""
        scores = zip(self.study.voices, self.scores.voices, strict=True)
        return {voice: score.log_calibration for voice, score in scores}


def study(scenario: Scenario) -> Study:
    """The answers of all voices with a weight above 0 to the scenario's seeds; both sorted by name.

    Raises ValueError where no such voice has answered any.
    """
    answered = {voice for seed in scenario.seeds.values() for voice in seed.answers}
    voices = tuple(sorted(v for v, expert in scenario.experts.items() if expert.weight > 0 and v in answered))
    asked = {name: seed for name, seed in sorted(scenario.seeds.items()) if any(v in seed.answers for v in voices)}
    if not asked:
        raise ValueError("no voice with a weight above 0 has answered a seed question")
    levels = seed_questions.levels(next(iter(next(iter(asked.values())).answers.values())))
    answers = np.full((len(voices), len(asked), len(levels)), np.nan)
    truth = np.empty(len(asked))
    for item, seed in enumerate(asked.values()):
        truth[item] = log(seed.realisation) if seed.scale == "log" else seed.realisation
        for row, voice in enumerate(voices):
            if voice in seed.answers:
                rising = np.array(sorted(seed.answers[voice].values()))
                answers[row, item] = np.log(rising) if seed.scale == "log" else rising
    return Study(voices, tuple(asked), levels, answers, truth)


@lru_cache(maxsize=32)
def performance(scenario: Scenario) -> Performance:
    """The weights of `pool: {weights: performance}`, by the scenario's `kind` and `cut_off`.

    Raises ModelError where no voice reaches the cut-off, or none of the answers tells anything.
    """
    scores = Scores(study(scenario))
    kind, cut_off = scenario.pool.kind, scenario.pool.cut_off
    best = max(score.log_calibration for score in scores.voices)
    at = -inf if cut_off == "optimised" or cut_off <= 0 else log(cut_off)
    try:
        chosen = scores.optimised(kind) if cut_off == "optimised" else scores.decision_maker(kind, at)
    except ValueError:
        path, message = "weights", "performance tells no voice from another: no answer has any information"
        if best < at:
            path, message = "cut_off", f"no voice's calibration reaches {cut_off:g}: the best has {shown(best)}"
        raise ModelError([scenario.problem(f"pool.{path}", message)]) from None
    return Performance(scores, chosen, cut_off == "optimised", _weights(scenario, scores, chosen))


def _weights(scenario: Scenario, scores: Scores, chosen: DecisionMaker) -> dict[str, float]:
    given = {voice: expert.weight for voice, expert in scenario.experts.items() if expert.weight > 0}
    voices, logs = scores.study.voices, scores.log_shares(chosen.log_cut_off)
    total = sum(given[voice] for voice in voices)
    for voice, share, log_weight in zip(voices, normalised(logs).tolist(), logs, strict=True):
        given[voice] = max(total * share, LEAST_WEIGHT) if log_weight > -inf else 0.0
    return given
