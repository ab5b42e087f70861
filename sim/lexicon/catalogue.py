"""The lexicons that a scenario can name: the shipped ones, and those it brings along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sim.lexicon import entries
from sim.lexicon.entries import Entry


@dataclass(frozen=True)
class Catalogue:
    """Lexicons by name. own: those of one scenario, each with its entries by phrase.

    Where two lexicons put a phrase under different concepts the first decides, and the scenario's own come first.

    >>> Catalogue().names[:2], Catalogue().load("icd203")["unlikely"].high
    (('capphrase', 'zonination'), 0.45)
    """

    own: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that may be used: the scenario's own, then the shipped ones."""
        return (*self.own, *entries.names())

    def load(self, name: str) -> Mapping[str, Entry]:
        """One lexicon's entries by phrase; raises KeyError for one that does not exist."""
        return self.own[name] if name in self.own else entries.load(name)

    def entries(self, phrase: str) -> Iterator[Entry]:
        """The entries of a phrase, written as lexicons list it, in all lexicons that have it."""
        return (lexicon[phrase] for lexicon in map(self.load, self.names) if phrase in lexicon)


SHIPPED = Catalogue()
"""The lexicons that come with the program, and no others."""
