"""How far words deserve trust: log-odds of what happened as a line in the log-odds of what was said."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.arrays import Floats
from sim.lexicon.record import TrackRecord
from sim.log_odds import expit, logit
from sim.randomness import words

GAMMA_MAX, DELTA_MAX = 3.0, 5.0  # where a few topics put no bound to a slope
_ROUNDS, _CLOSE, _LEAST = 60, 1e-11, 1e-12


def fit_line(readings: Floats, happened: Floats, of: Floats) -> Floats:
    """(delta, gamma) of maximum likelihood for logit P = delta + gamma logit(reading): (2, samples).

    readings: (said,), each between 0 and 1. happened, of: (samples, said), counts or weighted counts; every sample has
    some. gamma is kept in 0..3 and delta in -5..5, for samples in which nothing bounds them.

    Source: Turner, Steyvers, Merkle, Budescu and Wallsten (2014), "Forecast aggregation via recalibration", linear in
    log-odds; logistic regression by Newton's method.

    >>> fit_line(np.array([0.2, 0.8]), np.array([[2.0, 8.0]]), np.array([[10.0, 10.0]])).round(6).ravel() + 0.0
    array([0., 1.])
    """
    x = logit(readings)
    line = np.zeros((2, len(of)))
    for _ in range(_ROUNDS):
        p = expit(line[0][:, None] + line[1][:, None] * x)
        left, weight = happened - of * p, of * p * (1.0 - p)
        slope = np.stack([left.sum(axis=1), (left * x).sum(axis=1)])
        a, b, c = weight.sum(axis=1) + _LEAST, (weight * x).sum(axis=1), (weight * x**2).sum(axis=1) + _LEAST
        step = np.stack([c * slope[0] - b * slope[1], a * slope[1] - b * slope[0]]) / (a * c - b * b)
        before, line = line, line + step
        line = np.stack([np.clip(line[0], -DELTA_MAX, DELTA_MAX), np.clip(line[1], 0.0, GAMMA_MAX)])
        if float(np.abs(line - before).max()) < _CLOSE:
            break
    return line


def fit_record(record: TrackRecord) -> tuple[float, float]:
    """(delta, gamma) of all topics of a record together.

    >>> from sim.lexicon.record import shipped_record
    >>> tuple(round(value, 2) for value in fit_record(shipped_record()))
    (0.1, 0.38)
    """
    delta, gamma = fit_line(record.readings, record.happened.sum(axis=0)[None], record.of.sum(axis=0)[None])[:, 0]
    return float(delta), float(gamma)


@lru_cache(maxsize=16)
def _bootstrap(digest: str, record: TrackRecord, seed: int, draws: int) -> Floats:
    topics = len(record.topics)
    raw = words(seed, "record", digest, count=-(-draws * topics // 4) * 4)[: draws * topics]
    chosen = ((raw >> np.uint64(11)).astype(np.float64) * 2.0**-53 * topics).astype(np.int64).reshape(draws, topics)
    place = chosen + topics * np.arange(draws)[:, None]
    times = np.bincount(place.ravel(), minlength=draws * topics).reshape(draws, topics).astype(np.float64)
    line = fit_line(record.readings, times @ record.happened, times @ record.of)
    line.flags.writeable = False
    return line


def draw_lines(record: TrackRecord, seed: int, draws: int) -> Floats:
    """(delta, gamma) in every draw: (2, draws), each fitted to as many topics drawn with replacement as there are.

    Statements of one topic are not independent, so topics are what is drawn anew (Efron 1979; Field and Welsh 2007,
    cluster bootstrap). Read-only; named by the record's content.

    >>> from sim.lexicon.record import shipped_record
    >>> draw_lines(shipped_record(), 1, 400).mean(axis=1).round(1).tolist()
    [0.1, 0.4]
    """
    return _bootstrap(record.digest, record, seed, draws)
