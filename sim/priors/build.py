"""From judgments to Priors: every variable's rows, every draw, and the account of who said what where."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

import numpy as np

from sim.errors import ModelError
from sim.priors import judgment_priors, provenance
from sim.priors.consistency.check import problems, warnings
from sim.priors.model import Priors, RowTable, VariablePriors
from sim.priors.rows.completion import CompletedRow, alone, compose
from sim.priors.rows.matching import VariableRows, match
from sim.priors.rows.pool import Pool
from sim.priors.rows.statement_draws import Drawer
from sim.priors.rows.weights import Weighing, weigh
from sim.scenario.excerpt import excerpt, fingerprint
from sim.scenario.resolve.scenario import Scenario


def build(
    scenario: Scenario,
    draws: int = 1000,
    seed: int = 1,
    kept: Mapping[str, VariablePriors] = MappingProxyType({}),
    *,
    checked: bool = True,
    variables: Collection[str] | None = None,
) -> Priors:
    """Every row of every variable in every draw.

    draws: how many samples of what we do not know, at least 1. seed: any whole number from 0 on; all columns are named
    after it. kept: parts of earlier priors by their key, taken over where nothing they hang on has changed. checked:
    raises ModelError where one voice contradicts itself; else it is repaired as voices against each other are.
    variables: those that are wanted, all by default; nothing about the others is read, made or told.

    >>> from sim.scenario.file.read import read
    >>> priors = build(read("scenarios/first-steps.yaml"), draws=101)
    >>> priors.tables["direct_military"].tails.shape, round(priors.judgments["S14"].median, 2)
    ((2, 101, 2), 0.18)
    """
    if draws < 1:
        raise ValueError(f"draws must be at least 1, not {draws}")
    weighing = weigh(scenario)
    pool = weighing.pool(draws, seed)
    wanted = [name for name in scenario.variables if variables is None or name in variables]
    cut = {name: excerpt(weighing.heard, name) for name in wanted}
    items = f" {pool.items}" if pool.items else ""
    keys = {name: f"{seed} {draws} {fingerprint(alone)}{items}" for name, alone in cut.items()}
    matched = {name: match(cut[name], name) for name in sorted(cut) if keys[name] not in kept}
    wrong = [problem for name, rows in matched.items() for problem in problems(cut[name], rows)]
    if wrong and checked:
        raise ModelError(wrong)
    parts = {
        name: _part(cut[name], matched[name], keys[name], pool) if name in matched else kept[keys[name]]
        for name in wanted
    }
    return _priors(scenario, draws, seed, parts, weighing)


def _priors(
    scenario: Scenario, draws: int, seed: int, parts: Mapping[str, VariablePriors], weighing: Weighing
) -> Priors:
    """The parts of the variables put together."""
    rows, spoken = list(parts.values()), [parts[name] for name in scenario.judgments if name in parts]
    return Priors(
        draws=draws,
        seed=seed,
        tables={name: part.table for name, part in parts.items()},
        weighing=weighing,
        judgments={key: prior for part in spoken for key, prior in part.judgments.items()},
        rows=tuple(row for part in rows for row in part.rows),
        assumptions=provenance.ranked(
            [*weighing.assumptions, *(a for p in rows for a in p.assumptions), *(a for p in spoken for a in p.readings)]
        ),
        warnings=(*weighing.warnings, *(w for p in spoken for w in p.warnings), *(w for p in rows for w in p.repairs)),
        parts=parts,
        certain=frozenset(name for name, part in parts.items() if part.table.certain),
    )


def _part(scenario: Scenario, rows: VariableRows, key: str, pool: Pool) -> VariablePriors:
    """One variable's part; `scenario` is its excerpt."""
    drawer = Drawer(scenario, rows, pool)
    done = alone(drawer) or [compose(drawer, group) for group in rows.groups]
    spoken = provenance.spoken(rows, done)
    return VariablePriors(
        key=key,
        table=_table(rows, done),
        judgments=judgment_priors.judgments(scenario),
        rows=spoken,
        assumptions=tuple(provenance.row_assumptions(scenario, rows, done)),
        readings=tuple(judgment_priors.readings(scenario)),
        warnings=warnings(scenario, {rows.name: rows}),
        repairs=tuple(provenance.repairs(scenario, spoken)),
    )


def _table(rows: VariableRows, done: list[CompletedRow]) -> RowTable:
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
