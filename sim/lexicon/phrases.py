"""From a phrase to an entry of the lexicon that was asked for, and from a number back to a word."""

from __future__ import annotations

from dataclasses import dataclass

from sim.errors import near
from sim.lexicon.catalogue import SHIPPED, Catalogue
from sim.lexicon.entries import CONCEPTS, Entry

_COMPARED = 200  # letters of a phrase that are compared with others: no lexicon's phrase is nearly as long
_ALIKE = 0.75  # likeness in spelling below which two words are not one word misspelt
_A_SLIP = 0.85  # likeness of two phrases that are one, whatever their words


@dataclass(frozen=True)
class Match:
    """The entry that stands for a phrase: `how` is 'exact', 'concept' or 'nearest concept'."""

    entry: Entry
    asked: str
    how: str


def look_up(phrase: str, lexicon: str, catalogue: Catalogue = SHIPPED) -> Match:
    """The entry of `lexicon` for a phrase; where it lacks the phrase, the entry of the same concept.

    The concept is that of the first lexicon of the catalogue that knows the phrase. Of several entries the one with
    the nearest concept is taken, then the one with the nearest centre.
    Raises LookupError with the nearest phrases where no lexicon knows the phrase, and KeyError for an
    unknown lexicon.

    >>> look_up("Probably  not", "icd203").entry.phrase
    'unlikely'
    """
    entries = catalogue.load(lexicon)
    asked = plain(phrase)
    if asked in entries:
        return Match(entries[asked], asked, "exact")
    first = next(catalogue.entries(asked), None)
    if first is None:
        close = ", ".join(repr(name) for name in nearest_phrases(asked, catalogue=catalogue))
        raise LookupError(f"no lexicon knows the phrase {asked!r}" + (f" (nearest: {close})" if close else ""))
    known_as = CONCEPTS.index(first.concept)
    best = min(
        entries.values(), key=lambda e: (abs(CONCEPTS.index(e.concept) - known_as), abs(e.centre - first.centre))
    )
    return Match(best, asked, "concept" if best.concept == first.concept else "nearest concept")


def nearest_phrases(phrase: str, count: int = 3, catalogue: Catalogue = SHIPPED) -> tuple[str, ...]:
    """The known phrases whose spelling is nearest, the nearest first; none where none is near.

    Where a word of the phrase is like no word of any list it is mostly of another language, and what is spelt
    like the rest may mean the opposite (`peu probable`, and `probable`): then only a slip counts as near.

    >>> nearest_phrases("unlikly", 1), nearest_phrases("wahrscheinlich"), nearest_phrases("peu probable")
    (('unlikely',), (), ())
    """
    phrases = list(dict.fromkeys(phrase for name in catalogue.names for phrase in catalogue.load(name)))
    words = {word for known in phrases for word in known.split()}
    asked = plain(phrase)[:_COMPARED]
    ours = all(len(word) == 1 or word in words or near(word, words, 1, _ALIKE) for word in asked.split())
    found = near(asked, phrases, 1, _ALIKE if ours else _A_SLIP)
    return tuple(near(asked, phrases, count, 0.0)) if found else ()


def known(phrase: str, catalogue: Catalogue = SHIPPED) -> bool:
    """Whether some lexicon has a phrase.

    >>> known("Highly  unlikely"), known("unlikly")
    (True, False)
    """
    return next(catalogue.entries(plain(phrase)), None) is not None


def word(probability: float, lexicon: str = "icd203", catalogue: Catalogue = SHIPPED) -> str:
    """The word a lexicon has for a probability in 0..1.

    A yardstick's band holds its lower end; of several bands the narrowest, in a gap the nearest one. A
    survey gives the phrase with the nearest median. Source of the default: ICD 203. catalogue: where the lexicon is.

    >>> word(0.04), word(0.5), word(0.97)
    ('almost no chance', 'roughly even chance', 'almost certain')
    """
    return min(catalogue.load(lexicon).values(), key=lambda entry: _misfit(entry, probability)).phrase


def plain(phrase: str) -> str:
    """A phrase in lower case with single blanks, as lexicons list it."""
    return " ".join(phrase.lower().split())


def _misfit(entry: Entry, probability: float) -> tuple[float, float]:
    """How far a probability lies outside an entry's band, then how wide the band is."""
    if entry.low is None or entry.high is None:
        return abs(entry.centre - probability), 0.0
    inside = entry.low <= probability < entry.high or probability == entry.high == 1.0
    outside = 0.0 if inside else max(entry.low - probability, probability - entry.high, 1e-12)
    return outside, entry.high - entry.low
