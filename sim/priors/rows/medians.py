"""The medians of what is said in a row."""

from __future__ import annotations

import numpy as np

from sim.log_odds import expit, log_odds_of
from sim.priors.reading.judgment import read_event
from sim.priors.reading.marginals import median_of_row
from sim.priors.rows.hazard import hazard
from sim.priors.rows.matching import Event, Statement, VariableRows
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.forms import Split
from sim.scenario.resolve.scenario import Scenario


def median(
    scenario: Scenario, rows: VariableRows, statement: Statement, event: Event, *, clocked: bool = True
) -> float:
    """Median of a canonical event as this statement has it, a step where there is a clock (`clocked`)."""
    if isinstance(statement.says, Split | Marginals):
        x = log_odds_of(median_of_row(statement.says, rows.variable.states, event))
    else:
        x = read_event(scenario, statement.record).quantile(0.5)
    p = float(expit(hazard(np.array([x + statement.nudge]), statement.steps if clocked else None))[0])
    return 1.0 - p if statement.folded else p
