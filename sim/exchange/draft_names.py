"""Tokens of a paragraph's narration, and the names, titles and affiliations among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sim.exchange.draft_quotes import Quote, Span
from sim.exchange.draft_words import (
    CALENDAR,
    INSTITUTIONS,
    MEN,
    PARTICLES,
    PREPOSITIONS,
    ROLES,
    STARTERS,
    TITLES,
    WOMEN,
)

_MASK = "\0"
_TOKEN = re.compile(rf"{_MASK}+|\w+(?:['’‐-]\w+)*|[^\w\s{_MASK}]")
_NAME_WORDS_MAX = 8
_AFFILIATION_MAX = 25
_NO_AFFILIATION = frozenset(
    "who whose whom which where when while as but and or however though although too speaking referring citing quoting "
    "adding noting warning writing during after before meanwhile asked for in on then now also like unlike by not if "
    "because since despite namely including".split()
)
_LINKS = frozenset("at of for with from".split())


@dataclass(frozen=True)
class Token:
    """A word, a mark, or a whole quotation; `unit` counts the sentences outside quotations."""

    text: str
    start: int
    end: int
    unit: int

    @property
    def quote(self) -> bool:
        """Whether it stands for a quotation."""
        return self.text[0] == _MASK

    @property
    def word(self) -> bool:
        """Whether it is a word."""
        return self.text[0].isalnum()

    @property
    def low(self) -> str:
        """In small letters."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def possessive(self) -> bool:
        """Whether it ends in 's."""
        return self.text.endswith(("'s", "’s"))


@dataclass(frozen=True)
class Name:
    """A person's name as one place of a text has it: its words, titles left out, and what stood before them.

    `first` and `last` are the tokens it runs over, titles and role included.
    """

    text: str
    words: tuple[str, ...]
    first: int
    last: int
    start: int
    end: int
    role: str | None
    titled: bool
    sex: str | None

    @property
    def full(self) -> bool:
        """Whether it has a first and a last name."""
        return len(self.words) > 1


def tokens(text: str, quotes: Sequence[Quote], sentences: Sequence[Span]) -> tuple[Token, ...]:
    """The tokens of a paragraph, each quotation being one.

    A sentence that ends inside a quotation begins no new unit.
    """
    masked = text
    for quote in quotes:
        masked = masked[: quote.start] + _MASK * (quote.end - quote.start) + masked[quote.end :]
    ends = [end for _, end in sentences if not any(quote.start < end < quote.end for quote in quotes)]
    found: list[Token] = []
    unit = 0
    for match in _TOKEN.finditer(masked):
        while unit < len(ends) and match.start() >= ends[unit]:
            unit += 1
        found.append(Token(match[0], match.start(), match.end(), unit))
    return tuple(found)


def name_ending(row: Sequence[Token], last: int, floor: int = 0) -> Name | None:
    """The person's name that ends at a token; None where what ends there is no person's name.

    Tokens before `floor` are not looked at.

    That is: capitalised words in a row, with particles and initials, minus words that only begin a sentence and minus titles.
    No name is what stands behind a preposition or `the`, or has an institution's word in it.
    """
    if not (row[last].capital and not row[last].possessive):
        return None
    first = max(floor, _beginning(row, last))
    while first < last and _starts(row, first) and row[first].low in STARTERS:
        first += 1
    begin = first
    while first < last and (row[first].low in TITLES or row[first].text == "."):
        first += 1
    words = _words(row, first, last)
    if not _is_person(words) or (_starts(row, first) and row[first].low in STARTERS):
        return None
    opening = max(floor, _role(row, begin))
    before = row[opening - 1] if opening > floor and row[opening - 1].unit == row[opening].unit else None
    titled = opening < first
    if before is not None and before.word and (before.low in PREPOSITIONS or (before.low == "the" and not titled)):
        return None
    role = _span(row, opening, first - 1) if titled else None
    return Name(_span(row, first, last), words, opening, last, row[opening].start, row[last].end, role, titled, _sex(row, begin, first))


def affiliation(text: str) -> str | None:
    """What an aside says a person is or is of, without its article; None where it says something else.

    >>> affiliation("a professor at Low College"), affiliation("who was there")
    ('professor at Low College', None)
    """
    plain = re.sub(r"^(?:a|an|the|of|from|at|with) ", "", text.strip(" ,"), flags=re.IGNORECASE)
    words = re.findall(r"\w+", plain.lower())
    if not words or words[0] in _NO_AFFILIATION or len(words) > _AFFILIATION_MAX or _MASK in plain:
        return None
    short = plain != text.strip(" ,")
    return plain if short or _LINKS & set(words) or ROLES & set(words) else None


def _beginning(row: Sequence[Token], last: int) -> int:
    """The first token of the capitalised words in a row that end at `last`."""
    first = last
    while first and last - first < _NAME_WORDS_MAX and row[first - 1].unit == row[last].unit:
        before = row[first - 1]
        if (before.word and before.capital and not before.possessive) or _is_particle(row, first - 1):
            first -= 1
        elif before.text == "." and first > 1 and _abbreviated(row[first - 2]) and row[first - 2].end == before.start:
            first -= 2
        else:
            break
    return first


def _abbreviated(token: Token) -> bool:
    return token.capital and (len(token.text) == 1 or (token.low in TITLES and len(token.text) <= 4))


def _is_particle(row: Sequence[Token], at: int) -> bool:
    return row[at].low in PARTICLES and at > 0 and row[at - 1].capital and row[at - 1].unit == row[at].unit


def _starts(row: Sequence[Token], at: int) -> bool:
    """Whether a capital here may be only a sentence's."""
    before = row[at - 1] if at else None
    return before is None or before.unit != row[at].unit or not before.word


def _words(row: Sequence[Token], first: int, last: int) -> tuple[str, ...]:
    """The words of a name, an initial with its point."""
    parts: list[str] = []
    for at in range(first, last + 1):
        if row[at].text == "." and parts:
            parts[-1] += "."
        else:
            parts.append(row[at].text)
    return tuple(parts)


def _is_person(words: tuple[str, ...]) -> bool:
    plain = [word.lower().rstrip(".") for word in words]
    one_by_one = [part for word in plain for part in word.split("-")]
    if len(words) > 5 or set(one_by_one) & INSTITUTIONS or plain[0] in CALENDAR | PARTICLES or plain[-1] in TITLES:
        return False
    return all(len(word) > 1 for word in plain[-1:]) and not any(letter.isdigit() for word in words for letter in word)


def _role(row: Sequence[Token], begin: int) -> int:
    """The first token of the words before a name that say who it is: `the Low College economist Ann Low`."""
    first = begin
    if not begin or row[begin - 1].unit != row[begin].unit or row[begin - 1].low not in ROLES:
        before = row[begin - 1] if begin else None
        return begin - 1 if before is not None and before.possessive and row[begin].low in TITLES else begin
    while first and begin - first < _NAME_WORDS_MAX and row[first - 1].unit == row[begin].unit:
        before = row[first - 1]
        known = before.capital or before.low in TITLES or before.low in _DESCRIPTIONS
        if not (before.word and known) or (_starts(row, first - 1) and before.low in STARTERS):
            break
        first -= 1
    return first


_DESCRIPTIONS = frozenset(
    "political security policy military energy economic chief leading research retired independent veteran local "
    "veteran climate legal medical market risk trade shipping harbour harbor labour labor public university".split()
)


def _span(row: Sequence[Token], first: int, last: int) -> str:
    """The words from one token to another as the text has them, but for what is between them."""
    joined = ""
    for at in range(first, last + 1):
        joined += (" " if at > first and row[at - 1].end < row[at].start else "") + row[at].text
    return joined


def _sex(row: Sequence[Token], begin: int, first: int) -> str | None:
    """'he' or 'she' where a title tells."""
    titles = {row[at].low for at in range(begin, first)}
    return "he" if titles & MEN else "she" if titles & WOMEN else None
