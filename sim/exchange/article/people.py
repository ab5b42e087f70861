"""The people of an article, and whom a surname or a pronoun stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sim.exchange.article.attribution import Attribution
from sim.exchange.article.lexicon import FAMILIES, INSTITUTIONS
from sim.exchange.article.names import Name

REACH = 3
"""How many paragraphs back `he` or `she` may point."""


@dataclass(eq=False)
class Person:
    """A person with a name; affiliation: the first that the text gives, in its own words.

    inferred: whether the full name is only mentioned.
    """

    name: str
    words: tuple[str, ...]
    affiliation: str | None = None
    sex: str | None = None
    inferred: bool = False


@dataclass(frozen=True)
class Voice:
    """Who speaks: a person, with notes on what was inferred; or None, with the reason."""

    person: Person | None
    notes: tuple[str, ...] = ()
    why: str = ""

    def with_note(self, note: str) -> Voice:
        """The same with one more inference."""
        return Voice(self.person, (*self.notes, note), self.why)


NOBODY = Voice(None, why="no speaker")


@dataclass
class People:
    """The people of one article, and those whom `he` or `she` may mean.

    spoken: who spoke or began a sentence, with the paragraph's number; a text where it may be no known person.
    """

    known: list[Person] = field(default_factory=list)
    spoken: list[tuple[Person | str, int]] = field(default_factory=list)

    def introduce(self, names: Iterable[tuple[Name, str | None]], passing: Iterable[Name] = ()) -> None:
        """Add full names, the longest first, and affiliations; a surname may then stand before the full name.

        passing: full names that are only mentioned; they count where nobody else has the surname.
        """
        full = [(name, said) for name, said in names if name.full]
        for name, _ in sorted(full, key=lambda pair: -len(pair[0].words)):
            if not self._bearers(name):
                self._add(name)
        for name, said in full:
            if len(same := self._bearers(name)) == 1:
                same[0].affiliation = same[0].affiliation or said
        for name in [name for name in passing if not self._bearers(replace(name, words=name.words[-1:]))]:
            if not self._bearers(name):
                self._add(name).inferred = True

    def voice(self, attribution: Attribution, paragraph: int) -> Voice:
        """The voice that an attribution means; call it in the order of the text."""
        who = attribution.who
        if who in ("he", "she"):
            voice = self._pronoun(str(who), paragraph)
        else:
            voice = self._named(who)
            if voice.person is None and not _is_group(who):
                self.spoken.append((who if isinstance(who, str) else who.text, paragraph))
        if voice.person is not None:
            voice.person.affiliation = voice.person.affiliation or attribution.said
            self.spoken.append((voice.person, paragraph))
        if (relay := attribution.relay) is not None:
            if relay.full or relay.titled or self._bearers(relay):
                self.spoken.append((relay.text, paragraph))
            voice = voice.with_note(f"second hand: quoted by {relay.text!r}")
        return voice

    def mention(self, name: Name, paragraph: int) -> Person | str | None:
        """Record a name that begins a sentence; None where it is a single word that is nobody's name."""
        same = self._bearers(name)
        other = name.text if same or name.full or name.titled else None
        person = same[0] if len(same) == 1 and not same[0].inferred else other
        if person is not None:
            self.spoken.append((person, paragraph))
        return person

    def _add(self, name: Name) -> Person:
        self.known.append(Person(name.text, name.words))
        return self.known[-1]

    def _bearers(self, name: Name) -> list[Person]:
        """Everybody whom a name may mean; for a full name those with the same first name, if there are any."""
        tail = [word.lower() for word in name.words]
        same = [person for person in self.known if person.words == name.words or _has(person, tail)]
        full = [person for person in self.known if len(person.words) > 1 and person.words[0] == name.words[0]]
        ends = [person for person in full if person.words[-1] == name.words[-1]]
        part = [person for person in full if {*person.words} <= {*name.words} or {*name.words} <= {*person.words}]
        return ends[:1] or part or same if name.full else same

    def _named(self, who: Name | str) -> Voice:
        if isinstance(who, str):
            return Voice(None, why=f"not one person with a name: {who!r}")
        same = self._bearers(who)
        if len(same) > 1:
            return Voice(None, why=f"several people are called {who.text!r}")
        if not same and not who.full and not who.titled:
            return Voice(None, why=f"a speaker known by one word: {who.text!r}")
        person = same[0] if same else self._add(who)
        person.sex = person.sex or who.sex
        inferred = f"{who.text!r} taken for {person.name!r}, the only full name with it"
        return Voice(person, (inferred,) if person.inferred and not who.full else ())

    def _pronoun(self, pronoun: str, paragraph: int) -> Voice:
        for person, where in reversed(self.spoken):
            if paragraph - where > REACH:
                break
            if isinstance(person, str):
                return Voice(None, why=f"{pronoun!r} may be {person!r}")
            if person.sex in (None, pronoun):
                person.sex = pronoun
                return Voice(person, (f"'{pronoun}' taken for the last speaker it can mean",))
        return Voice(None, why=f"'{pronoun}' with no speaker before it")


def _has(person: Person, tail: list[str]) -> bool:
    """Whether a surname of one or more words is among a person's words after the first, or comes first."""
    words = [word.lower() for word in person.words]
    start = 0 if tail[0] in FAMILIES else 1
    return any(words[at : at + len(tail)] == tail for at in range(start, len(words) - len(tail) + 1))


def _is_group(who: Name | str) -> bool:
    """Whether `he` and `she` cannot mean it: `analysts`, `the ministry`, `a report by the ministry`."""
    words = re.findall(r"\w+", who.lower()) if isinstance(who, str) else []
    return bool(words) and (words[-1].endswith("s") or bool(INSTITUTIONS & set(words)))
