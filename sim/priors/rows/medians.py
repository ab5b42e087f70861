"""The medians of what is said in a row, and the events in words."""

from __future__ import annotations

import numpy as np

from sim.log_odds import expit
from sim.priors.reading.judgment import read_event
from sim.priors.reading.marginals import dirichlet
from sim.priors.rows.matching import Event, Statement, VariableRows
from sim.priors.rows.statement_draws import hazard
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.forms import Split
from sim.scenario.resolve.scenario import Scenario


def median(
    scenario: Scenario, rows: VariableRows, statement: Statement, event: Event, *, clocked: bool = True
) -> float:
    """Median of a canonical event as this statement has it, a step where there is a clock (`clocked`)."""
    judgment = statement.record
    if isinstance(judgment.says, Split | Marginals):
        if isinstance(judgment.says, Marginals):
            p = dirichlet(judgment.says, rows.variable.states).median(event)
        else:
            share = np.array([judgment.says.split.get(state, 0.0) for state in rows.variable.states])
            p = float(share[sorted(event)].sum() / share.sum())
        with np.errstate(divide="ignore"):
            x = np.array([np.log(p) - np.log1p(-p) + judgment.nudge])
        return float(expit(hazard(x, statement.steps if clocked else None))[0])
    x = np.array([read_event(scenario, judgment).quantile(0.5) + judgment.nudge])
    p = float(expit(hazard(x, statement.steps if clocked else None))[0])
    return 1.0 - p if statement.folded else p


def name(rows: VariableRows, event: Event) -> str:
    """A canonical event in the scenario's words.

    (`incident or more`, `A or B`, or a single state.)
    """
    states = rows.variable.states
    if rows.variable.ordered and len(event) > 1 and event == frozenset(range(min(event), len(states))):
        return f"{states[min(event)]} or more"
    return " or ".join(states[s] for s in sorted(event))
