"""A stated number, or counted cases, as a family."""

from __future__ import annotations

from math import log

from sim.log_odds import log_odds_of
from sim.priors.families.families import Z95, Beta, Certain, Family, LogitNormal, Point
from sim.priors.families.fit_beta import beta_total
from sim.priors.reading.model import Reading
from sim.scenario.model.forms import Counts, Number

BARE_ODDS = 4.0  # what a number without a spread is taken to mean: 90 % within a factor of four in odds


def read_number(says: Number) -> Reading:
    """A stated probability as a prior with that median.

    >>> read_number(Number(probability=0.05)).assumed
    ('a bare 5 %, taken as 90 % within a factor 4 in odds',)
    """
    shown = f"{100 * says.probability:.4g} %"
    if says.certain:
        return Reading(((1.0, Certain(says.probability >= 0.5)),), shown, "certain")
    if says.family == "point":
        exact = (f"{shown} taken as exact (family: point)",)
        return Reading(((1.0, Point(says.probability)),), shown, "exact", exact)
    if says.worth is not None:
        family: Family = beta_total(says.probability, says.worth + 2.0)
        return Reading(((1.0, family),), shown, f"worth {says.worth:g} cases")
    odds = says.odds_within if says.odds_within is not None else BARE_ODDS
    family = LogitNormal(log_odds_of(says.probability), log(odds) / Z95)
    if says.odds_within is not None:
        return Reading(((1.0, family),), shown, f"odds within {odds:g}x")
    return Reading(
        ((1.0, family),),
        shown,
        f"odds within {odds:g}x (assumed)",
        (f"a bare {shown}, taken as 90 % within a factor {odds:g} in odds",),
    )


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
