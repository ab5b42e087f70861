"""Who is who: full names of an article's people, and whom a surname or a pronoun stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.exchange.draft_names import Name
from sim.exchange.draft_speakers import Attribution

REACH = 3
"""How many paragraphs back `he` or `she` may point."""


@dataclass(eq=False)
class Person:
    """Somebody with a name; the affiliation is the first that the text gives, in its words."""

    name: str
    words: tuple[str, ...]
    affiliation: str | None = None
    sex: str | None = None


@dataclass(frozen=True)
class Voice:
    """Who speaks: a person, with what was inferred; or None, and why."""

    person: Person | None
    notes: tuple[str, ...] = ()
    why: str = ""

    def with_note(self, note: str) -> Voice:
        """The same with one more inference."""
        return Voice(self.person, (*self.notes, note), self.why)


NOBODY = Voice(None, why="no speaker")


@dataclass
class People:
    """The people of one article, and who spoke last."""

    known: list[Person] = field(default_factory=list)
    spoken: list[tuple[Person, int]] = field(default_factory=list)

    def introduce(self, names: Iterable[Name]) -> None:
        """Take note of full names, so that a surname can stand for one before the full name comes."""
        for name in names:
            if name.full and self._same(name) is None:
                self.known.append(Person(name.text, name.words))

    def voice(self, one: Attribution, paragraph: int) -> Voice:
        """Whom an attribution means; to be asked in the order of the text."""
        voice = self._pronoun(one.who, paragraph) if one.who in ("he", "she") else self._named(one.who)
        if voice.person is not None:
            voice.person.affiliation = voice.person.affiliation or one.said
            self.spoken.append((voice.person, paragraph))
        return voice

    def _named(self, who: Name | str) -> Voice:
        if isinstance(who, str):
            return Voice(None, why=f"a speaker without a name: {who!r}")
        person = self._same(who) if who.full else None
        if person is None and not who.full:
            same = [person for person in self.known if who.words[0] in person.words[1:] or who.words == person.words]
            if len(same) > 1:
                return Voice(None, why=f"several people are called {who.text!r}")
            if not same and not who.titled:
                return Voice(None, why=f"a speaker known by one word: {who.text!r}")
            person = same[0] if same else None
        if person is None:
            person = Person(who.text, who.words)
            self.known.append(person)
        person.sex = person.sex or who.sex
        return Voice(person)

    def _pronoun(self, who: Name | str, paragraph: int) -> Voice:
        pronoun = str(who)
        for person, where in reversed(self.spoken):
            if paragraph - where > REACH:
                break
            if person.sex in (None, pronoun):
                person.sex = pronoun
                return Voice(person, (f"'{pronoun}' taken for the last speaker it can mean",))
        return Voice(None, why=f"'{pronoun}' with no speaker before it")

    def _same(self, name: Name) -> Person | None:
        """The person with the same first and last name."""
        for person in self.known:
            if len(person.words) > 1 and (person.words[0], person.words[-1]) == (name.words[0], name.words[-1]):
                return person
        return None
