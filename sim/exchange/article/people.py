"""The people of an article, and whom a surname or a pronoun stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.exchange.article.attribution import Attribution
from sim.exchange.article.lexicon import INSTITUTIONS
from sim.exchange.article.names import Name

REACH = 3
"""How many paragraphs back `he` or `she` may point."""


@dataclass(eq=False)
class Person:
    """A person with a name; affiliation: the first that the text gives, in its own words."""

    name: str
    words: tuple[str, ...]
    affiliation: str | None = None
    sex: str | None = None


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

    def introduce(self, names: Iterable[tuple[Name, str | None]]) -> None:
        """Add full names and affiliations; a surname may then stand before the full name."""
        for name, said in names:
            if name.full:
                person = self._same(name) or self._add(name)
                person.affiliation = person.affiliation or said

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
        return voice

    def mention(self, name: Name, paragraph: int) -> Person | str | None:
        """Record a name that begins a sentence; None where it is a single word that is nobody's name."""
        same = self._bearers(name)
        person: Person | str | None = self._same(name) if name.full else same[0] if len(same) == 1 else None
        person = name.text if person is None and (name.full or name.titled) else person
        if person is not None:
            self.spoken.append((person, paragraph))
        return person

    def _add(self, name: Name) -> Person:
        self.known.append(Person(name.text, name.words))
        return self.known[-1]

    def _bearers(self, name: Name) -> list[Person]:
        """Everybody who has a surname."""
        tail = [word.lower() for word in name.words]
        return [person for person in self.known if person.words == name.words or _has(person, tail)]

    def _named(self, who: Name | str) -> Voice:
        if isinstance(who, str):
            return Voice(None, why=f"not one person with a name: {who!r}")
        person = self._same(who) if who.full else None
        if person is None and not who.full:
            same = self._bearers(who)
            if len(same) > 1:
                return Voice(None, why=f"several people are called {who.text!r}")
            if not same and not who.titled:
                return Voice(None, why=f"a speaker known by one word: {who.text!r}")
            person = same[0] if same else None
        person = person or self._add(who)
        person.sex = person.sex or who.sex
        return Voice(person)

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

    def _same(self, name: Name) -> Person | None:
        """The person with the same first and last name."""
        ends = name.words[0], name.words[-1]
        full = (person for person in self.known if len(person.words) > 1)
        return next((person for person in full if (person.words[0], person.words[-1]) == ends), None)


def _has(person: Person, tail: list[str]) -> bool:
    """Whether a surname of one or more words is among a person's words after the first."""
    words = [word.lower() for word in person.words]
    return any(words[at : at + len(tail)] == tail for at in range(1, len(words) - len(tail) + 1))


def _is_group(who: Name | str) -> bool:
    """Whether `he` and `she` cannot mean it: `analysts`, `the ministry`, `a report by the ministry`."""
    words = re.findall(r"\w+", who.lower()) if isinstance(who, str) else []
    return bool(words) and (words[-1].endswith("s") or bool(INSTITUTIONS & set(words)))
