"""From judgments to Priors: every variable's rows, every draw, and the account of who said what where."""

from __future__ import annotations

import numpy as np

from sim.errors import ModelError
from sim.priors import account
from sim.priors.check import problems, warnings
from sim.priors.drawing import Drawer
from sim.priors.matching import VariableRows, match
from sim.priors.rows import Row, alone, compose
from sim.priors.tables import Priors, RowTable
from sim.priors.weights import pool_of, pooling, weighed
from sim.scenario.model import Scenario


def build(scenario: Scenario, draws: int = 1000, seed: int = 1) -> Priors:
    """Every row of every variable in every draw.

    draws: how many samples of what we do not know, at least 1. seed: any whole number from 0 on; all
    columns are named after it. Raises ModelError where one voice contradicts itself.

    >>> from sim.scenario.read import loads
    >>> text = '''
    ... schema_version: 1
    ... id: coin
    ... title: A coin
    ... as_of: 2025-12-24
    ... timeline: {steps: 1, step: 1 week}
    ... experts: {a: {name: A}}
    ... variables: {coin: {label: Coin, states: [tails, heads]}}
    ... judgments: {coin: {J1: {expert: a, about: heads, says: {probability: 50%, odds_within: 2}}}}
    ... policies: {none: {}}
    ... questions: {Q: {asks: "Heads?", is: {coin: heads}, at: 2025-12-31}}
    ... '''
    >>> round(float(np.median(build(loads(text), draws=101, seed=1).tables["coin"].tails)), 2)
    0.5
    """
    if draws < 1:
        raise ValueError(f"draws must be at least 1, not {draws}")
    pool = pool_of(scenario, draws, seed)
    told = pooling(scenario)
    scenario = weighed(scenario)
    matched = {name: match(scenario, name) for name in sorted(scenario.variables)}
    wrong = [problem for rows in matched.values() for problem in problems(scenario, rows)]
    if wrong:
        raise ModelError(wrong)
    tables, finished = {}, {}
    for name in scenario.variables:
        rows = matched[name]
        drawer = Drawer(scenario, rows, pool)
        done = alone(drawer) or [compose(drawer, group) for group in rows.groups]
        tables[name], finished[name] = _table(rows, done), (rows, done)
    spoken = account.spoken(scenario, finished)
    return Priors(
        draws=draws,
        seed=seed,
        tables=tables,
        judgments=account.judgments(scenario),
        rows=spoken,
        assumptions=account.assumptions(scenario, finished, told.assumptions),
        warnings=(*told.warnings, *warnings(scenario, matched), *account.repairs(scenario, spoken)),
    )


def _table(rows: VariableRows, done: list[Row]) -> RowTable:
    variable = rows.variable
    return RowTable(
        variable=rows.name,
        states=tuple(variable.states),
        axes=rows.axes,
        once=variable.chance == "once",
        never_falls=variable.never_falls,
        start=variable.states.index(variable.start) if variable.start is not None else None,
        row_of=rows.row_of,
        phase_of_step=rows.phase_of_step,
        tails=np.stack([row.tails for row in done]),
    )
