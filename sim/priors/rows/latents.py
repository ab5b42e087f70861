"""The columns of random numbers behind the rows of one variable."""

from __future__ import annotations

from dataclasses import dataclass

from sim.arrays import Floats
from sim.priors import latin_hypercube
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
        return latin_hypercube.voice(self.pool.seed, self.pool.draws, self.scenario.dependence, voice, self.rows.name)


def fixed(values: Floats) -> Floats:
    """What several drawers share, and none may change."""
    values.flags.writeable = False
    return values
