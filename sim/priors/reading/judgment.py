"""What a judgment on one event says, as numbers: each form has its reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log
from typing import Any

from sim.log_odds import log_odds_of
from sim.priors.families.families import Z95, Beta, Certain, Family, LogitNormal, Point
from sim.priors.families.fit_beta import beta_total
from sim.priors.reading.bound import name_limit, read_bound
from sim.priors.reading.model import Reading
from sim.priors.reading.phrase import read_phrase
from sim.priors.reading.points import elicit
from sim.scenario.model.bounds import Bound
from sim.scenario.model.elicited import Chips, Quantiles, Range
from sim.scenario.model.file import Judgment
from sim.scenario.model.form import Form
from sim.scenario.model.forms import Counts, Number, Phrase
from sim.scenario.resolve.scenario import Scenario

BARE_ODDS = 4.0  # what a number without a spread is taken to mean: 90 % within a factor of four in odds


def read_event(scenario: Scenario, judgment: Judgment) -> Reading:
    """The reading of a judgment that states one event's probability.

    Raises TypeError for a form that speaks of a whole row or shifts others.
    """
    says = judgment.says
    if isinstance(says, Phrase):
        return read_phrase(says, scenario.lexicon, scenario.catalogue)
    if isinstance(says, Bound):
        return read_bound(says, read_limit(scenario, says))
    if type(says) not in _READERS:
        raise TypeError(f"{type(says).__name__} does not state one event's probability")
    return _READERS[type(says)](says)


def read_limit(scenario: Scenario, says: Bound) -> Reading:
    """The reading of a bound itself: of its phrase, its number, or another judgment's with its nudge.

    Raises LookupError for a phrase that no lexicon knows.
    """
    if says.other is not None:
        other = scenario.resolved[says.other].record
        return name_limit(says.other, read_event(scenario, other), other.nudge)
    if isinstance(says.limit, str):
        phrase = Phrase(phrase=says.limit, read_as=says.read_as, lexicon=says.lexicon, widen=says.widen)
        return read_phrase(phrase, scenario.lexicon, scenario.catalogue)
    assert isinstance(says.limit, float)
    if says.worth is None and says.odds_within is None:  # a number as a bound is that number
        return Reading(((1.0, Point(says.limit)),), f"{100 * says.limit:.4g} %", "exact")
    return read_number(Number(probability=says.limit, worth=says.worth, odds_within=says.odds_within))


def read_number(says: Number) -> Reading:
    """A stated probability as a prior with that median.

    >>> read_number(Number(probability=0.05)).assumed
    ('a bare 5 %, taken as 90 % within a factor 4 in odds',)
    """
    shown = f"{100 * says.probability:.4g} %"
    assumed: tuple[str, ...] = ()
    family: Family
    if says.certain:
        family, read_as = Certain(says.probability >= 0.5), "certain"
    elif says.family == "point":
        family, read_as, assumed = Point(says.probability), "exact", (f"{shown} taken as exact (family: point)",)
    elif says.worth is not None:
        family, read_as = beta_total(says.probability, says.worth + 2.0), f"worth {says.worth:g} cases"
    else:
        odds = says.odds_within or BARE_ODDS
        family, read_as = LogitNormal(log_odds_of(says.probability), log(odds) / Z95), f"odds within {odds:g}x"
        if says.odds_within is None:
            read_as += " (assumed)"
            assumed = (f"a bare {shown}, taken as 90 % within a factor {odds:g} in odds",)
    return Reading(((1.0, family),), shown, read_as, assumed)


def read_counts(says: Counts) -> Reading:
    """So many cases of so many, added to the parameters of the prior (Bayes 1763; Jeffreys 1946).

    >>> read_counts(Counts(happened=0, of=26, prior={"a": 0.5, "b": 9.5})).family
    'Beta(0.5, 35.5)'
    """
    read_as = "counts"
    if isinstance(says.prior, str):
        a = b = 0.5 if says.prior == "jeffreys" else 1.0
    else:
        a, b = says.prior["a"], says.prior["b"]
        read_as = f"counts on a prior Beta({a:g}, {b:g})"
    family = Beta(says.happened + a, says.of - says.happened + b)
    return Reading(((1.0, family),), f"{says.happened} of {says.of}", read_as)


def _read_points(says: Range | Quantiles | Chips) -> Reading:
    fitted = elicit(says)
    return Reading(((1.0, fitted.family),), fitted.phrase, fitted.read_as, fitted.assumed, fitted.points)


_READERS: Mapping[type[Form], Callable[[Any], Reading]] = {
    Number: read_number, Counts: read_counts, Range: _read_points, Quantiles: _read_points, Chips: _read_points,
}  # fmt: skip
