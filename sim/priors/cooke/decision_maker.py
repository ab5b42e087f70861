"""Cooke's decision makers: the experts' distributions mixed by weight, and scored like one more expert.

Weights are equal, or calibration x information of those whose calibration reaches the cut-off: the mean
information of all items (`global`) or that of the item at hand (`item`). The optimised cut-off is the one
whose decision maker scores best (Cooke 1991, "Experts in Uncertainty").
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from sim.arrays import Floats
from sim.priors.cooke.calibration import Study, information, log_calibration, normalised

Kind = Literal["equal", "global", "item"]

_BETTER = 1e-12  # by how much a score must be higher, in logarithms, to be worth leaving voices out


@dataclass(frozen=True)
class Score:
    """Calibration (its logarithm), mean information over the items answered, and the number of these."""

    log_calibration: float
    information: float
    answered: int

    @property
    def log_weight(self) -> float:
        """ln(calibration x information): the unnormalised weight; -inf without information."""
        with np.errstate(divide="ignore"):
            return self.log_calibration + float(np.log(self.information))


@dataclass(frozen=True)
class DecisionMaker:
    """A mixture of voices, and its score. log_cut_off: of calibration, -inf where all take part.

    weights: each voice's share of the votes, over all items; 0 below the cut-off. None for `item`, where
    they differ from item to item.
    """

    kind: Kind
    log_cut_off: float
    score: Score
    weights: tuple[float, ...] | None


@dataclass(frozen=True, eq=False)
class Scores:
    """Every voice of a study, scored."""

    study: Study

    @cached_property
    def by_item(self) -> Floats:
        """Information of each answer: (voices, items), NaN where there is none."""
        return information(self.study.answers, *self.study.bounds, self.study.masses)

    @cached_property
    def voices(self) -> tuple[Score, ...]:
        """Calibration and information of each voice, in the study's order."""
        return tuple(self.score(answers) for answers in self.study.answers)

    def score(self, answers: Floats) -> Score:
        """Calibration and information of any answers, (items, levels), as the study scores its voices."""
        study = self.study
        told = information(answers, *study.bounds, study.masses)
        calibration = log_calibration(answers, study.truth, study.masses, study.power)
        return Score(calibration, float(np.nanmean(told)), int((~np.isnan(told)).sum()))

    def log_weights(self, kind: Kind, log_cut_off: float) -> Floats:
        """ln of each voice's unnormalised weight on each item: (voices, items), -inf where it has none."""
        answered = ~np.isnan(self.by_item)
        if kind == "equal":
            return np.where(answered, 0.0, -np.inf)
        calibration = np.array([score.log_calibration for score in self.voices])
        mean = np.array([score.information for score in self.voices])
        with np.errstate(divide="ignore"):
            logs = np.log(np.where(answered, self.by_item if kind == "item" else mean[:, None], 0.0))
        logs = logs + calibration[:, None]
        return np.where((calibration >= log_cut_off)[:, None], logs, -np.inf)

    def decision_maker(self, kind: Kind, log_cut_off: float = -np.inf) -> DecisionMaker:
        """The decision maker of a kind at a cut-off; raises ValueError where no voice has a weight."""
        study = self.study
        logs = self.log_weights(kind, log_cut_off)
        if np.isneginf(logs).all():
            raise ValueError("no voice has a weight")
        quantiles = np.full((len(study.items), len(study.levels)), np.nan)
        for item, (lower, upper) in enumerate(zip(*study.bounds, strict=True)):
            weighed = ~np.isneginf(logs[:, item])
            if weighed.any():
                shares = normalised(logs[weighed, item])
                quantiles[item] = mixture(study.answers[weighed, item], shares, lower, upper, study.levels)
        return DecisionMaker(kind, log_cut_off, self.score(quantiles), self._shares(kind, log_cut_off))

    def _shares(self, kind: Kind, log_cut_off: float) -> tuple[float, ...] | None:
        if kind == "item":
            return None
        if kind == "equal":
            return (1.0 / len(self.voices),) * len(self.voices)
        return tuple(normalised(self.log_shares(log_cut_off)).tolist())

    def log_shares(self, log_cut_off: float) -> list[float]:
        """ln of each voice's unnormalised weight over all items, -inf below the cut-off."""
        return [score.log_weight if score.log_calibration >= log_cut_off else -np.inf for score in self.voices]

    def optimised(self, kind: Kind) -> DecisionMaker:
        """The decision maker at the cut-off that makes it score best and that it passes itself.

        Tried are the calibrations of all voices, from the lowest up; of equal scores the one with more voices stays.
        """
        best = self.decision_maker(kind)
        cut_offs = sorted({score.log_calibration for score in self.voices})[1:] if kind != "equal" else []
        for log_cut_off in cut_offs:
            with suppress(ValueError):  # where those who pass it have no information
                made = self.decision_maker(kind, log_cut_off)
                passes = made.score.log_calibration >= log_cut_off - _BETTER
                if passes and made.score.log_weight > best.score.log_weight + _BETTER:
                    best = made
        return best


def mixture(answers: Floats, shares: Floats, lower: float, upper: float, levels: Sequence[float]) -> Floats:
    """Quantiles of a mixture of distributions that are even between their quantiles and the range's ends.

    answers: (voices, levels); shares: (voices,), adding up to 1. Returns (levels,).

    >>> mixture(np.array([[1.0], [3.0]]), np.array([0.5, 0.5]), 0.0, 4.0, [0.5]).tolist()
    [2.0]
    """
    knots = np.unique(np.concatenate([[lower, upper], answers.ravel()]))
    heights = np.array([0.0, *levels, 1.0])
    reached = np.stack([np.interp(knots, np.array([lower, *answer, upper]), heights) for answer in answers])
    return np.asarray(np.interp(levels, shares @ reached, knots), dtype=np.float64)
