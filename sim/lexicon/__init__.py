"""Words and numbers: what people mean by a phrase of likelihood, and the phrase for an answer."""

from sim.lexicon.catalogue import SHIPPED, Catalogue
from sim.lexicon.entries import CONCEPTS, Entry, load, names
from sim.lexicon.phrases import Match, known, look_up, nearest_phrases, plain, word

__all__ = [
    "CONCEPTS", "SHIPPED", "Catalogue", "Entry", "Match",
    "known", "load", "look_up", "names", "nearest_phrases", "plain", "word",
]  # fmt: skip
