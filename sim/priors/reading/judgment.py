"""How a judgment's words are read as numbers: phrase, number, counts or points -> family, with what was assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

import numpy as np

from sim.arrays import Floats
from sim.lexicon import SHIPPED, Shelf, look_up
from sim.lexicon.entries import Entry
from sim.log_odds import log_odds_of
from sim.priors.families.families import Z95, Beta, Certain, Family, LogitNormal, Point, Widened
from sim.priors.families.fit_beta import beta_quantiles, beta_range, beta_total
from sim.priors.reading.lexicon_choice import chosen
from sim.priors.reading.points import FitPoint, elicit
from sim.scenario.model.elicited import Chips, Quantiles, Range
from sim.scenario.model.file import Judgment
from sim.scenario.model.forms import Counts, Number, Phrase
from sim.scenario.resolve.scenario import Scenario

BARE_ODDS = 4.0  # what a number without a spread is taken to mean: 90 % within a factor of four in odds


@dataclass(frozen=True)
class Reading:
    """One event judgment as numbers: a family for each lexicon of the blend, and the reader's choices.

    books: (weight, family); one entry unless the phrase book itself is in doubt. fit: elicited beside fitted
    quantiles, where there are any.
    """

    books: tuple[tuple[float, Family], ...]
    phrase: str
    read_as: str
    assumed: tuple[str, ...] = ()
    fit: tuple[FitPoint, ...] = ()

    def log_odds(self, u: Floats, book: Floats | None = None) -> Floats:
        """Draws of the stated event's log-odds from the latent column `u`, one book per draw from `book`."""
        if len(self.books) == 1 or book is None:
            return self.books[0][1].log_odds(u)
        every = np.stack([family.log_odds(u) for _, family in self.books])
        return np.asarray(every[chosen([weight for weight, _ in self.books], book), np.arange(u.size)])

    def quantile(self, level: float) -> float:
        """Log-odds at `level`, over the blend of books."""
        if len(self.books) == 1:
            return float(self.books[0][1].log_odds(np.array([level]))[0])
        grid = (np.arange(4001) + 0.5) / 4001
        values = np.concatenate([family.log_odds(grid) for _, family in self.books])
        weights = np.repeat([weight for weight, _ in self.books], grid.size)
        order = np.argsort(values)
        reached = np.cumsum(weights[order]) / weights.sum()
        return float(values[order][np.searchsorted(reached, level)])

    @property
    def family(self) -> str:
        return " | ".join(family.name for _, family in self.books)


def read_event(scenario: Scenario, judgment: Judgment) -> Reading:
    """The reading of a judgment that states one event's probability.

    >>> from sim.scenario.model.forms import Number
    >>> read_number(Number(probability=0.05, worth=20)).family
    'Beta(1.38, 20.6)'
    """
    says = judgment.says
    if isinstance(says, Phrase):
        return read_phrase(says, scenario.lexicon, scenario.shelf)
    if isinstance(says, Number):
        return read_number(says)
    if isinstance(says, Counts):
        return read_counts(says)
    if isinstance(says, Range | Quantiles | Chips):
        found = elicit(says)
        return Reading(((1.0, found.family),), found.phrase, found.read_as, found.assumed, found.points)
    raise TypeError(f"{type(says).__name__} does not state one event's probability")


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


def read_phrase(says: Phrase, lexicons: Mapping[str, float], shelf: Shelf = SHIPPED) -> Reading:
    """A phrase as the distribution of what people mean by it, in every lexicon of the blend."""
    wanted = says.read_as or says.phrase
    books: list[tuple[float, Family]] = []
    assumed, shown = [], []
    if says.read_as and says.read_as.casefold() != says.phrase.casefold():
        assumed.append(f"'{says.phrase}' read as '{says.read_as}'")
    blend = {says.lexicon: 1.0} if says.lexicon else lexicons
    for name, weight in sorted(blend.items()):
        if weight <= 0:
            continue
        match = look_up(wanted, name, shelf)
        family = _entry_family(match.entry)
        books.append((weight, Widened(family, says.widen) if says.widen != 1.0 else family))
        shown.append(f"{match.entry.phrase} ({name})")
        if match.how != "exact":
            assumed.append(f"{name} does not know '{wanted}': its '{match.entry.phrase}' stands in ({match.how})")
    if says.widen != 1.0:
        assumed.append(f"'{wanted}' widened {says.widen:g}x in log-odds")
    return Reading(tuple(books), says.phrase, " | ".join(shown), tuple(assumed))


def _entry_family(entry: Entry) -> Family:
    if entry.quantiles:
        return beta_quantiles(entry.quantiles)
    assert entry.low is not None
    assert entry.high is not None
    return beta_range(entry.low, entry.high)
