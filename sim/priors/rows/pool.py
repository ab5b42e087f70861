"""Pooling: the voices that speak about one event become one probability in every draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import isinf

import numpy as np

from sim.arrays import Floats
from sim.priors.camps import Camps
from sim.priors.cooke.calibration import LEAST_WEIGHT
from sim.priors.cooke.item_weights import ItemWeights
from sim.priors.latin_hypercube import column, fixed
from sim.priors.recalibration.trust import Trust
from sim.priors.rows.hazard import hazard

NO_CAMPS = Camps()
MOST_NUMBERS = 500_000  # of shares that are kept: 4 MB
_HALF = 1e-12  # what rounding may do to a sum of weights that is one half


@lru_cache(maxsize=512)
def log_gamma_quantile(seed: int, draws: int, voice: str, shape: float) -> Floats:
    """ln of the Gamma(shape) quantile of the voice's own column: (draws,).

    Normalised over those who speak, these are Dirichlet weights (Ferguson 1973). For small shapes the
    quantile underflows; there ln G = (ln u + ln Gamma(a + 1)) / a, the leading term of its series.

    >>> log_gamma_quantile(1, 4, "x", 1e-9).max() < -30
    np.True_
    """
    from scipy.special import gammaincinv, gammaln

    u = column(seed, draws, "pool", voice)
    small = (np.log(u) + gammaln(shape + 1.0)) / shape
    with np.errstate(divide="ignore"):
        exact = np.log(gammaincinv(shape, u))
    return fixed(np.where(small < -30.0, small, exact))


@dataclass(frozen=True)
class Pool:
    """The rule by which voices are pooled, with their weights drawn once for all events.

    rule: `log` (weighted mean of log-odds, weights per draw from Dirichlet(concentration x weight)),
    `linear` (the linear opinion pool: each draw follows one voice), `average` (weighted mean of
    probabilities) or `median` (their weighted median). extremize: factor of pooled log-odds. items: what
    weighs voices event by event, where they are. trust: how far words are recalibrated, None where they are not.
    camps: who shares a weight.
    """

    rule: str
    concentration: float
    weights: tuple[tuple[str, float], ...]
    seed: int
    draws: int
    extremize: float = 1.0
    items: ItemWeights | None = None
    trust: Trust | None = None
    camps: Camps = NO_CAMPS
    _kept: dict[tuple[str, ...], Floats] = field(init=False, default_factory=dict, compare=False, repr=False)

    def scores(self, voice: str, weight: float, camp: str = "") -> Floats:
        """What the voice's share is made of: ln G under `log`, the smallest wins under `linear`; camp: inside it."""
        if self.rule == "linear":
            u = column(self.seed, self.draws, "pool", voice)
            return np.asarray(-np.log(u) / max(weight, LEAST_WEIGHT), dtype=np.float64)
        if isinf(self.concentration):
            return np.full(self.draws, np.log(weight))
        name = f"{voice} in {camp}" if camp else voice
        return log_gamma_quantile(self.seed, self.draws, name, max(self.concentration * weight, LEAST_WEIGHT))

    def _score(self, voice: str, voices: Sequence[str], weight: Mapping[str, float]) -> Floats:
        """A voice's score in a company: in a camp, that of the camp plus the log of the voice's share of it.

        A Dirichlet's sums are Dirichlet again, independent of the proportions within (Aitchison 1982): the camp is
        drawn as one voice, its first by name, and divided by columns of its own.
        """
        camp = self.camps.of.get(voice)
        if camp is None or self.rule == "linear" or isinf(self.concentration):
            return self.scores(voice, weight[voice])
        whole = self.scores(self.camps.members[camp][0], self.camps.weight[camp])
        beside = [other for other in voices if self.camps.of.get(other) == camp]
        if len(beside) == 1:
            return whole
        inside = [self.scores(other, weight[other], camp) for other in beside]
        return np.asarray(whole + inside[beside.index(voice)] - np.logaddexp.reduce(inside), dtype=np.float64)

    def shares(self, voices: Sequence[str], weights: Mapping[str, float] | None = None) -> Floats:
        """Each speaking voice's share in each draw: (voices, draws), columns sum to 1.

        weights: instead of the pool's own.

        >>> pool = Pool("log", float("inf"), (("a", 3.0), ("b", 1.0)), 1, 2)
        >>> pool.shares(["a", "b"])
        array([[0.75, 0.75],
               [0.25, 0.25]])
        """
        if weights is not None:
            return self._shares(voices, weights)
        company = tuple(voices)
        made = self._kept.get(company)
        if made is None:  # the same voices speak in many rows
            made = fixed(self._shares(company, None))
            if sum(share.size for share in self._kept.values()) + made.size > MOST_NUMBERS:
                self._kept.clear()
            self._kept[company] = made
        return made

    def _shares(self, voices: Sequence[str], weights: Mapping[str, float] | None) -> Floats:
        if len(voices) == 1:
            return np.ones((1, self.draws))
        if self.rule in ("average", "median"):
            return self.fixed(voices, weights)
        weight = self.weigh(voices, weights)
        score = np.stack([self._score(voice, voices, weight) for voice in voices])
        if self.rule == "linear":
            return np.asarray(np.arange(len(voices))[:, None] == np.argmin(score, axis=0), dtype=np.float64)
        share = np.exp(score - score.max(axis=0))
        return np.asarray(share / share.sum(axis=0), dtype=np.float64)

    def fixed(self, voices: Sequence[str], weights: Mapping[str, float] | None = None) -> Floats:
        """The voices' weights, adding up to 1 and the same in all draws: (voices, draws)."""
        weight = self.weigh(voices, weights)
        found = np.array([weight[voice] for voice in voices])
        return np.repeat((found / found.sum())[:, None], self.draws, axis=1)

    def shares_among(self, voices: Sequence[str], company: Sequence[str]) -> Floats:
        """The shares of some voices of a company, brought to the sum 1 among themselves: (voices, draws).

        A camp that is heard beyond them keeps its weight for all of the company. In a draw that leaves nothing to them
        (`linear`) they are as if alone.
        """
        alone = self.shares(voices)
        if not self.camps.divided(voices, company):
            return alone
        share = self.shares(company)[[company.index(voice) for voice in voices]]
        total = share.sum(axis=0)
        return np.asarray(np.where(total > 0, share / np.where(total > 0, total, 1.0), alone), dtype=np.float64)

    def weigh(self, voices: Sequence[str], weights: Mapping[str, float] | None = None) -> dict[str, float]:
        """What each voice weighs in this company, camps as one; weights: instead of the pool's own."""
        return self.camps.weights(voices, weights or dict(self.weights))

    def log_odds(self, voices: Sequence[str], said: Floats, share: Floats | None = None) -> Floats:
        """Pooled log-odds of one event: (draws,), from `said` (voices, draws) in log-odds.

        share: instead of the voices' shares among themselves, (voices, draws).

        Under `log` a voice that is certain decides: no mean of log-odds can outweigh infinity. Of voices that are
        certain of opposites the heavier side decides; where they weigh the same they cancel out.
        """
        if len(voices) == 1:
            return np.asarray(said[0], dtype=np.float64)
        if self.items or share is None:
            weights = self.items.of(voices, said, dict(self.weights)) if self.items else None
            share = self.shares(voices, weights)
        if self.rule == "average":
            return mean_probability(share, said)
        if self.rule == "median":
            return mean_probability(np.full((2, 1), 0.5), weighted_medians(share, said))
        if self.rule == "linear":
            return np.asarray(said[np.argmax(share, axis=0), np.arange(self.draws)], dtype=np.float64)
        certain = np.isinf(said)
        pooled = np.sum(share * np.where(certain, 0.0, said), axis=0)
        sides = np.where(certain, np.sign(said), 0.0)
        opposed = sides.max(axis=0) - sides.min(axis=0) == 2
        side = np.where(opposed, np.sum(share * sides, axis=0), sides.max(axis=0) + sides.min(axis=0))
        return np.asarray(np.where(side == 0, pooled, np.copysign(np.inf, side)))

    def effects(self, voices: Sequence[str], effects: Floats) -> Floats:
        """Pooled log-odds that are added to others, as by shifts: (draws,), from (voices, draws).

        They are no probabilities: `average` takes their mean and `median` their median as they stand.
        """
        share = self.shares(voices)
        if self.rule == "median":
            return np.asarray(weighted_medians(share, effects).mean(axis=0), dtype=np.float64)
        return np.asarray(np.sum(share * effects, axis=0), dtype=np.float64)


def extremized(log_odds: Floats, factor: float, steps: int | None) -> Floats:
    """Pooled log-odds times `factor` (Satopaa et al. 2014; Baron et al. 2014).

    steps: n of the longest clock among the voices. A hazard is brought to the chance within n steps,
    extremized there, and brought back: times a factor itself, a small chance a step would shrink even where
    the event is likely in the end.

    >>> extremized(np.array([-2.0, 0.0]), 1.5, None)
    array([-3.,  0.])
    """
    if factor == 1.0 or steps is None or steps == 1:
        return log_odds * factor
    return hazard(hazard(log_odds, 1.0 / steps) * factor, steps)


def mean_probability(share: Floats, said: Floats) -> Floats:
    """Log-odds of the weighted mean of probabilities, from their log-odds: (draws,), exact however small.

    share: (voices, draws), columns sum to 1.

    >>> mean_probability(np.full((2, 1), 0.5), np.array([[-800.0], [-800.0]])).tolist()
    [-800.0]
    """
    from scipy.special import log_expit

    weight = np.log(share)
    yes = np.logaddexp.reduce(weight + log_expit(said), axis=0)
    no = np.logaddexp.reduce(weight + log_expit(-said), axis=0)
    return np.asarray(yes - no, dtype=np.float64)


def weighted_medians(share: Floats, values: Floats) -> Floats:
    """The lower and the upper weighted median of each column: (2, draws).

    Up to the lower one half of the weight is reached, beyond the upper one half is left; they differ
    where a half is reached exactly between two values, as with two equal weights.

    >>> weighted_medians(np.array([[0.25], [0.25], [0.5]]), np.array([[1.0], [5.0], [3.0]])).ravel().tolist()
    [3.0, 3.0]
    >>> weighted_medians(np.array([[0.5], [0.5]]), np.array([[1.0], [5.0]])).ravel().tolist()
    [1.0, 5.0]
    """
    order = np.argsort(values, axis=0, kind="stable")
    rising = np.take_along_axis(values, order, axis=0)
    reached = np.cumsum(np.take_along_axis(share, order, axis=0), axis=0)
    lower = np.argmax(reached >= 0.5 - _HALF, axis=0)
    upper = np.argmax(reached > 0.5 + _HALF, axis=0)
    return np.take_along_axis(rising, np.stack([lower, upper]), axis=0)
