"""The nearest nudges under which what is said of the result as a whole is what follows from the rest.

Smallest sum of (nudge / doubt)^2 with said = implied and no voice against itself: sequential least distance
programming, that is Gauss-Newton on the equations (Nocedal and Wright 2006, "Numerical Optimization", chapter 18) with
difference quotients on common random numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.priors.consistency.contradictions import MOST_NUDGE, Rule, linear
from sim.priors.consistency.least_distance import least_distance
from sim.results.coherence.overall_model import SOLVED_STEP, Model

CLOSED = 1e-3  # log-odds: a gap that counts as none
SETTLED = 1e-5  # a change of the distance, as a share of it, that ends the search
IDLE = 1e-6  # of the largest slope: what moves a gap less than this is left where it is
MOST_ROUNDS = 40


@dataclass(frozen=True)
class Movers:
    """The judgments that may move: their doubts in log-odds (above 0) and the nudges they have."""

    keys: tuple[str, ...]
    doubts: Floats
    before: Floats

    def named(self, at: Floats) -> dict[str, float]:
        """Judgment -> nudge to be added, without those that stay."""
        return {key: float(x) for key, x in zip(self.keys, at, strict=True) if x}


def nearest_set(model: Model, movers: Movers, rules: Sequence[Rule]) -> dict[str, float]:
    """Judgment -> log-odds to be added, without those that stay; empty where no gap is above 0.001.

    rules: what voices must not say against themselves; only those whose judgments may all move are kept.
    Where no nudges close every gap the search ends as near as it has come.
    """
    at = np.zeros(len(movers.keys))
    gaps = _gaps(model, {})
    if not at.size or not gaps.size or np.abs(gaps).max() < CLOSED:
        return {}
    kept = [rule for rule in rules if set(rule.judgments) <= set(movers.keys)]
    exact, size = all(one.exact for one in model.compared({})), 0.0
    for _ in range(MOST_ROUNDS):
        before = at
        at, gaps = _round(model, movers, kept, at, gaps)
        last, size = size, float(np.linalg.norm(at / movers.doubts))
        settled = abs(size - last) < SETTLED * size or not exact
        if (before == at).all() or (settled and np.abs(gaps).max() < CLOSED):
            break
    return movers.named(np.where(np.abs(at) < 1e-9, 0.0, at))


def _round(model: Model, movers: Movers, rules: Sequence[Rule], at: Floats, gaps: Floats) -> tuple[Floats, Floats]:
    """One step towards the nearest set; where that leads away from agreement, the shortest step that restores it."""
    for origin in (np.zeros_like(at), at):
        wanted = _step(model, movers, rules, at, gaps, origin)
        if wanted is not None:
            may = np.clip(wanted, -MOST_NUDGE - movers.before, MOST_NUDGE - movers.before)  # what a file may hold
            there, found = _towards(model, movers, at, gaps, may)
            if (there != at).any():
                return there, found
        if np.abs(gaps).max() < CLOSED:
            break
    return at, gaps


def _gaps(model: Model, nudges: Mapping[str, float]) -> Floats:
    return np.array([one.gap for one in model.compared(nudges)])


def _step(
    model: Model, movers: Movers, rules: Sequence[Rule], at: Floats, gaps: Floats, origin: Floats
) -> Floats | None:
    """The nudges nearest to an origin under the equations and rules as they are about a point."""
    here = movers.named(at)
    up = []  # whether a little more nudge breaks no rule, as it does where two medians touch
    for key in movers.keys:
        more = {**here, key: here.get(key, 0.0) + SOLVED_STEP}
        up.append(not any(rule.broken(more) for rule in rules if key in rule.judgments))
    slopes = model.slopes(here, movers.keys, up)
    equal, to, least, room = linear(rules, movers.keys, at)
    sd = movers.doubts
    slopes[:, np.abs(slopes * sd).max(axis=0) < IDLE * np.abs(slopes * sd).max()] = 0.0
    both, bound = np.vstack([slopes, equal]), np.concatenate([slopes @ at - gaps, to])
    y = least_distance(both * sd, bound - both @ origin, least * sd, room - least @ origin)
    return None if y is None else origin + sd * y


def _towards(model: Model, movers: Movers, at: Floats, gaps: Floats, wanted: Floats) -> tuple[Floats, Floats]:
    """As far towards the wanted point as makes the largest gap no larger, by halves; and the gaps there."""
    worst = max(float(np.abs(gaps).max()), CLOSED)
    for halves in range(6):
        there = at + (wanted - at) * 0.5**halves
        found = _gaps(model, movers.named(there))
        if float(np.abs(found).max()) <= worst:
            return there, found
    return at, gaps
