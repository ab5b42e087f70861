"""What stands over a slider's thumb at each place, so that it changes while it is dragged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sim.dashboard.sliders.controls import Control
from sim.dashboard.sliders.labels import short_per_cents
from sim.lexicon import Catalogue, phrases
from sim.lexicon.catalogue import SHIPPED
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming.names import plain
from sim.show.naming.stated import shift_median


def write_thumbs(scenario: Scenario, control: Control, places: Sequence[float]) -> list[str]:
    """A text a place: '35 % · could happen', '1.50', '0.40'.

    None hangs on where another slider stands: a browser knows a place by its text, and while it moves one slider it
    sends back the texts of all, as it last saw them. The word is that of the scenario's own phrase book; of two that
    fit as well it is the one that was said. places: values of the control, ascending.
    """
    if control.median is not None:
        medians = [shift_median(control.median, place - control.base) for place in places]
        words = (find_word(scenario, median, control.said) for median in medians)
        return [f"{text} · {word}" for text, word in zip(_per_cents(tuple(medians)), words, strict=True)]
    if control.kind == "weight":
        return [f"{place:.2f}" for place in places]
    ends = {0.0: " · the outside view alone", 1.0: " · words at face value", control.base: " · unchanged"}
    return [f"{place:.2f}{ends.get(place, '')}" for place in places]


def heaviest_book(scenario: Scenario) -> str:
    """The phrase book that most readings of the scenario's phrases come from."""
    return max(scenario.lexicon, key=lambda name: scenario.lexicon[name])


def find_word(scenario: Scenario, probability: float, said: str = "") -> str:
    """The phrase book's word for a probability; `said` where that phrase fits as well."""
    book = heaviest_book(scenario)
    if book in scenario.catalogue.own:
        return _word(scenario.catalogue, book, probability, said)
    return _shipped_word(book, probability, said)


@lru_cache(maxsize=1024)
def _per_cents(medians: tuple[float, ...]) -> list[str]:
    return short_per_cents(medians)


@lru_cache(maxsize=16384)  # a move asks for the words of all places of six sliders again
def _shipped_word(book: str, probability: float, said: str) -> str:
    return _word(SHIPPED, book, probability, said)


def _word(catalogue: Catalogue, book: str, probability: float, said: str) -> str:
    word, known = phrases.word(probability, book, catalogue), catalogue.load(book)
    own = known.get(phrases.plain(said))
    if own is not None and (own.low, own.high, own.centre) == (known[word].low, known[word].high, known[word].centre):
        word = own.phrase
    return plain(word)
