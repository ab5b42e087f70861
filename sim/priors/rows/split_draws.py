"""Draws of a split, one for all rows of its condition: its states in doubt together, or by a Dirichlet distribution."""

from __future__ import annotations

from math import log

import numpy as np

from sim.arrays import Floats, shares_of, tails_of
from sim.log_odds import expit, logit
from sim.priors.families.families import Z95
from sim.priors.families.fit_beta import dirichlet_alpha
from sim.priors.reading.marginals import dirichlet
from sim.priors.rows.dirichlet import sticks
from sim.priors.rows.latents import Latents
from sim.priors.rows.matching import Statement
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.forms import Split


def draw_split(latents: Latents, statement: Statement) -> Floats:
    """Log-odds of a split's events, before clock and shift, with its nudge.

    Of an ordered variable P(state >= s), (states - 1, draws); else of every single state, (states, draws).
    """
    says, states = statement.says, latents.rows.variable.states
    ordered, nudge = latents.rows.variable.ordered, statement.nudge + latents.off(statement.voice)
    assert isinstance(says, Split | Marginals)
    shapes = _shapes(says, states)
    if shapes is not None:
        reach = sticks(latents, statement.voice, shapes)
        return logit(reach) + nudge if ordered else logit(_tilted(np.clip(shares_of(reach), 0.0, 1.0), nudge))
    assert isinstance(says, Split)
    share = np.array([says.split.get(state, 0.0) for state in states])
    sd = log(says.odds_within if says.odds_within is not None else 4.0) / Z95
    if ordered:
        from scipy.special import ndtri

        tails = np.clip(tails_of(share / share.sum()), 0.0, 1.0)
        return np.asarray(logit(tails)[:, None] + sd * ndtri(latents.voice(statement.voice)) + nudge, dtype=np.float64)
    return logit(_tilted(_spread(latents, statement.voice, share / share.sum(), sd), nudge))


def _shapes(says: Split | Marginals, states: tuple[str, ...]) -> list[float] | None:
    """A Dirichlet's summed parameters from each state up, the total first; None for a split without `worth`."""
    if isinstance(says, Marginals):
        alpha = np.array(dirichlet(says, states).alpha)
        return [float(a) for a in np.cumsum(alpha[::-1])[::-1]]
    if says.worth is None:
        return None
    share = np.array([says.split.get(state, 0.0) for state in states])
    tails, total = np.clip(tails_of(share / share.sum()), 0.0, 1.0), says.worth + 2.0
    return [total, *dirichlet_alpha([float(tail) for tail in tails], total)]


def _spread(latents: Latents, voice: str, share: Floats, sd: float) -> Floats:
    """Shares whose logs each have a column of their own, brought to the sum 1: (states, draws).

    sd: of a cumulative share's log-odds; divided by sqrt(2), so that with two states the stated factor comes out.
    """
    from scipy.special import ndtri

    name, states = latents.rows.name, latents.rows.variable.states
    z = np.stack([ndtri(latents.column("E", voice, name, state)) for state in states])
    with np.errstate(divide="ignore"):
        weight = np.log(share)[:, None] + sd / np.sqrt(2.0) * z
    p = np.exp(weight - weight.max(axis=0))
    return np.asarray(p / p.sum(axis=0), dtype=np.float64)


def _tilted(p: Floats, nudge: Floats | float) -> Floats:
    """A split's states with `nudge` added to the log-odds of every cumulative share, in the listed order."""
    return shares_of(expit(logit(np.clip(tails_of(p), 0.0, 1.0)) + nudge))
