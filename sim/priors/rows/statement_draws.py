"""Draws of what each statement says: log-odds per draw, as hazards where there is a clock, shifted where told.

A split is drawn once for all rows of its condition: its states in doubt together, or by a Dirichlet distribution.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np

from sim.arrays import Floats, shares_of, tails_of
from sim.log_odds import expit, logit
from sim.priors import latin_hypercube
from sim.priors.families.families import Z95
from sim.priors.families.fit_beta import dirichlet_alpha
from sim.priors.reading.judgment import BARE_ODDS, read_event
from sim.priors.reading.marginals import dirichlet
from sim.priors.rows.dirichlet import sticks, table_tails
from sim.priors.rows.event_draws import draw_between, draw_reading, find_column
from sim.priors.rows.hazard import hazard
from sim.priors.rows.matching import Event, Group, Statement, VariableRows
from sim.priors.rows.pool import Pool
from sim.scenario.model.bounds import Bound
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.forms import Shift, Split, Table
from sim.scenario.resolve.scenario import ResolvedJudgment, Scenario


@dataclass
class Drawer:
    """Draws of the statements about one variable; every (statement, event) is drawn once.

    scenario: whose. rows: of the variable. pool: has the seed and the number of draws.
    """

    scenario: Scenario
    rows: VariableRows
    pool: Pool
    _drawn: dict[object, Floats] = field(default_factory=dict)
    _shifted: tuple[object, Floats] | None = None

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

        return np.asarray(log(factor) / Z95 * ndtri(self.column("O", voice, self.rows.name)), dtype=np.float64)

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
            x = self.stated(statement)
            self._drawn[statement.id] = (-x if statement.folded else x) + self.off(statement.voice)
        return self._drawn[statement.id]

    def stated(self, judgment: ResolvedJudgment) -> Floats:
        """Log-odds of the event as a judgment states it, on this or another variable, nudged: (draws,)."""
        says, column = judgment.says, find_column(self.scenario, judgment, self.pool)
        if isinstance(says, Bound) and says.other is not None:
            limit = self.stated(self.scenario.resolved[says.other])
            return draw_between(says, limit, judgment.folded, column) + judgment.nudge
        return draw_reading(read_event(self.scenario, judgment.record), judgment.folded, column) + judgment.nudge

    def shift(self, group: Group, statement: Statement) -> Floats:
        """The log-odds that shifts add to this statement in this row: pooled over voices, summed over parents."""
        given = statement.record.given
        heard = [(axis, pairs) for axis, pairs in group.shifts if self.rows.axes[axis].name not in given]
        name = [(axis, s.id, value) for axis, pairs in heard for s, value in pairs]
        if self._shifted is not None and self._shifted[0] == name:  # what a row says of another event
            return self._shifted[1]
        total = np.zeros(self.pool.draws)
        for axis, pairs in heard:
            effects = np.stack([self.effect(s, axis, value) for s, value in pairs])
            total = total + self.pool.effects([s.voice for s, _ in pairs], effects)
        self._shifted = name, total
        return total

    def effect(self, statement: Statement, axis: int, value: float) -> Floats:
        says = statement.says
        assert isinstance(says, Shift)
        if value == 0.0:
            return np.zeros(self.pool.draws)
        parent = self.rows.axes[axis].name
        key = ("shift", statement.voice, parent)
        if key not in self._drawn:
            from scipy.special import ndtri

            self._drawn[key] = ndtri(self.column("E", statement.voice, self.rows.name, "shift", parent))
        return np.asarray(value + statement.nudge + says.sd * self._drawn[key], dtype=np.float64)

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
            nudge = statement.nudge + self.off(statement.voice)
            self._drawn[key] = table_tails(says, nudge, self.pool.seed, self.pool.draws, *name)
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


def draw_split(drawer: Drawer, statement: Statement) -> Floats:
    """Log-odds of a split's events, before clock and shift, with its nudge.

    Of an ordered variable P(state >= s), (states - 1, draws); else of every single state, (states, draws).
    """
    says, states = statement.says, drawer.rows.variable.states
    ordered, nudge = drawer.rows.variable.ordered, statement.nudge + drawer.off(statement.voice)
    assert isinstance(says, Split | Marginals)
    shapes = _shapes(says, states)
    if shapes is not None:
        columns = drawer.pool.seed, drawer.pool.draws, "E", statement.voice, drawer.rows.name, "stick"
        reach = sticks(states, shapes, *columns)
        return logit(reach) + nudge if ordered else logit(_tilted(np.clip(shares_of(reach), 0.0, 1.0), nudge))
    assert isinstance(says, Split)
    share = _shares(says, states)
    sd = log(says.odds_within or BARE_ODDS) / Z95
    if ordered:
        from scipy.special import ndtri

        tails = tails_of(share).clip(0.0, 1.0)
        return np.asarray(logit(tails)[:, None] + sd * ndtri(drawer.voice(statement.voice)) + nudge, dtype=np.float64)
    return logit(_tilted(_spread(drawer, statement.voice, share, sd), nudge))


def _shapes(says: Split | Marginals, states: Sequence[str]) -> list[float] | None:
    """A Dirichlet's summed parameters from each state up, the total first; None for a split without `worth`."""
    if isinstance(says, Marginals):
        return [float(a) for a in np.cumsum(dirichlet(says, states).alpha[::-1])[::-1]]
    if says.worth is None:
        return None
    total = says.worth + 2.0
    return [total, *dirichlet_alpha(tails_of(_shares(says, states)).clip(0.0, 1.0).tolist(), total)]


def _shares(says: Split, states: Sequence[str]) -> Floats:
    share = np.array([says.split.get(state, 0.0) for state in states])
    return np.asarray(share / share.sum(), dtype=np.float64)


def _spread(drawer: Drawer, voice: str, share: Floats, sd: float) -> Floats:
    """Shares whose logs each have a column of their own, brought to the sum 1; sd: of a cumulative share's log-odds."""
    from scipy.special import ndtri

    name, states = drawer.rows.name, drawer.rows.variable.states
    z = np.stack([ndtri(drawer.column("E", voice, name, state)) for state in states])
    with np.errstate(divide="ignore"):
        weight = np.log(share)[:, None] + sd / np.sqrt(2.0) * z  # with two states the stated factor comes out
    p = np.exp(weight - weight.max(axis=0))
    return np.asarray(p / p.sum(axis=0), dtype=np.float64)


def _tilted(p: Floats, nudge: Floats | float) -> Floats:
    """A split's states with `nudge` added to the log-odds of every cumulative share, in the listed order."""
    return shares_of(expit(logit(np.clip(tails_of(p), 0.0, 1.0)) + nudge))
