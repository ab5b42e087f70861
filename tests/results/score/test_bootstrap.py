"""The bootstrap holds the truth about as often as it says, and takes clusters whole."""

import math

import numpy as np

from sim.results.score.bootstrap import LEVEL, interval

SEEDS = 400


def _coverage(clustered: bool) -> float:
    """How often the interval holds 0: 40 events of one to three questions that share a shock.

    clustered: told which event decided which question; else each is taken for an event of its own.
    """
    hits = 0
    for seed in range(SEEDS):
        random = np.random.default_rng(seed)
        sizes = random.integers(1, 4, 40)
        clusters = np.repeat(np.arange(40), sizes)
        differences = random.normal(size=40)[clusters] + 0.3 * random.normal(size=len(clusters))
        names = clusters if clustered else np.arange(len(clusters))
        low, high = interval([*differences], [*map(str, names)], seed)
        hits += low <= 0 <= high
    return hits / SEEDS


def test_coverage():
    """Within three standard errors of 90 %; events taken for several ones, the negative control, fail by far."""
    error = math.sqrt(LEVEL * (1 - LEVEL) / SEEDS)
    coverage = _coverage(clustered=True)
    assert 0.85 <= coverage <= 0.94
    assert abs(coverage - LEVEL) <= 3 * error
    assert _coverage(clustered=False) < LEVEL - 3 * error


def test_questions_of_one_event_count_once():
    values = [0.0, 1.0, 0.2, 0.6]
    once = interval(values, list("abcd"))
    assert np.allclose(interval(np.repeat(values, 3).tolist(), list(np.repeat(list("abcd"), 3))), once)
