"""Priors in which one variable's rows are worked out again: a judgment held at a quantile, or nudged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Floats
from sim.priors.model import Priors
from sim.priors.reading.judgment import read_event
from sim.priors.rows.completion import alone, compose
from sim.priors.rows.matching import Group, Statement, match
from sim.priors.rows.statement_draws import Drawer, draw_split
from sim.scenario.model.file import Judgment, Variable
from sim.scenario.model.forms import Shift, Split
from sim.scenario.resolve.bounds import bounded_variables
from sim.scenario.resolve.scenario import ResolvedJudgment, Scenario


def why_not(variable: Variable, judgment: Judgment) -> str:
    """Why a judgment has no quantile to be held at; empty where it has.

    One latent column must stand behind all of it: an event, a shift, or an ordered split whose cumulative odds
    move together.
    """
    if isinstance(judgment.says, Split) and not variable.ordered:
        return "a split of an unordered variable: every state is in doubt by itself"
    return judgment.says.doubted_apart


def hold(priors: Priors, judgment: str, level: float) -> Priors:
    """The priors with one judgment at its quantile `level` in every draw, everything else as drawn.

    level: in (0, 1), of the probability that the judgment states; of a split's cumulative odds, a shift's effects.
    Raises ValueError for a judgment that has no such quantile.
    """
    scenario = priors.weighing.heard
    name = scenario.resolved[judgment].variable
    reason = why_not(scenario.variables[name], scenario.judgments[name][judgment])
    if reason:
        raise ValueError(f"{judgment}: {reason}")
    pool = priors.weighing.pool(priors.draws, priors.seed)
    bound = bounded_variables(scenario, judgment)
    names = dict.fromkeys((name, *bound))
    drawers = (_Holding(scenario, match(scenario, name), pool, id=judgment, level=level) for name in names)
    return _with_rows(priors, drawers, "" if bound else judgment)


def again(scenario: Scenario, priors: Priors, judgment: str) -> Priors:
    """The priors with the rows that one judgment has a part in as `scenario` has them, and of those that it bounds.

    scenario: differs from the one that `priors` were made from by a nudge of this judgment alone.
    """
    pool, heard = priors.weighing.pool(priors.draws, priors.seed), priors.weighing.heard
    scenario = scenario.with_voices(heard.experts, pool=heard.pool)
    bound = bounded_variables(scenario, judgment)
    names = dict.fromkeys((scenario.resolved[judgment].variable, *bound))
    drawers = (Drawer(scenario, match(scenario, name), pool) for name in names)
    return _with_rows(priors, drawers, "" if bound else judgment)


def _with_rows(priors: Priors, drawers: Iterable[Drawer], judgment: str) -> Priors:
    """judgment: rows in which it has no part stay; empty where all are made again, for others may hang on it."""
    tables = dict(priors.tables)
    for drawer in drawers:
        rows, table = drawer.rows, tables[drawer.rows.name]
        whole = alone(drawer)
        tails = np.stack([row.tails for row in whole]) if whole else np.array(table.tails)
        for place, group in enumerate(() if whole else rows.groups):
            if not judgment or judgment in _speaking(group):
                tails[place] = compose(drawer, group).tails
        tables[rows.name] = replace(table, tails=tails)
    return replace(priors, tables=tables)


def _speaking(group: Group) -> set[str]:
    """The judgments that have a part in a row."""
    said = [statement for _, statements in group.speakers for statement in statements]
    shifts = [statement for _, pairs in group.shifts for statement, _ in pairs]
    return {one.id for one in (*said, *shifts, *([group.background] if group.background else []))}


@dataclass
class _Holding(Drawer):
    """Draws in which one judgment stands at one of its quantiles."""

    id: str = ""
    level: float = 0.5

    def stated(self, judgment: ResolvedJudgment) -> Floats:
        """The stated event's log-odds; of the judgment that is held, its quantile, lexicon by lexicon as drawn."""
        if judgment.id != self.id:
            return super().stated(judgment)
        reading, levels = read_event(self.scenario, judgment.record), np.full(self.pool.draws, self.level)
        return reading.log_odds(levels, self.column("lexicon")) + judgment.nudge

    def effect(self, statement: Statement, axis: int, value: float) -> Floats:
        """A shift's effect; of the judgment that is held, its quantile: the largest effect's own direction counts."""
        says = statement.says
        if statement.id != self.id or not isinstance(says, Shift) or value == 0.0:
            return super().effect(statement, axis, value)
        from scipy.special import ndtri

        return np.full(self.pool.draws, value + statement.nudge + says.sd * float(ndtri(self.level)))

    def split(self, group: Group, statement: Statement) -> Floats:
        """A split's cumulative log-odds; of the judgment that is held, its quantile."""
        if statement.id == self.id and ("split", statement.id) not in self._drawn:
            at_level = _AtLevel(self.scenario, self.rows, self.pool, level=self.level)
            self._drawn["split", statement.id] = draw_split(at_level, statement)
        return super().split(group, statement)


@dataclass
class _AtLevel(Drawer):
    """Draws in which every voice's column stands at one level."""

    level: float = 0.5

    def voice(self, voice: str) -> Floats:
        """The level, in every draw."""
        return np.full(self.pool.draws, self.level)
