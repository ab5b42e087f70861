"""One row's distribution in every draw: pooled, repaired, and completed from the background."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats, tails_of
from sim.priors.rows.isotonic import repair, tree
from sim.priors.rows.matching import Event, Group, Statement
from sim.priors.rows.pool import Pool, extremized
from sim.priors.rows.recalibrated import outside_view, recalibrated
from sim.priors.rows.statement_draws import Drawer
from sim.scenario.model.form import Subject


@dataclass(frozen=True, eq=False)
class CompletedRow:
    """A finished row: P(state >= s) per draw, (draws, states - 1), and how it came about.

    completed: `voice` (the background's split), `stays`, `uniform`, or `closed` where the spoken events
    leave nothing open. filled: states that took a block to which the background gave no mass. towards: for every spoken
    event what the words there are moved towards; empty where they are taken at face value.
    """

    tails: Floats
    completed: str
    repaired: float
    moved: tuple[Event, ...]
    filled: tuple[int, ...]
    towards: tuple[str, ...] = ()


def compose(drawer: Drawer, group: Group) -> CompletedRow:
    """The distribution of one row, as DESIGN 3.1 has it: pool, repair, complete."""
    events = [event for event, _ in group.speakers]
    k, draws = drawer.rows.states, drawer.pool.draws
    pooled, moved = np.zeros((0, draws)), np.zeros((0, draws), dtype=bool)
    if events:
        log_odds = np.stack([_pooled(drawer, group, *speaker) for speaker in group.speakers])
        pooled, moved = repair(log_odds, events, _weights(drawer.pool, group), k)
    backing, completed = _background(drawer, group)
    states, filled = complete(pooled, events, backing, group.previous, k)
    tails = tails_of(states)
    for event, p in zip(events, pooled, strict=True):
        if event == frozenset(range(min(event), k)):
            tails[min(event) - 1] = p  # exactly what was pooled: a sum of parts may miss it in the last bit
    if group.previous is not None and drawer.rows.variable.never_falls:
        tails[: group.previous] = 1.0
    tails = np.minimum.accumulate(np.clip(tails, 0.0, 1.0), axis=0)
    if all(len(block) < 2 for _, _, block in _blocks(events, k)):
        completed = "closed"
    who_moved = tuple(event for event, m in zip(events, moved, strict=True) if m.any())
    repaired = float(moved.any(axis=0).mean()) if events else 0.0
    towards = tuple(outside_view(drawer.pool, group, statements) for _, statements in group.speakers)
    return CompletedRow(np.ascontiguousarray(tails.T), completed, repaired, who_moved, filled, towards)


def alone(drawer: Drawer) -> list[CompletedRow] | None:
    """The rows of a variable about which one table says all there is; None where others speak too.

    What `compose` makes of each, but bit for bit as the table has it.
    """
    if len(drawer.rows.statements) != 1 or drawer.rows.statements[0].says.subject is not Subject.EVERY_ROW:
        return None
    out = []
    for group in drawer.rows.groups:
        tails = drawer.table(drawer.rows.statements[0])[group.members[0][1]]
        if group.previous is not None and drawer.rows.variable.never_falls:
            tails = np.array(tails)
            tails[:, : group.previous] = 1.0
        out.append(CompletedRow(tails, "closed" if group.background is None else "voice", 0.0, (), ()))
    return out


def _pooled(drawer: Drawer, group: Group, event: Event, statements: Sequence[Statement]) -> Floats:
    said = np.stack([drawer.said(group, statement, event) for statement in statements])
    voting, told = recalibrated(drawer, group, event, statements, said)
    pooled = drawer.pool.log_odds([s.voice for s in voting], told)
    if len(statements) == 1:
        return pooled  # one voice alone is not pooled
    return extremized(pooled, drawer.pool.extremize, max(s.steps or 1 for s in statements))


def _weights(pool: Pool, group: Group) -> Floats:
    """Weight of each event: those of who speak on it, as drawn under `log`, normalised over the row's voices."""
    voices = sorted({s.voice for _, statements in group.speakers for s in statements})
    weights = pool.shares(voices) if pool.rule == "log" else pool.fixed(voices)
    share = dict(zip(voices, weights, strict=True))
    return np.stack([np.sum([share[s.voice] for s in statements], axis=0) for _, statements in group.speakers])


def _background(drawer: Drawer, group: Group) -> tuple[Floats, str]:
    k, draws = drawer.rows.states, drawer.pool.draws
    if group.background is not None:
        return drawer.split_states(group, group.background), "voice"
    if group.previous is not None:
        return np.repeat(np.eye(k)[group.previous][:, None], draws, axis=1), "stays"
    return np.full((k, draws), 1.0 / k), "uniform"


def _blocks(events: list[Event], states: int) -> Iterator[tuple[int, list[int], list[int]]]:
    """The whole row (-1) and every event, with the events inside it and the states that these leave open."""
    parents = tree(events)
    for holder in range(-1, len(events)):
        below = [i for i, parent in enumerate(parents) if parent == holder]
        whole = frozenset(range(states)) if holder < 0 else events[holder]
        yield holder, below, sorted(whole.difference(*(events[i] for i in below)))


def complete(
    pooled: Floats, events: list[Event], background: Floats, previous: int | None, states: int
) -> tuple[Floats, tuple[int, ...]]:
    """The row nearest to the background that gives the events their probabilities: (states, draws).

    pooled: (events, draws), coherent. background: (states, draws), columns sum to 1. Inside each block
    that the events leave open the background's proportions are kept: the minimum of Kullback-Leibler
    divergence (Jeffrey 1965; Csiszar 1975), in closed form since the events are laminar. A block to
    which the background gives no mass goes to its state nearest to `previous`, or evenly where there is
    no previous state. Returns also the states that took such a block.

    >>> row, _ = complete(np.array([[0.3]]), [frozenset({1, 2})], np.array([[0.5], [0.4], [0.1]]), None, 3)
    >>> row.round(2).ravel().tolist()
    [0.7, 0.24, 0.06]
    """
    out = np.zeros_like(background)
    filled: list[int] = []
    for holder, below, block in _blocks(events, states):
        if not block:
            continue
        top = np.ones(out.shape[1]) if holder < 0 else pooled[holder]
        mass = np.maximum(top - pooled[below].sum(axis=0), 0.0)
        share, took = _proportions(background[block], block, previous)
        out[block] = share * mass
        if took is not None and mass.any():
            filled.append(took)
    return out, tuple(filled)


def _proportions(background: Floats, block: list[int], previous: int | None) -> tuple[Floats, int | None]:
    """The background's proportions inside a block, and the state that stands in where it gives no mass."""
    total = background.sum(axis=0)
    empty = total <= 0.0
    share = background / np.where(empty, 1.0, total)
    if not empty.any():
        return share, None
    if previous is None:
        share[:, empty] = 1.0 / len(block)
        return share, None
    nearest = min(range(len(block)), key=lambda i: (abs(block[i] - previous), block[i]))
    share[nearest, empty] = 1.0
    return share, block[nearest] if len(block) > 1 else None
