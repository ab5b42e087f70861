"""Simulation-based calibration of the evidence path (Talts et al. 2018).

A draw is picked as the truth, a history is played under it by the oracle, some of it is seen, and the
engine weighs all draws by what was seen. The truth's place among the weighted draws is then uniform.
What is seen takes few values, so each is run once. (Weights left out altogether would pass: the prior is
calibrated too. `test_evidence_agrees` sees those.)
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import brute_force
import numpy as np
import pytest
import tiny_models
from scipy.special import chdtrc
from seen_histories import at

from sim.engine import sample
from sim.engine.evidence import likelihood_weighting
from sim.engine.program.compiler import assemble

DRAWS, PICKS, BINS = 40, 12_000, 20
FALSE_ALARM = 1e-4
WATCHED = (("mood", 1), ("view", 1), ("view", 2), ("act", 2))


def tables():
    """A root with memory, a variable drawn once that follows it, and one that follows both."""
    rng = np.random.default_rng(7)
    return [
        tiny_models.table(rng, "mood", 2, [("mood", 2, 1)], draws=DRAWS, steps=2, start=0),
        tiny_models.table(rng, "view", 2, [("mood", 2, 0)], draws=DRAWS, steps=2, once=True),
        tiny_models.table(rng, "act", 2, [("view", 2, 0), ("mood", 2, 0)], draws=DRAWS, steps=2),
    ]


@cache
def played() -> list[tuple[np.ndarray, list]]:
    """For every draw, the probabilities of what may be seen, and what that is."""
    found = []
    for draw in range(DRAWS):
        total: dict[tuple, float] = defaultdict(float)
        for probability, history in brute_force.histories(tables(), 2, {}, draw):
            total[tuple(history[step][variable] for variable, step in WATCHED)] += probability
        found.append((np.array(list(total.values())), list(total)))
    return found


def weights(seen: tuple[int, ...]) -> np.ndarray:
    """The draws' weights after what was seen."""
    pairs = zip(WATCHED, seen, strict=True)
    observations = [at(variable, step, *np.eye(2)[state]) for (variable, step), state in pairs]
    program = assemble(tables(), [], 2)
    return sample.run(program, {}, "free", 512, 3, observations=observations).weights


def p_value() -> float:
    """Of uniform places of the truth among the draws, ordered by the latent that everything hangs on."""
    rng = np.random.default_rng(12)
    order = np.argsort(tables()[0].tails[0, :, 0])
    place, after = np.empty(DRAWS, dtype=int), cache(weights)
    place[order] = np.arange(DRAWS)
    places = np.empty(PICKS)
    for pick in range(PICKS):
        truth = int(rng.integers(DRAWS))
        chances, what = played()[truth]
        seen = what[rng.choice(len(what), p=chances / chances.sum())]
        ranked = after(seen)[order]
        below = ranked[: place[truth]].sum()
        places[pick] = below + rng.random() * ranked[place[truth]]
    counts = np.bincount(np.minimum((places * BINS).astype(int), BINS - 1), minlength=BINS)
    return float(chdtrc(BINS - 1, ((counts - PICKS / BINS) ** 2 / (PICKS / BINS)).sum()))


def test_the_truth_has_no_favourite_place_among_the_weighted_draws():
    assert p_value() > FALSE_ALARM


@pytest.mark.parametrize("power", [0.5, 2.0])
def test_evidence_counted_half_or_twice_is_caught(power, monkeypatch):
    right = likelihood_weighting.Weighed.begin
    monkeypatch.setattr(likelihood_weighting.Weighed, "begin", lambda tally, w: right(tally, w**power))
    assert p_value() < FALSE_ALARM
