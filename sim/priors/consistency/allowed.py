"""The medians that a statement allows: one, but for a bound, which allows all between it and its stated end."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.errors import Problem
from sim.log_odds import expit, log_odds_of, probability_of
from sim.priors.reading.judgment import read_event, read_limit
from sim.priors.reading.marginals import median_of_row
from sim.priors.rows.hazard import hazard
from sim.priors.rows.matching import Event, Statement, VariableRows
from sim.scenario.model.bounds import Bound
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


def find_allowed(
    scenario: Scenario, rows: VariableRows, statement: Statement, event: Event, *, clocked: bool = True
) -> tuple[float, float]:
    """The lowest and the highest median of a canonical event that a statement allows, in 0..1, a step if `clocked`.

    Of a bound these are its stated end and the median of the bound itself.
    """
    says = statement.says
    if not isinstance(says, Bound):
        alone = median(scenario, rows, statement, event, clocked=clocked)
        return alone, alone
    assert says.end is not None
    ends = np.array([log_odds_of(says.end), read_limit(scenario, says).quantile(0.5)]) + statement.nudge
    shares = expit(hazard(ends, statement.steps if clocked else None))
    low, high = sorted(float(share) for share in (1.0 - shares if statement.folded else shares))
    return low, high


def find_empty_bounds(scenario: Scenario, rows: VariableRows) -> Iterator[Problem]:
    """A problem for every bound that its stated end leaves no room: the end lies beyond the bound's own median."""
    for statement in rows.statements:
        says = statement.says
        if not isinstance(says, Bound) or isinstance(says.limit, float):
            continue
        assert says.end is not None
        limit = read_limit(scenario, says)
        middle = limit.quantile(0.5)
        if (middle <= log_odds_of(says.end)) if says.ceiling else (middle >= log_odds_of(says.end)):
            order = "below" if says.ceiling else "above"
            meant = f"{limit.phrase} (median {100 * probability_of(middle):.3g} %)"
            message = f"must be {order} the bound: {100 * says.end:.4g} % is not {order} {meant}"
            yield scenario.problem(f"judgments.{statement.id}.says.{says.end_key}", message)
