"""What a judgment on one event says, as numbers: each form has its reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.priors.reading.model import Reading
from sim.priors.reading.number import read_counts, read_number
from sim.priors.reading.phrase import read_phrase
from sim.priors.reading.points import elicit
from sim.scenario.model.elicited import Chips, Quantiles, Range
from sim.scenario.model.file import Judgment
from sim.scenario.model.form import Form
from sim.scenario.model.forms import Counts, Number, Phrase
from sim.scenario.resolve.scenario import Scenario


def read_event(scenario: Scenario, judgment: Judgment) -> Reading:
    """The reading of a judgment that states one event's probability.

    Raises TypeError for a form that speaks of a whole row or shifts others.
    """
    says = judgment.says
    if isinstance(says, Phrase):
        return read_phrase(says, scenario.lexicon, scenario.catalogue)
    if type(says) not in _READERS:
        raise TypeError(f"{type(says).__name__} does not state one event's probability")
    return _READERS[type(says)](says)


def _read_points(says: Range | Quantiles | Chips) -> Reading:
    fitted = elicit(says)
    return Reading(((1.0, fitted.family),), fitted.phrase, fitted.read_as, fitted.assumed, fitted.points)


_READERS: Mapping[type[Form], Callable[[Any], Reading]] = {
    Number: read_number, Counts: read_counts, Range: _read_points, Quantiles: _read_points, Chips: _read_points,
}  # fmt: skip
