"""Rows of numbers, exact or with Dirichlet distributions: stick-breaking, a Latin hypercube column a stick.

Sethuraman (1994), "A constructive definition of Dirichlet priors", Statistica Sinica 4, 639-650.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from sim.arrays import Floats, tails_of
from sim.log_odds import expit, logit, uncertain
from sim.priors import latin_hypercube
from sim.priors.families.beta_inverse import invert_beta
from sim.priors.families.beta_quantiles import NODES, BetaQuantiles, tabulable
from sim.priors.families.families import Beta
from sim.randomness import words
from sim.scenario.model.forms import Table

NUMBERS_AT_A_TIME = 1_000_000  # random ones


def table_tails(says: Table, nudge: Floats | float, seed: int, draws: int, *name: str) -> Floats:
    """P(state >= s) in every row of a table: (rows, draws, states - 1), s = 1..K-1; never rises along the last axis.

    name: of the random columns, one a row and stick. Without `worth` all draws are alike and the array is a
    read-only view. 0 and 1 stay exactly 0 and 1. nudge: log-odds added to every entry, one
    number or (draws,).

    >>> table_tails(Table(table=[[0.5, 0.25, 0.25]]), 0.0, 1, 2).tolist()
    [[[0.5, 0.25], [0.5, 0.25]]]
    """
    share = np.array(says.table, dtype=np.float64)
    if says.worth is None:  # exactly 1 above states that cannot be
        reach = np.where(np.cumsum(share, axis=1)[:, :-1] == 0, 1.0, np.minimum(tails_of(share, 1), 1.0))[:, None]
    else:
        worth = np.broadcast_to(np.array(says.worth, dtype=np.float64), len(share))
        reach = dirichlet_tails(worth[:, None] * share, seed, draws, *name)
    if np.any(nudge):
        reach = expit(logit(reach) + np.reshape(nudge, (-1, 1)))
    return np.broadcast_to(reach, (len(share), draws, share.shape[1] - 1))


def dirichlet_tails(alpha: Floats, seed: int, draws: int, *name: str) -> Floats:
    """P(state >= s) of the Dirichlet distributions of many rows: (rows, draws, states - 1).

    alpha: (rows, states), their parameters. name: of the random columns, one a row and stick.
    """
    size = max(2, NUMBERS_AT_A_TIME // (draws * alpha.shape[1]) // 2 * 2)  # even: a stream is entered every four words
    starts = range(0, len(alpha), size)
    return np.concatenate([_portion(alpha[first : first + size], first, seed, draws, *name) for first in starts])


def _portion(alpha: Floats, first: int, seed: int, draws: int, *name: str) -> Floats:
    """The same for the rows from number `first` on: each stick is Beta(alpha of s and above, alpha of s-1)."""
    above, here = tails_of(alpha, 1), alpha[:, :-1]
    open_ = (above > 0) & (here > 0)
    u = _columns(alpha.shape, first, seed, draws, *name)
    stick = np.repeat((above > 0).astype(np.float64)[..., None], draws, axis=-1)
    stick[open_] = uncertain(beta_quantile(above[open_], here[open_], u[open_]))
    return np.cumprod(stick, axis=1, dtype=np.float64).transpose(0, 2, 1)


def _columns(shape: tuple[int, ...], first: int, seed: int, draws: int, *name: str) -> Floats:
    """Latin hypercubes, a column a row and stick, each at its own place in the stream: (rows, sticks, draws)."""
    rows, sticks = shape[0], shape[1] - 1
    size = sticks * 2 * draws
    raw = words(seed, "latent", *name, start=first * size, count=rows * size).reshape(rows, sticks, 2, draws)
    out = np.empty((rows, sticks, draws), dtype=np.float64)
    for part in latin_hypercube.replicates(draws):
        order = np.argsort(raw[:, :, 0, part], axis=-1, kind="stable")
        np.put_along_axis(out[..., part], order, np.arange(order.shape[-1], dtype=np.float64)[None, None], axis=-1)
        out[..., part] += ((raw[:, :, 1, part] >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
        out[..., part] /= order.shape[-1]
    return out


def beta_quantile(a: Floats, b: Floats, u: Floats) -> Floats:
    """The quantiles of Beta(a, b) at levels u in (0, 1), tabulated where that pays and the shapes allow it.

    a, b: (pairs,). u: (pairs, levels). A table is off by as much as `BetaQuantiles` says.

    >>> beta_quantile(np.array([1.0]), np.array([1.0]), np.array([[0.25]])).tolist()
    [[0.25]]
    """
    held = tabulable(a, b) & (u.shape[1] > NODES)
    if held.all():
        return BetaQuantiles(a, b).at(u)
    out = np.empty_like(u)
    out[~held] = invert_beta(a[~held, None], b[~held, None], u[~held])
    if held.any():
        out[held] = BetaQuantiles(a[held], b[held]).at(u[held])
    return out


def sticks(states: Sequence[str], shapes: Sequence[float], seed: int, draws: int, *name: str) -> Floats:
    """P(state >= s) of one row's Dirichlet distribution by stick-breaking, a named column a stick: (states - 1, draws).

    shapes: summed parameters from each state up, the total first. name: of the columns, before the stick's state.
    """
    reach = np.ones(draws)
    out = []
    for s, state in enumerate(states[1:], start=1):
        above, here = shapes[s], shapes[s - 1] - shapes[s]
        if above <= 0.0:
            reach = np.zeros(draws)
        elif here > 0.0:
            reach = reach * expit(_stick(above, here, seed, draws, *name, state))
        out.append(reach)
    return np.stack(out)


@lru_cache(maxsize=256)
def _stick(above: float, here: float, seed: int, draws: int, *name: str) -> Floats:
    """Log-odds of one stick of a Dirichlet."""
    return latin_hypercube.fixed(Beta(above, here).log_odds(latin_hypercube.column(seed, draws, *name)))
