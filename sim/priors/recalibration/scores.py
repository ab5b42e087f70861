"""What a record's words score as they stand and recalibrated, each topic judged by the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.lexicon.record import TrackRecord
from sim.log_odds import expit, logit
from sim.priors.recalibration.fit import fit_line


@dataclass(frozen=True, eq=False)
class TopicScores:
    """Scores summed over the statements of each topic, lower is better: (topics,) each.

    log_loss, brier: by way of reading: `coin` (50 % each time), `readers` (as readers hear the words) and
    `recalibrated` (by the line that was fitted to all other topics). of: how many statements.
    """

    log_loss: dict[str, Floats]
    brier: dict[str, Floats]
    of: Floats

    def mean(self, score: str, way: str) -> float:
        """The mean over statements of a score (`log_loss` or `brier`) by one way of reading."""
        return float(getattr(self, score)[way].sum() / self.of.sum())


def left_out_scores(record: TrackRecord) -> TopicScores:
    """Scores of three ways of reading, each topic left out in turn from the fit that judges it.

    >>> from sim.lexicon.record import shipped_record
    >>> made = left_out_scores(shipped_record())
    >>> [round(made.mean("log_loss", way), 3) for way in ("coin", "readers", "recalibrated")]
    [0.693, 0.732, 0.623]
    """
    happened, of = record.happened, record.of
    delta, gamma = fit_line(record.readings, happened.sum(axis=0) - happened, of.sum(axis=0) - of)
    ways = {
        "coin": np.full(of.shape, 0.5),
        "readers": np.broadcast_to(record.readings, of.shape),
        "recalibrated": expit(delta[:, None] + gamma[:, None] * logit(record.readings)),
    }
    missed = of - happened
    return TopicScores(
        {way: -(happened * np.log(p) + missed * np.log1p(-p)).sum(axis=1) for way, p in ways.items()},
        {way: (happened * (1.0 - p) ** 2 + missed * p**2).sum(axis=1) for way, p in ways.items()},
        of.sum(axis=1),
    )


def gain_interval(scores: TopicScores, score: str, over: str, resamples: int = 2000, seed: int = 1) -> Floats:
    """How much lower the recalibrated score is than that of `over`: 5 %, 50 %, 95 % of a bootstrap over topics, (3,).

    score: `log_loss` or `brier`. over: `coin` or `readers`. The lines are not fitted anew: it is the doubt about the
    score, given the fit.
    """
    by = getattr(scores, score)
    gain = by[over] - by["recalibrated"]
    chosen = np.random.Generator(np.random.Philox(seed)).integers(0, len(gain), (resamples, len(gain)))
    means = gain[chosen].sum(axis=1) / scores.of[chosen].sum(axis=1)
    return np.asarray(np.quantile(means, [0.05, 0.5, 0.95]), dtype=np.float64)
