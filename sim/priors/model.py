"""What the room of belief hands on: for every variable, every row's distribution in every draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.log_odds import LEAST, MOST
from sim.priors.assumption import Assumption
from sim.priors.reading.points import FitPoint
from sim.priors.rows.weights import Weighing
from sim.scenario.resolve.axes import Axis


@dataclass(frozen=True)
class RowTable:
    """One variable's rows: P(state >= s | parents) in every draw.

    axes: the parents in the file's order; the implied own previous state of a variable that never
        falls comes last.
    row_of: (phases, *sizes of the axes) int32; which distinct row holds for a combination of the
        parents' states. Combinations that share the same judgments share a row.
    phase_of_step: (steps + 1,) int; the phase in force at step k; entry 0 is not used. A clocked
        judgment falls silent after its date, and a new phase begins.
    tails: (distinct rows, draws, states - 1) float64; entry s-1 is P(state >= s), s = 1..K-1;
        never rises along the last axis; in [0, 1]. Rows of a variable that never falls give 1 for
        every s up to the previous state.
    """

    variable: str
    states: tuple[str, ...]
    axes: tuple[Axis, ...]
    once: bool
    never_falls: bool
    start: int | None
    row_of: NDArray[np.int32]
    phase_of_step: NDArray[np.int64]
    tails: Floats

    @cached_property
    def certain(self) -> bool:
        """Whether a row gives a state no chance at all, beyond what a variable that never falls has behind it."""
        tails, behind = self.tails, np.zeros(len(self.tails), dtype=np.int64)
        if self.never_falls:
            if self.start:
                return True  # it has come so far for certain
            behind = self._passed()
        ahead = (np.arange(tails.shape[2]) >= behind[:, None])[:, None, :]
        sure = (tails == 0.0) | (tails == 1.0)
        # Two tails that rounding has brought to the same end say nothing about the state between them.
        inside = (tails > LEAST) & (tails < MOST)
        alike = (tails[..., 1:] == tails[..., :-1]) & inside[..., 1:] & ahead[..., :-1]
        return bool((sure & ahead).any() or alike.any())

    def _passed(self) -> NDArray[np.int64]:
        """For each distinct row, the lowest previous state in which it holds."""
        own = next(place for place, axis in enumerate(self.axes) if axis.lag and axis.variable == self.variable)
        lowest = np.full(len(self.tails), len(self.states), dtype=np.int64)
        for state in reversed(range(len(self.states))):
            lowest[np.unique(self.row_of.take(state, own + 1))] = state
        return lowest


@dataclass(frozen=True)
class JudgmentPrior:
    """One judgment as a prior: what was said, how it was read, and the numbers that follow.

    `low`, `median` and `high` are the 5 %, 50 % and 95 % quantiles of the stated event's probability
    after `widen` and `nudge`; for a shift, of its largest log-odds effect; None for a split of more
    than one number. fit: what was elicited point by point beside what was fitted, before `widen` and `nudge`.
    """

    id: str
    variable: str
    voice: str
    phrase: str
    read_as: str
    family: str
    low: float | None
    median: float | None
    high: float | None
    notes: tuple[str, ...] = ()
    fit: tuple[FitPoint, ...] = ()


@dataclass(frozen=True)
class SpokenRow:
    """Rows of one variable in which the same is said: who speaks about which event, who completed the rest.

    condition: the combinations of the parents' states, in words. phases: when, as in `RowTable`.
    combinations: how many there are. towards: event -> what the words about it are moved towards, where they are
    recalibrated. repaired: largest share of draws that had to be made coherent.
    """

    variable: str
    condition: str
    phases: tuple[int, ...]
    combinations: int
    spoken: tuple[tuple[str, tuple[str, ...]], ...]
    completed_from: str
    repaired: float
    moved: tuple[str, ...] = ()
    towards: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class VariablePriors:
    """What is believed about one variable: its rows and their account.

    key: equal for two parts only where all they hang on is equal. assumptions: about rows; readings: about judgments.
    warnings: of its judgments; repairs: of its rows.
    """

    key: str
    table: RowTable
    judgments: Mapping[str, JudgmentPrior]
    rows: tuple[SpokenRow, ...]
    assumptions: tuple[Assumption, ...]
    readings: tuple[Assumption, ...]
    warnings: tuple[str, ...]
    repairs: tuple[str, ...]


@dataclass(frozen=True)
class Priors:
    """Every row of every variable in every draw, and the account of how it came about.

    weighing: whose word weighs what. parts: the same by variable, from which the next priors take over what has not
    changed. certain: the variables of which some row gives a state no chance at all, None where nobody has looked.
    """

    draws: int
    seed: int
    tables: Mapping[str, RowTable]
    weighing: Weighing
    judgments: Mapping[str, JudgmentPrior] = field(default_factory=dict)
    rows: tuple[SpokenRow, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    warnings: tuple[str, ...] = ()
    parts: Mapping[str, VariablePriors] = field(default_factory=dict)
    certain: frozenset[str] | None = None
