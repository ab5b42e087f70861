"""Words and numbers: what people mean by a phrase of likelihood, and the phrase for an answer."""

from sim.lexicon.entries import CONCEPTS, Entry, load, names
from sim.lexicon.phrases import Match, look_up, nearest_phrases, plain, word

__all__ = ["CONCEPTS", "Entry", "Match", "load", "look_up", "names", "nearest_phrases", "plain", "word"]
