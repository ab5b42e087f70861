"""An answer's draws on the scale of log-odds, where what voices say adds up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.engine.program.outcomes import Outcomes
from sim.log_odds import logit

NEXT_TO_ONE = 2.0**-53  # how near to 1 a number can come
EDGE = 1e-6  # what stands for a probability of exactly 0, unless others are smaller


@dataclass(frozen=True, eq=False)
class OnOdds:
    """One answer over draws. weights: (draws,), sum 1; of a conditional question, times the share that is asked.

    noise: of the worlds, as a share of the variance of the log-odds (by the delta method). probability_noise: its
        variance on the scale of probability. mean, variance: of the probability over draws, noise included.
    """

    probability: Floats
    log_odds: Floats
    weights: Floats
    sampled: bool
    noise: float
    probability_noise: float
    mean: float
    variance: float
    notes: tuple[str, ...]

    @property
    def varies(self) -> bool:
        """Whether the draws differ."""
        away = self.log_odds - self.weights @ self.log_odds
        return bool(self.weights.any()) and float(self.weights @ away**2) > 1e-12


def on_odds(outcomes: Outcomes, step: int, question: int = 0) -> OnOdds:
    """One answer in `outcomes` at one step (from 0), which is not asked of any world where all weights are 0.

    question: its place. A sampled probability of x in n worlds counts as (x + 1/2) / (n + 1), so that none is 0
    (Haldane 1956; Anscombe 1956). n are the worlds that would have the noise that was measured, were they counted one
    by one: estimates that use more than counts have less.
    """
    weights = outcomes.weights * (1.0 if outcomes.asked is None else outcomes.asked[:, question, step])
    weights = weights / weights.sum() if weights.any() else weights
    raw = np.where(weights > 0, outcomes.probability[:, question, step], 0.5)
    p = np.clip(raw, 0.0, 1.0)
    sampled = outcomes.methods[question] == "sampled"
    noise = float(weights @ outcomes.noise[:, question, step]) if sampled else 0.0
    held, notes = (_smoothed(outcomes, p, weights, noise, (question, step)), ()) if noise > 0 else _inside(p, weights)
    log_odds = logit(held)
    mean = float(weights @ p)
    return OnOdds(
        probability=p, log_odds=log_odds, weights=weights, sampled=sampled,
        noise=_noise_share(held, log_odds, weights, noise) if noise > 0 else 0.0, probability_noise=noise,
        mean=mean, variance=float(weights @ (p - mean) ** 2), notes=notes,
    )  # fmt: skip


def _smoothed(outcomes: Outcomes, p: Floats, weights: Floats, noise: float, place: tuple[int, int]) -> Floats:
    worlds = np.full(len(p), float(weights @ (p * (1.0 - p))) / noise)
    if outcomes.asked is not None:
        worlds = worlds * outcomes.asked[:, *place] / float(outcomes.weights @ outcomes.asked[:, *place])
    return np.asarray((p * worlds + 0.5) / (worlds + 1.0))


def _inside(p: Floats, weights: Floats) -> tuple[Floats, tuple[str, ...]]:
    """Probabilities off 0 and 1, and a note where some had to be moved."""
    outer = np.minimum(p, 1.0 - p)
    at_the_end = (outer <= 0) & (weights > 0)
    if not at_the_end.any():
        return p, ()
    edge = min(EDGE, float(outer[outer > 0].min(initial=EDGE)))
    share = 100 * float(weights[at_the_end].sum())
    told = f"In {share:.3g} % of the draws the answer is certain; their log-odds are those of {100 * edge:.2g} %."
    return np.clip(p, edge, 1.0 - max(edge, NEXT_TO_ONE)), (told,) if share < 99.999 else ()


def _noise_share(p: Floats, log_odds: Floats, weights: Floats, noise: float) -> float:
    """The worlds' noise as a share of the variance of the log-odds: the delta method, d log-odds = dp / p(1 - p).

    The noise of a draw is taken in proportion to p (1 - p), since a draw's own few replicates hardly show it.
    """
    spread = p * (1.0 - p)
    by_draw = noise / float(weights @ spread) / spread
    variance = float(weights @ (log_odds - weights @ log_odds) ** 2)
    return float(weights @ by_draw) / variance if variance > 0 else 0.0
