"""A bound as a family: what lies between it, as its words or its number have it, and the stated end."""

from __future__ import annotations

from sim.log_odds import log_odds_of
from sim.priors.families.bounded import Beneath, Beyond
from sim.priors.families.moved import Moved
from sim.priors.reading.model import Reading
from sim.scenario.model.bounds import Bound


def read_bound(says: Bound, limit: Reading) -> Reading:
    """What a bound says as numbers, one latent column behind all of it.

    limit: the reading of the bound itself. Of a bound that is another judgment the result is the distribution over both
    of its columns.

    >>> from sim.priors.families.families import Point
    >>> from sim.scenario.model.bounds import AtMost
    >>> exact = Reading(((1.0, Point(0.2)),), "20 %", "exact")
    >>> found = read_bound(AtMost(at_most="20%", down_to="0.1%"), exact)
    >>> found.phrase, round(found.quantile(0.5), 3)  # midway between -6.907 and -1.386
    ('at most 20 %, down to 0.1 %', -4.147)
    """
    assert says.end is not None
    end = log_odds_of(says.end)
    made = Beneath if says.ceiling else Beyond
    families = tuple((weight, made(family, end)) for weight, family in limit.families)
    which = f"{says.key.replace('_', ' ')} {limit.phrase}"
    other = f"{says.end_key.replace('_', ' ')} {100 * says.end:.4g} %"
    what = "floor" if says.ceiling else "ceiling"
    assumed = f"'{which}': the {what} of {100 * says.end:.4g} % is the file's; between the two evenly in log-odds"
    return Reading(families, f"{which}, {other}", f"{limit.read_as}, {other}", (*limit.assumed, assumed))


def name_limit(key: str, said: Reading, nudge: float) -> Reading:
    """The reading of another judgment as a bound, with its nudge; what it assumes is told with itself."""
    families = tuple((weight, Moved(family, nudge) if nudge else family) for weight, family in said.families)
    return Reading(families, f"what {key} says ({said.phrase})", said.read_as)
