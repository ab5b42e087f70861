"""The columns of random numbers behind the rows of one variable."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from sim.arrays import Floats
from sim.priors import latin_hypercube
from sim.priors.families.families import Z95
from sim.priors.rows.matching import VariableRows
from sim.priors.rows.pool import Pool
from sim.scenario.resolve.scenario import Scenario


@dataclass
class Latents:
    """The Latin hypercube columns of one variable, by name.

    scenario: whose. rows: of the variable. pool: has the seed and the number of draws.
    """

    scenario: Scenario
    rows: VariableRows
    pool: Pool

    def column(self, *name: str) -> Floats:
        """The column of a name: (draws,), in (0, 1)."""
        return latin_hypercube.column(self.pool.seed, self.pool.draws, *name)

    def voice(self, voice: str) -> Floats:
        """The column that a voice's statements on the variable share: (draws,), in (0, 1)."""
        return latin_hypercube.voice(self.pool.seed, self.pool.draws, *self.dependence(voice))

    def dependence(self, voice: str) -> tuple[float, str, str, str, float]:
        """How a voice's errors on the variable hang together with others', as `latin_hypercube.voice` asks for it."""
        return self.scenario.dependence, voice, self.rows.name, *self.pool.camps.shared(voice)

    def off(self, voice: str) -> Floats | float:
        """How far a voice is off on the variable, beyond what its words say, in log-odds: (draws,), or 0."""
        factor = self.scenario.experts[voice].odds_within
        if factor is None:
            return 0.0
        from scipy.special import ndtri

        z = ndtri(self.column("O", voice, self.rows.name))
        return np.asarray(log(factor) / Z95 * z, dtype=np.float64)


def fixed(values: Floats) -> Floats:
    """What several drawers share, and none may change."""
    values.flags.writeable = False
    return values
