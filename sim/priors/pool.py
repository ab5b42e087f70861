"""How the voices that speak about one event become one probability, per draw; who is silent does not vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isinf

import numpy as np
from numpy.typing import NDArray

from sim.priors.latents import column

Floats = NDArray[np.float64]


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
    out: Floats = np.where(small < -30.0, small, exact)
    out.flags.writeable = False
    return out


@dataclass(frozen=True)
class Pool:
    """The rule by which voices are pooled, with their weights drawn once for all events.

    rule: `log` (weighted mean of log-odds, weights per draw from Dirichlet(concentration x weight))
    or `linear` (the linear opinion pool: each draw follows one voice).
    """

    rule: str
    concentration: float
    weights: tuple[tuple[str, float], ...]
    seed: int
    draws: int

    def scores(self, voice: str) -> Floats:
        """What the voice's share is made of: ln G under `log`, the smallest wins under `linear`."""
        weight = dict(self.weights)[voice]
        if self.rule == "linear":
            return np.asarray(-np.log(column(self.seed, self.draws, "pool", voice)) / weight, dtype=np.float64)
        if isinf(self.concentration):
            return np.full(self.draws, np.log(weight))
        return log_gamma_quantile(self.seed, self.draws, voice, self.concentration * weight)

    def shares(self, voices: Sequence[str]) -> Floats:
        """Each speaking voice's share in each draw: (voices, draws), columns sum to 1.

        >>> pool = Pool("log", float("inf"), (("a", 3.0), ("b", 1.0)), 1, 2)
        >>> pool.shares(["a", "b"])
        array([[0.75, 0.75],
               [0.25, 0.25]])
        """
        if len(voices) == 1:
            return np.ones((1, self.draws))
        score = np.stack([self.scores(voice) for voice in voices])
        if self.rule == "linear":
            chosen = np.arange(len(voices))[:, None] == np.argmin(score, axis=0)
            return np.asarray(chosen, dtype=np.float64)
        share = np.exp(score - score.max(axis=0))
        out: Floats = share / share.sum(axis=0)
        return out

    def importance(self, voices: Sequence[str]) -> Floats:
        """What each voice's word weighs in a repair: drawn shares under `log`, fixed ones under `linear`."""
        if self.rule == "linear":
            fixed = np.array([dict(self.weights)[voice] for voice in voices])
            return np.repeat((fixed / fixed.sum())[:, None], self.draws, axis=1)
        return self.shares(voices)

    def log_odds(self, voices: Sequence[str], said: Floats) -> Floats:
        """Pooled log-odds of one event: (draws,), from `said` (voices, draws) in log-odds.

        A voice that is certain decides: no mean of log-odds can outweigh infinity.
        """
        if len(voices) == 1:
            return np.asarray(said[0], dtype=np.float64)
        share = self.shares(voices)
        if self.rule == "linear":
            return np.asarray(said[np.argmax(share, axis=0), np.arange(self.draws)], dtype=np.float64)
        certain = np.isinf(said)
        pooled = np.sum(share * np.where(certain, 0.0, said), axis=0)
        decided = certain.any(axis=0)
        if decided.any():
            sure = np.where(certain, said, 0.0)
            pooled = np.where(decided, sure.max(axis=0) + sure.min(axis=0), pooled)
        out: Floats = pooled
        return out
