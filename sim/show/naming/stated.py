"""The one event and the one probability by which a slider shows a judgment."""

from __future__ import annotations

from typing import NamedTuple

from sim.log_odds import log_odds_of, probability_of
from sim.priors.reading.judgment import read_event
from sim.priors.reading.marginals import median_of_row
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.file import Judgment
from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Split
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario


class Stated(NamedTuple):
    """An event as the file writes it, its median before any nudge, and what stands for a phrase; empty: the phrase."""

    event: str
    median: float
    quoted: str = ""


def find_stated(scenario: Scenario, variable: str, judgment: Judgment, target: Target | None = None) -> Stated | None:
    """What a slider of a judgment shows; None where it states no probability between 0 and 1.

    target: what the question asks. Of a split it is the question's own event, if there is one and the split leaves it
    open, else the event nearest to even.
    """
    says, known = judgment.says, scenario.variables[variable]
    if says.subject is Subject.EVENT:
        median = probability_of(read_event(scenario, judgment).quantile(0.5))
        return Stated(judgment.about, median) if 0 < median < 1 else None
    if not isinstance(says, Split | Marginals) or not known.ordered:
        return None
    open_tails = find_tails(says, known.states)
    if not open_tails:
        return None
    asked = min(target.states) if target is not None and variable == target.variable else -1
    first = asked if asked in open_tails else min(open_tails, key=lambda state: abs(open_tails[state] - 0.5))
    more = " or more" if first < len(known.states) - 1 else ""
    return Stated(known.states[first] + more, open_tails[first], f"{100 * open_tails[first]:.2g} %")


def find_tails(says: Split | Marginals, states: tuple[str, ...]) -> dict[int, float]:
    """What a split says of `state k or more`, by k, before any nudge; only what is neither certain nor excluded."""
    size = len(states)
    tails = {first: median_of_row(says, states, frozenset(range(first, size))) for first in range(1, size)}
    return {first: tail for first, tail in tails.items() if 1e-9 < tail < 1 - 1e-9}


def shift_median(median: float, nudge: float) -> float:
    """The median after a nudge in log-odds.

    >>> round(shift_median(0.2, 0.5), 3), shift_median(0.2, 0.0)
    (0.292, 0.2)
    """
    return median if nudge == 0 else probability_of(log_odds_of(median) + nudge)
