"""The bootstrap holds the truth about as often as it says, and takes clusters whole."""

import numpy as np

from sim.results.score.bootstrap import interval


def test_coverage():
    """40 events of one to three questions that share a shock; 90 % less what small samples cost."""
    hits = 0
    for seed in range(400):
        random = np.random.default_rng(seed)
        sizes = random.integers(1, 4, 40)
        clusters = np.repeat(np.arange(40), sizes)
        differences = random.normal(size=40)[clusters] + 0.3 * random.normal(size=len(clusters))
        low, high = interval([*differences], [*map(str, clusters)], seed)
        hits += low <= 0 <= high
    assert 0.85 <= hits / 400 <= 0.94


def test_questions_of_one_event_count_once():
    values = [0.0, 1.0, 0.2, 0.6]
    once = interval(values, list("abcd"))
    assert np.allclose(interval(np.repeat(values, 3).tolist(), list(np.repeat(list("abcd"), 3))), once)
