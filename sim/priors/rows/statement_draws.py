"""Draws of what each statement says: log-odds per draw, as hazards where there is a clock, shifted where told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from sim.arrays import Floats, shares_of
from sim.log_odds import expit, logit
from sim.priors import latin_hypercube
from sim.priors.reading.judgment import read_event
from sim.priors.reading.model import Reading
from sim.priors.rows.dirichlet import table_tails
from sim.priors.rows.hazard import hazard
from sim.priors.rows.latents import Latents, fixed
from sim.priors.rows.matching import Event, Group, Statement
from sim.priors.rows.split_draws import draw_split
from sim.scenario.model.forms import Shift, Table


# Quantiles of Betas are what a nudge would pay for again and again; it moves what comes of them, not them.
@lru_cache(maxsize=256)
def _read(
    reading: Reading, folded: bool, seed: int, draws: int, dependence: float, voice: str, variable: str, event: str
) -> Floats:
    """Draws of a reading's log-odds, before any nudge; `event` is empty for the column that a voice's tops share."""
    own = ("E", voice, variable, event)
    if event:
        u = latin_hypercube.column(seed, draws, *own)
    else:
        u = latin_hypercube.voice(seed, draws, dependence, voice, variable)
    return fixed(reading.log_odds(1.0 - u if folded else u, latin_hypercube.column(seed, draws, "lexicon")))


@dataclass
class Drawer(Latents):
    """Draws of the statements about one variable; every (statement, event) is drawn once."""

    _drawn: dict[object, Floats] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)

    def said(self, group: Group, statement: Statement, event: Event) -> Floats:
        """Log-odds of one canonical event in one row, as this statement has it: (draws,)."""
        if statement.says.whole_row:
            if self.rows.variable.ordered and event == frozenset(range(min(event), self.rows.states)):
                return np.asarray(self.split(group, statement)[min(event) - 1], dtype=np.float64)
            states = self.split_states(group, statement)
            return logit(states[sorted(event)].sum(axis=0).clip(0.0, 1.0))
        return hazard(self.event(statement), statement.steps) + self.shift(group, statement)

    def event(self, statement: Statement) -> Floats:
        """The canonical event's log-odds, before clock and shift."""
        if statement.id not in self._drawn:
            assert statement.event is not None
            top = self.rows.states - 1 in statement.event and self.rows.variable.ordered
            name = "" if top else " or ".join(self.rows.variable.states[s] for s in sorted(statement.event))
            dependence = self.scenario.dependence if top else 0.0  # of no account for a column of its own
            column = (self.pool.seed, self.pool.draws, dependence, statement.voice, self.rows.name, name)
            x = _read(self.reading(statement), statement.folded, *column) + statement.nudge
            self._drawn[statement.id] = -x if statement.folded else x
        return self._drawn[statement.id]

    def reading(self, statement: Statement) -> Reading:
        if statement.id not in self.readings:
            self.readings[statement.id] = read_event(self.scenario, statement.record)
        return self.readings[statement.id]

    def shift(self, group: Group, statement: Statement) -> Floats:
        """The log-odds that shifts add to this statement in this row: pooled over voices, summed over parents."""
        total = np.zeros(self.pool.draws)
        for axis, pairs in group.shifts:
            if self.rows.axes[axis].name in statement.record.given:
                continue
            effects = np.stack([self.effect(s, axis, value) for s, value in pairs])
            total = total + self.pool.effects([s.voice for s, _ in pairs], effects)
        return total

    def effect(self, statement: Statement, axis: int, value: float) -> Floats:
        says = statement.says
        assert isinstance(says, Shift)
        if value == 0.0:
            return np.zeros(self.pool.draws)
        from scipy.special import ndtri

        parent = self.rows.axes[axis].name
        z = ndtri(self.column("E", statement.voice, self.rows.name, "shift", parent))
        return np.asarray(value + statement.nudge + says.sd * z, dtype=np.float64)

    def largest_effects(self, statement: Statement) -> Iterator[tuple[str, str, Floats]]:
        """Of every parent that a shift names the state with the largest effect, and the draws of that: (draws,)."""
        says, axes = statement.says, [axis.name for axis in self.rows.axes]
        assert isinstance(says, Shift)
        for parent, effects in says.shift.items():
            state = max(effects, key=lambda state: (abs(effects[state]), effects[state], state))
            yield parent, state, self.effect(statement, axes.index(parent), effects[state])

    def split(self, group: Group, statement: Statement) -> Floats:
        """Log-odds of a split's or a table's events, clocked and shifted: of every `STATE or more` (states - 1, draws).

        Of an unordered variable: of every single state (states, draws).
        """
        shift = self.shift(group, statement) if group.shifts else 0.0
        if isinstance(statement.says, Table):
            reach = self.table(statement)[group.members[0][1]].T
            return logit(reach if self.rows.variable.ordered else shares_of(reach)) + shift
        key = ("split", statement.id)
        if key not in self._drawn:
            self._drawn[key] = draw_split(self, statement)
        return hazard(self._drawn[key], statement.steps) + shift

    def table(self, statement: Statement) -> Floats:
        """P(state >= s) in every row of a table: (rows, draws, states - 1)."""
        says = statement.says
        assert isinstance(says, Table)
        key = ("table", statement.id)
        if key not in self._drawn:
            name = ("E", statement.voice, self.rows.name, "table")
            self._drawn[key] = table_tails(says, statement.nudge, self.pool.seed, self.pool.draws, *name)
        return self._drawn[key]

    def split_states(self, group: Group, statement: Statement) -> Floats:
        """The whole row that a split or a table gives: (states, draws), from the previous state where there is one."""
        previous = None if statement.falls else group.previous
        p = expit(self.split(group, statement))
        if self.rows.variable.ordered:
            p[: previous or 0] = 1.0
            return shares_of(p)
        if previous is not None:
            p[previous] = 0.0
            p[previous] = np.maximum(0.0, 1.0 - p.sum(axis=0))
        return p
