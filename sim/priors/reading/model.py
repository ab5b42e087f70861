"""One event judgment as numbers, whatever its form was."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.arrays import Floats
from sim.priors.families.families import Family
from sim.priors.reading.lexicon_choice import chosen
from sim.priors.reading.points import FitPoint


@dataclass(frozen=True)
class Reading:
    """One event judgment as numbers: a family for each lexicon of the blend, and the reader's choices.

    families: (weight, family); one entry unless the lexicon itself is in doubt. fit: elicited beside fitted
    quantiles, where there are any.
    """

    families: tuple[tuple[float, Family], ...]
    phrase: str
    read_as: str
    assumed: tuple[str, ...] = ()
    fit: tuple[FitPoint, ...] = ()

    def log_odds(self, u: Floats, chosen_by: Floats | None = None) -> Floats:
        """Draws of the stated event's log-odds from the latent column `u`; `chosen_by`: the lexicon's column."""
        if len(self.families) == 1 or chosen_by is None:
            return self.families[0][1].log_odds(u)
        every = np.stack([family.log_odds(u) for _, family in self.families])
        return np.asarray(every[chosen([weight for weight, _ in self.families], chosen_by), np.arange(u.size)])

    def quantile(self, level: float) -> float:
        """Log-odds at `level`, over the blend of lexicons."""
        if len(self.families) == 1:
            return _at_level(self.families[0][1], level)
        values = np.concatenate([_spread(family) for _, family in self.families])
        weights = np.repeat([weight for weight, _ in self.families], values.size // len(self.families))
        order = np.argsort(values)
        reached = np.cumsum(weights[order]) / weights.sum()
        return float(values[order][np.searchsorted(reached, level)])

    @property
    def family(self) -> str:
        return " | ".join(family.name for _, family in self.families)


@lru_cache(maxsize=4096)
def _at_level(family: Family, level: float) -> float:
    """A family's log-odds at one level; kept, since a moved slider leaves most of what is said as it was."""
    return float(family.log_odds(np.array([level]))[0])


@lru_cache(maxsize=256)
def _spread(family: Family) -> Floats:
    """A family's log-odds at 4001 levels, in equal steps; kept, since a scenario says few phrases many times (8 MB)."""
    return family.log_odds((np.arange(4001) + 0.5) / 4001)
