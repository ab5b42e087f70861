"""Rows from a table of numbers: exact, or each with a Dirichlet distribution."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.priors.families.beta_quantiles import NODES, BetaQuantiles, tabulable
from sim.priors.families.families import expit, logit, uncertain
from sim.priors.latin_hypercube import replicates
from sim.randomness import words
from sim.scenario.model.forms import Table

_AT_A_TIME = 1_000_000  # random numbers


def tails(says: Table, nudge: float, seed: int, draws: int, *name: str) -> Floats:
    """P(state >= s) in every row of a table: (rows, draws, states - 1), s = 1..K-1; never rises along the last axis.

    name: of the random columns, one a row and stick. Without `worth` all draws are alike and the array is a
    read-only view. 0 and 1 stay exactly 0 and 1. nudge: log-odds added to every entry.

    >>> tails(Table(table=[[0.5, 0.25, 0.25]]), 0.0, 1, 2).tolist()
    [[[0.5, 0.25], [0.5, 0.25]]]
    """
    share = np.array(says.table, dtype=np.float64)
    if says.worth is None:
        reach = _reach(share)[:, None]
    else:
        worth = np.broadcast_to(np.array(says.worth, dtype=np.float64), len(share))
        reach = np.concatenate([_dirichlet(*part, seed, draws, *name) for part in _parts(share, worth, draws)])
    if nudge:
        reach = expit(logit(reach) + nudge)
    return np.broadcast_to(reach, (len(share), draws, share.shape[1] - 1))


def _reach(share: Floats) -> Floats:
    """P(state >= s) of whole rows: (rows, states) -> (rows, states - 1); exactly 1 above states that cannot be."""
    reach = np.cumsum(share[:, ::-1], axis=1)[:, ::-1][:, 1:]
    out: Floats = np.where(np.cumsum(share, axis=1)[:, :-1] == 0, 1.0, np.minimum(reach, 1.0))
    return out


def _parts(share: Floats, worth: Floats, draws: int) -> list[tuple[Floats, int]]:
    """The Dirichlet's parameters in portions of rows, each with the number of its first row."""
    size = max(2, _AT_A_TIME // (draws * share.shape[1]) // 2 * 2)  # even: a stream is entered every four words
    return [(worth[i : i + size, None] * share[i : i + size], i) for i in range(0, len(share), size)]


def _dirichlet(alpha: Floats, first: int, seed: int, draws: int, *name: str) -> Floats:
    """P(state >= s) of Dirichlet rows by stick-breaking, from the lowest state up (Sethuraman 1994).

    alpha: (rows, states). Given that the state is s-1 or more, it is s or more with a probability that is
    Beta(alpha of s and above, alpha of s-1), independent of the other sticks.
    """
    above = np.cumsum(alpha[:, ::-1], axis=1)[:, ::-1][:, 1:]
    here = alpha[:, :-1]
    open_ = (above > 0) & (here > 0)
    u = _columns(alpha.shape, first, seed, draws, *name)
    stick = np.repeat((above > 0).astype(np.float64)[..., None], draws, axis=-1)
    stick[open_] = uncertain(beta_quantile(above[open_], here[open_], u[open_]))
    out: Floats = np.cumprod(stick, axis=1, dtype=np.float64).transpose(0, 2, 1)
    return out


def beta_quantile(a: Floats, b: Floats, u: Floats) -> Floats:
    """The quantiles of Beta(a, b) at levels u in (0, 1), tabulated where that pays and the shapes allow it.

    a, b: (pairs,). u: (pairs, levels). A table is off by as much as `BetaQuantiles` says.

    >>> beta_quantile(np.array([1.0]), np.array([1.0]), np.array([[0.25]])).tolist()
    [[0.25]]
    """
    from scipy.special import betaincinv

    held = tabulable(a, b) & (u.shape[1] > NODES)
    if held.all():
        return BetaQuantiles(a, b).at(u)
    out = np.empty_like(u)
    out[~held] = betaincinv(a[~held, None], b[~held, None], u[~held])
    if held.any():
        out[held] = BetaQuantiles(a[held], b[held]).at(u[held])
    return out


def _columns(shape: tuple[int, ...], first: int, seed: int, draws: int, *name: str) -> Floats:
    """Latin hypercubes, a column a row and stick, each at its own place in the stream: (rows, sticks, draws)."""
    rows, sticks = shape[0], shape[1] - 1
    size = sticks * 2 * draws
    raw = words(seed, "latent", *name, start=first * size, count=rows * size).reshape(rows, sticks, 2, draws)
    out = np.empty((rows, sticks, draws), dtype=np.float64)
    for part in replicates(draws):
        order = np.argsort(raw[:, :, 0, part], axis=-1, kind="stable")
        np.put_along_axis(out[..., part], order, np.arange(order.shape[-1], dtype=np.float64)[None, None], axis=-1)
        out[..., part] += ((raw[:, :, 1, part] >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
        out[..., part] /= order.shape[-1]
    return out
