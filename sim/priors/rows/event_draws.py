"""Draws of the event that a judgment states, before clock and shift: from the voice's latent columns, by name."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.arrays import Floats
from sim.log_odds import log_odds_of
from sim.priors import latin_hypercube
from sim.priors.reading.model import Reading
from sim.priors.rows.pool import Pool
from sim.scenario.model.bounds import Bound
from sim.scenario.resolve.scenario import ResolvedJudgment, Scenario


class EventColumn(NamedTuple):
    """The latent column of what a voice says about one event of a variable.

    seed, draws: as for all columns. event: in words; empty for the column that all `STATE or more` of a voice share.
    dependence, camp, within: how that one hangs together with other voices' (`latin_hypercube.voice`).
    """

    seed: int
    draws: int
    event: str
    dependence: float
    voice: str
    variable: str
    camp: str
    within: float


def find_column(scenario: Scenario, judgment: ResolvedJudgment, pool: Pool) -> EventColumn:
    """The column that a judgment on one event is read from."""
    variable = scenario.variables[judgment.variable]
    assert judgment.event is not None
    top = len(variable.states) - 1 in judgment.event and variable.ordered
    name = "" if top else " or ".join(variable.states[state] for state in sorted(judgment.event))
    camp, within = pool.camps.shared(judgment.voice)
    voice, of = judgment.voice, judgment.variable
    return EventColumn(pool.seed, pool.draws, name, scenario.dependence, voice, of, camp, within)


# Quantiles of Betas are what a nudge would pay for again and again; it moves what comes of them, not them.
@lru_cache(maxsize=256)
def draw_reading(reading: Reading, folded: bool, column: EventColumn) -> Floats:
    """Log-odds of the stated event, before any nudge: (draws,). folded: it is the complement of the column's event."""
    seed, draws, event, *shared = column
    if event:
        u = latin_hypercube.column(seed, draws, "E", column.voice, column.variable, event)
    else:
        u = latin_hypercube.voice(seed, draws, *shared)
    lexicon = latin_hypercube.column(seed, draws, "lexicon")
    return latin_hypercube.fixed(reading.log_odds(1.0 - u if folded else u, lexicon))


def draw_between(says: Bound, limit: Floats, folded: bool, column: EventColumn) -> Floats:
    """Log-odds evenly between another judgment's and the stated end, before any nudge: (draws,).

    limit: draws of the judgment that is the bound, as said. Where in between has a column of its own.
    """
    assert says.end is not None
    end = log_odds_of(says.end)
    u = latin_hypercube.column(
        column.seed, column.draws, "E", column.voice, column.variable, column.event, "between"
    )
    up = 1.0 - u if folded else u
    if says.ceiling:
        return np.asarray(end + up * np.maximum(limit - end, 0.0), dtype=np.float64)
    return np.asarray(end - (1.0 - up) * np.maximum(end - limit, 0.0), dtype=np.float64)
