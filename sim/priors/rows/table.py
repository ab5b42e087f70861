"""Rows from a table of numbers: exact, or each with a Dirichlet distribution."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats, tails_of
from sim.log_odds import expit, logit
from sim.priors.rows.dirichlet import dirichlet_tails
from sim.scenario.model.forms import Table


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
        reach = dirichlet_tails(worth[:, None] * share, seed, draws, *name)
    if nudge:
        reach = expit(logit(reach) + nudge)
    return np.broadcast_to(reach, (len(share), draws, share.shape[1] - 1))


def _reach(share: Floats) -> Floats:
    """P(state >= s) of whole rows: (rows, states) -> (rows, states - 1); exactly 1 above states that cannot be."""
    out: Floats = np.where(np.cumsum(share, axis=1)[:, :-1] == 0, 1.0, np.minimum(tails_of(share, 1), 1.0))
    return out
