"""Draws of what each statement says: log-odds per draw, as hazards where there is a clock, shifted where told."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from math import log

import numpy as np

from sim.arrays import Floats
from sim.priors import latin_hypercube
from sim.priors.families.families import Z95, Beta, expit, logit
from sim.priors.families.fit_beta import dirichlet_alpha
from sim.priors.reading.judgment import Reading, read_event
from sim.priors.reading.marginals import dirichlet
from sim.priors.rows import table
from sim.priors.rows.matching import Event, Group, Statement, VariableRows
from sim.priors.rows.pool import Pool
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.forms import Shift, Split, Table
from sim.scenario.resolve.scenario import Scenario


def hazard(log_odds: Floats, steps: float | None) -> Floats:
    """Log-odds of the chance a step, from the log-odds of the chance within `steps` steps.

    h = 1 - (1 - p)^(1/n): constant hazard (Kalbfleisch and Prentice 2002, discrete time). The word of a
    `once` variable (`steps` None) is left as it is. A clock of more than one step speaks of `STATE or more`
    only, so the canonical event is the one that was said. With 1/n for `steps` it leads back.

    >>> expit(hazard(logit(np.array([0.75])), 2)).round(6)
    array([0.5])
    """
    if steps is None or steps == 1:
        return log_odds
    stay = -np.logaddexp(0.0, log_odds) / steps  # ln(1 - h), from ln(1 - p) = -ln(1 + e^x)
    with np.errstate(divide="ignore"):
        out: Floats = np.log(-np.expm1(stay)) - stay
    return np.where(np.isposinf(log_odds), np.inf, out)


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
    return _fixed(reading.log_odds(1.0 - u if folded else u, latin_hypercube.column(seed, draws, "lexicon")))


@lru_cache(maxsize=256)
def _stick(above: float, here: float, seed: int, draws: int, voice: str, variable: str, state: str) -> Floats:
    """Log-odds of one stick of a Dirichlet."""
    return _fixed(Beta(above, here).log_odds(latin_hypercube.column(seed, draws, "E", voice, variable, "stick", state)))


def _fixed(values: Floats) -> Floats:
    """What several drawers share, and none may change."""
    values.flags.writeable = False
    return values


@dataclass
class Drawer:
    """Draws of the statements about one variable; every (statement, event) is drawn once."""

    scenario: Scenario
    rows: VariableRows
    pool: Pool
    _kept: dict[object, Floats] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)

    def column(self, *name: str) -> Floats:
        return latin_hypercube.column(self.pool.seed, self.pool.draws, *name)

    def voice(self, voice: str) -> Floats:
        return latin_hypercube.voice(self.pool.seed, self.pool.draws, self.scenario.dependence, voice, self.rows.name)

    def said(self, group: Group, statement: Statement, event: Event) -> Floats:
        """Log-odds of one canonical event in one row, as this statement has it: (draws,)."""
        if isinstance(statement.judgment.says, Split | Marginals | Table):
            tails = self.split(group, statement)
            if event in self._tails and self.rows.variable.ordered:
                return np.asarray(tails[min(event) - 1], dtype=np.float64)
            states = self.split_states(group, statement)
            return logit(states[sorted(event)].sum(axis=0).clip(0.0, 1.0))
        return hazard(self.event(statement), statement.steps) + self.shift(group, statement)

    @property
    def _tails(self) -> set[Event]:
        k = self.rows.states
        return {frozenset(range(s, k)) for s in range(1, k)}

    def event(self, statement: Statement) -> Floats:
        """The canonical event's log-odds, before clock and shift."""
        kept = self._kept.get(statement.id)
        if kept is None:
            assert statement.event is not None
            reading = self.reading(statement)
            top = self.rows.states - 1 in statement.event and self.rows.variable.ordered
            states = self.rows.variable.states
            name = "" if top else " or ".join(states[s] for s in sorted(statement.event))
            dependence = self.scenario.dependence if top else 0.0  # of no account for a column of its own
            column = (self.pool.seed, self.pool.draws, dependence, statement.voice, self.rows.name, name)
            x = _read(reading, statement.folded, *column) + statement.judgment.nudge
            kept = self._kept[statement.id] = -x if statement.folded else x
        return kept

    def reading(self, statement: Statement) -> Reading:
        if statement.id not in self.readings:
            self.readings[statement.id] = read_event(self.scenario, statement.judgment)
        return self.readings[statement.id]

    def shift(self, group: Group, statement: Statement) -> Floats:
        """The log-odds that shifts add to this statement in this row: pooled over voices, summed over parents."""
        total = np.zeros(self.pool.draws)
        for axis, pairs in group.shifts:
            if self.rows.axes[axis].name in statement.judgment.given:
                continue
            effects = np.stack([self.effect(s, axis, value) for s, value in pairs])
            total = total + self.pool.effects([s.voice for s, _ in pairs], effects)
        return total

    def effect(self, statement: Statement, axis: int, value: float) -> Floats:
        says = statement.judgment.says
        assert isinstance(says, Shift)
        if value == 0.0:
            return np.zeros(self.pool.draws)
        from scipy.special import ndtri

        parent = self.rows.axes[axis].name
        z = ndtri(self.column("E", statement.voice, self.rows.name, "shift", parent))
        return np.asarray(value + statement.judgment.nudge + says.sd * z, dtype=np.float64)

    def split(self, group: Group, statement: Statement) -> Floats:
        """Log-odds of a split's or a table's events, clocked and shifted: of every `STATE or more` (states - 1, draws).

        Of an unordered variable: of every single state (states, draws).
        """
        shift = self.shift(group, statement) if group.shifts else 0.0
        if isinstance(statement.judgment.says, Table):
            return logit(self._table_row(group, statement)) + shift
        key = ("split", statement.id)
        if key not in self._kept:
            draw = split_tails if self.rows.variable.ordered else split_singles
            self._kept[key] = draw(self, statement)
        return hazard(self._kept[key], statement.steps) + shift

    def table(self, statement: Statement) -> Floats:
        """P(state >= s) in every row of a table: (rows, draws, states - 1)."""
        says, nudge = statement.judgment.says, statement.judgment.nudge
        assert isinstance(says, Table)
        key = ("table", statement.id)
        if key not in self._kept:
            name = ("E", statement.voice, self.rows.name, "table")
            self._kept[key] = table.tails(says, nudge, self.pool.seed, self.pool.draws, *name)
        return self._kept[key]

    def _table_row(self, group: Group, statement: Statement) -> Floats:
        """One row of a table: of every `STATE or more`; of an unordered variable of every single state."""
        reach = self.table(statement)[group.members[0][1]].T
        if self.rows.variable.ordered:
            return np.asarray(reach, dtype=np.float64)
        edge = np.ones((1, reach.shape[1]))
        full = np.concatenate([edge, reach, 0.0 * edge])
        return np.asarray(full[:-1] - full[1:], dtype=np.float64)

    def split_states(self, group: Group, statement: Statement) -> Floats:
        """The whole row that a split or a table gives: (states, draws), from the previous state where there is one."""
        k, previous = self.rows.states, group.previous
        p = expit(self.split(group, statement))
        if self.rows.variable.ordered:
            if previous is not None and not statement.falls:
                p[:previous] = 1.0
            full = np.concatenate([np.ones((1, p.shape[1])), p, np.zeros((1, p.shape[1]))])
            return np.asarray(full[:-1] - full[1:], dtype=np.float64)
        if previous is not None and not statement.falls:
            p[previous] = 0.0
            p[previous] = np.maximum(0.0, 1.0 - p.sum(axis=0))
        assert p.shape[0] == k
        return p


def split_tails(drawer: Drawer, statement: Statement) -> Floats:
    """Log-odds of P(state >= s) under an ordered split: (states - 1, draws)."""
    says, states = statement.judgment.says, drawer.rows.variable.states
    if isinstance(says, Marginals):
        return logit(_sticks(drawer, statement, _above(says, states))) + statement.judgment.nudge
    assert isinstance(says, Split)
    share = np.array([says.split.get(state, 0.0) for state in states])
    tails = np.clip(np.cumsum((share / share.sum())[::-1])[::-1][1:], 0.0, 1.0)
    if says.worth is not None:
        out = logit(_sticks(drawer, statement, _shapes(tails, says.worth)))
    else:
        from scipy.special import ndtri

        odds = says.odds_within if says.odds_within is not None else 4.0
        z = ndtri(drawer.voice(statement.voice))
        out = logit(tails)[:, None] + log(odds) / Z95 * z
    return np.asarray(out + statement.judgment.nudge, dtype=np.float64)


def split_singles(drawer: Drawer, statement: Statement) -> Floats:
    """Log-odds of every state under an unordered split: (states, draws).

    With `odds_within` each state's log share gets a column of its own and the row is normalised; the
    spread is divided by sqrt(2), so that with two states the stated factor comes out.
    """
    says, states = statement.judgment.says, drawer.rows.variable.states
    if isinstance(says, Marginals):
        return _broken(drawer, statement, _above(says, states))
    assert isinstance(says, Split)
    share = np.array([says.split.get(state, 0.0) for state in states])
    share = share / share.sum()
    if says.worth is not None:
        tails = np.clip(np.cumsum(share[::-1])[::-1][1:], 0.0, 1.0)
        return _broken(drawer, statement, _shapes(tails, says.worth))
    from scipy.special import ndtri

    odds = says.odds_within if says.odds_within is not None else 4.0
    z = np.stack([ndtri(drawer.column("E", statement.voice, drawer.rows.name, state)) for state in states])
    with np.errstate(divide="ignore"):
        weight = np.log(share)[:, None] + log(odds) / Z95 / np.sqrt(2.0) * z
    p = np.exp(weight - weight.max(axis=0))
    return logit(_tilted(p / p.sum(axis=0), statement.judgment.nudge))


def _tilted(p: Floats, nudge: float) -> Floats:
    """A split's states with `nudge` added to the log-odds of every cumulative share, in the listed order."""
    reach = np.clip(np.cumsum(p[::-1], axis=0)[::-1][1:], 0.0, 1.0)
    moved = expit(logit(reach) + nudge)
    edge = np.ones((1, p.shape[1]))
    full = np.concatenate([edge, moved, 0.0 * edge])
    return np.asarray(full[:-1] - full[1:], dtype=np.float64)


def _broken(drawer: Drawer, statement: Statement, shapes: list[float]) -> Floats:
    """Log-odds of every state of an unordered Dirichlet, nudged: (states, draws)."""
    reach = np.concatenate([np.ones((1, drawer.pool.draws)), _sticks(drawer, statement, shapes)])
    p = reach - np.concatenate([reach[1:], np.zeros((1, drawer.pool.draws))])
    return logit(_tilted(np.clip(p, 0.0, 1.0), statement.judgment.nudge))


def _shapes(tails: Floats, worth: float) -> list[float]:
    """A Dirichlet's summed parameters from each state up, those of `tails` having the stated medians."""
    total = worth + 2.0
    return [total, *dirichlet_alpha([float(t) for t in tails], total)]


def _above(says: Marginals, states: tuple[str, ...]) -> list[float]:
    """A Dirichlet's summed parameters from each state up."""
    alpha = np.array(dirichlet(says, states).alpha)
    return [float(a) for a in np.cumsum(alpha[::-1])[::-1]]


def _sticks(drawer: Drawer, statement: Statement, shapes: list[float]) -> Floats:
    """P(state >= s) of a Dirichlet by stick-breaking, one named column a stick: (states - 1, draws).

    shapes: summed parameters from each state up, the total first. Sethuraman (1994) for the construction.
    """
    reach = np.ones(drawer.pool.draws)
    out = []
    for s, state in enumerate(drawer.rows.variable.states[1:], start=1):
        above, here = shapes[s], shapes[s - 1] - shapes[s]
        if above <= 0.0:
            reach = np.zeros(drawer.pool.draws)
        elif here > 0.0:
            column = (drawer.pool.seed, drawer.pool.draws, statement.voice, drawer.rows.name, state)
            reach = reach * expit(_stick(above, here, *column))
        out.append(reach)
    return np.stack(out)
