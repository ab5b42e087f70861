"""Pooled events that contradict each other in a draw, made coherent with the least movement.

The events of one row are laminar (any two nested or disjoint), so they form a tree below the whole row.
First nested events: weighted isotonic regression in log-odds, child <= parent. Then, from the whole row
downwards, disjoint events that together exceed what holds them are scaled down to it; those that leave
no state of it open are scaled to it exactly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.arrays import Flags, Floats
from sim.log_odds import expit

Event = frozenset[int]
LIMIT = 1e4  # stands in for infinite log-odds, whose means are not numbers
UNCERTAIN = 300.0  # log-odds up to which those who are not certain are told apart


def tree(events: Sequence[Event]) -> tuple[int, ...]:
    """For each event the index of the smallest event that holds it, or -1 for the whole row.

    >>> tree([frozenset({1, 2}), frozenset({2}), frozenset({0})])
    (-1, 0, -1)
    """
    holders = ([j for j, other in enumerate(events) if event < other] for event in events)
    return tuple(min(above, key=lambda j: len(events[j]), default=-1) for above in holders)


def isotonic(values: Floats, parents: Sequence[int], weights: Floats) -> Floats:
    """The nearest values with child <= parent along a tree, in weighted least squares: (events, draws).

    Thompson's minimum-violator rule (Thompson 1962), all draws at once: the event that exceeds its
    parent's block and stands highest is merged with that block, until none is left.

    >>> isotonic(np.array([[0.0], [2.0]]), (-1, 0), np.array([[3.0], [1.0]]))
    array([[0.5],
           [0.5]])
    """
    block = np.repeat(np.arange(len(parents))[:, None], values.shape[1], axis=1)
    child = [i for i, p in enumerate(parents) if p >= 0]
    above = [parents[i] for i in child]
    level = np.array(values)
    mass = np.maximum(weights, 1e-12)
    total, moment = mass.copy(), mass * values
    for _ in child:
        excess = level[child] - level[above]
        wrong = (excess > 1e-12) & (block[child] != block[above])
        draws = np.flatnonzero(wrong.any(axis=0))
        if not draws.size:
            break
        pick = np.argmax(np.where(wrong, level[child], -np.inf)[:, draws], axis=0)
        lower = block[np.asarray(child)[pick], draws]
        upper = block[np.asarray(above)[pick], draws]
        total[upper, draws] += total[lower, draws]
        moment[upper, draws] += moment[lower, draws]
        block[:, draws] = np.where(block[:, draws] == lower, upper, block[:, draws])
        level[:, draws] = np.take_along_axis(moment / total, block, axis=0)[:, draws]
    return level


def fit_down(p: Floats, events: Sequence[Event], parents: Sequence[int], states: int) -> Floats:
    """Probabilities in which no event, and no set of disjoint events, exceeds what holds it: (events, draws)."""
    out = np.array(p)
    for holder in sorted(set(parents), key=lambda i: -states - 1 if i < 0 else -len(events[i])):
        below = [i for i, parent in enumerate(parents) if parent == holder]
        room, size = (out[holder], len(events[holder])) if holder >= 0 else (np.ones(p.shape[1]), states)
        if len(below) == 1:
            out[below[0]] = np.minimum(out[below[0]], room)
            continue
        taken = out[below].sum(axis=0)
        full = sum(len(events[i]) for i in below) == size
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = room / taken
        scale = np.where(taken > 0, scale if full else np.minimum(scale, 1.0), 1.0)
        even = np.array([len(events[i]) for i in below])[:, None] / size * room
        out[below] = np.where((taken > 0) | (not full), out[below] * scale, even)
    return out


def repair(log_odds: Floats, events: Sequence[Event], weights: Floats, states: int) -> tuple[Floats, Flags]:
    """Coherent probabilities of a row's events, and where they were moved.

    log_odds, weights: (events, draws); weights: summed drawn weights of those who speak on an event.
    Returns probabilities (events, draws) and a mask of the same shape.

    >>> p, moved = repair(np.array([[-1.0], [1.0]]), [frozenset({1, 2}), frozenset({2})], np.ones((2, 1)), 3)
    >>> p.round(2).tolist(), bool(moved.all())
    ([[0.5], [0.5]], True)
    """
    parents = tree(events)
    raw = np.where(np.isinf(log_odds), np.copysign(LIMIT, log_odds), np.clip(log_odds, -UNCERTAIN, UNCERTAIN))
    before = _probability(raw)
    nested = isotonic(raw, parents, weights) if any(p >= 0 for p in parents) else raw
    after = fit_down(_probability(nested), events, parents, states)
    return after, np.abs(after - before) > 1e-9


def _probability(x: Floats) -> Floats:
    """The probability of log-odds; values so high that only certainty can have caused them become 1."""
    return expit(np.where(np.abs(x) > UNCERTAIN, np.copysign(np.inf, x), x))
