"""A phrase of likelihood becomes a Beta: what a survey's readers, or a yardstick, take it to mean."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from importlib.resources import files

from sim.lexicon import SHIPPED, Catalogue, entries, look_up
from sim.lexicon.entries import Entry
from sim.priors.families.families import Beta, Family, Widened
from sim.priors.families.fit_beta import beta_quantiles, beta_range
from sim.priors.reading.model import Reading
from sim.scenario.model.forms import Phrase


def read_phrase(says: Phrase, weights: Mapping[str, float], catalogue: Catalogue = SHIPPED) -> Reading:
    """A phrase as the distribution of what people mean by it: a Beta for every lexicon of the blend.

    weights: lexicon -> weight; those at 0 are left out. A lexicon that the judgment names stands alone. Raises
    LookupError for a phrase that no lexicon knows.

    >>> read_phrase(Phrase(phrase="unlikely"), {"icd203": 1.0}).family
    'Beta(11.7, 24.9)'
    """
    wanted = says.read_as or says.phrase
    families: list[tuple[float, Family]] = []
    assumed, shown = [], []
    if says.read_as and says.read_as.casefold() != says.phrase.casefold():
        assumed.append(f"'{says.phrase}' read as '{says.read_as}'")
    blend = {says.lexicon: 1.0} if says.lexicon else weights
    for name, weight in sorted(blend.items()):
        if weight <= 0:
            continue
        match = look_up(wanted, name, catalogue)
        shipped = name in entries.names()
        family = _fits()[name, match.entry.phrase] if shipped else fit_entry(match.entry)
        families.append((weight, Widened(family, says.widen) if says.widen != 1.0 else family))
        shown.append(f"{match.entry.phrase} ({name})")
        if match.how != "exact":
            assumed.append(f"{name} does not know '{wanted}': its '{match.entry.phrase}' stands in ({match.how})")
    if says.widen != 1.0:
        assumed.append(f"'{wanted}' widened {says.widen:g}x in log-odds")
    return Reading(tuple(families), says.phrase, " | ".join(shown), tuple(assumed))


@functools.cache
def _fits() -> Mapping[tuple[str, str], Beta]:
    """Lexicon and phrase -> the Beta fitted beforehand, of all that the shipped lexicons hold (`docs/make_fits.py`)."""
    text = (files("sim.priors.reading") / "fits.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(row["lexicon"], row["phrase"]): Beta(float(row["a"]), float(row["b"])) for row in rows}


def fit_entry(entry: Entry) -> Beta:
    """What readers take an entry to mean: the Beta nearest to a survey's quantiles, or that of a yardstick's range.

    >>> from sim.lexicon.entries import load
    >>> fit_entry(load("icd203")["unlikely"]).name
    'Beta(11.7, 24.9)'
    """
    if entry.quantiles:
        return beta_quantiles(entry.quantiles)
    assert entry.low is not None
    assert entry.high is not None
    return beta_range(entry.low, entry.high)
