"""How much doubt there is about one judgment: the standard deviation of its prior in log-odds."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite, log

import numpy as np

from sim.arrays import Floats, tails_of
from sim.log_odds import logit
from sim.priors.families.families import Z95
from sim.priors.judgment_draws import said
from sim.priors.reading.judgment import BARE_ODDS, read_event
from sim.priors.rows.weights import Weighing
from sim.scenario.model.forms import Shift, Split, Table
from sim.scenario.resolve.scenario import Scenario

DRAWS = 999  # for forms whose spread has no closed form


def doubt(scenario: Scenario, variable: str, key: str) -> float:
    """The sd of the normal distribution in log-odds that has the same 90 % range as a judgment's prior.

    With `odds_within: f` it is ln f / 1.645; 0 for what is certain, a shift without `sd` and a table without `worth`,
    which no `nudge` can be justified for. A row's is the mean over its cumulative shares.

    >>> from sim.scenario.file.read import read
    >>> round(doubt(read("scenarios/first-steps.yaml"), "direct_military", "A1"), 4)  # odds within 4
    0.8428
    """
    judgment = scenario.judgments[variable][key]
    says = judgment.says
    if isinstance(says, Shift):
        return says.sd
    if isinstance(says, Split) and says.worth is None:
        return log(says.odds_within or BARE_ODDS) / Z95
    if isinstance(says, Table):
        return _of_a_table(says)
    if says.whole_row:
        columns = (logit(event) for _, event in stated(scenario, variable, key, DRAWS, 1))
        ranges = [float(np.diff(np.quantile(x, [0.05, 0.95]))[0]) for x in columns if np.isfinite(x).all()]
        return sum(ranges) / len(ranges) / (2.0 * Z95) if ranges else 0.0
    reading = read_event(scenario, judgment)
    low, high = reading.quantile(0.05), reading.quantile(0.95)
    return (high - low) / (2.0 * Z95) if isfinite(low) and isfinite(high) else 0.0


def stated(scenario: Scenario, variable: str, key: str, draws: int, seed: int) -> list[tuple[str, Floats]]:
    """Every event that one judgment speaks of, with its probabilities as said: (draws,). `overall` or not.

    Drawn from the columns that the same words would have as a judgment of a row. Nothing for what is certain.
    """
    judgment = scenario.judgments[variable][key].model_copy(update={"overall": False})
    voice = scenario.experts[judgment.expert].model_copy(update={"weight": 1.0})
    pool, group = scenario.pool.model_copy(update={"weights": "given"}), {variable: {key: judgment}}
    heard = scenario.with_voices({judgment.expert: voice}, judgments=group, background=(), pool=pool)
    exact = {**scenario.resolved, key: replace(scenario.resolved[key], record=judgment)}
    alone = replace(heard, current=group, resolved=exact)
    return [(event.event, event.draws) for event in said(Weighing(alone, "given"), draws, seed)]


def _of_a_table(says: Table) -> float:
    """Mean over all cumulative shares of the sd of a Beta's log-odds, whose variance is psi'(a) + psi'(b)."""
    if says.worth is None:
        return 0.0
    from scipy.special import polygamma

    above = tails_of(np.array(says.table), 1)
    worth = np.broadcast_to(np.array(says.worth), (len(says.table),))[:, None]
    a, b = (side[(above > 0) & (above < 1)] for side in (above * worth, (1.0 - above) * worth))
    return float(np.sqrt(polygamma(1, a) + polygamma(1, b)).mean()) if a.size else 0.0
