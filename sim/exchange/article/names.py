"""Tokens of a paragraph's narration, and the names and titles among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sim.exchange.article import lexicon
from sim.exchange.article.quotes import Quote, Span

MASK = "\0"
_TOKEN = re.compile(rf"{MASK}+|\w+(?:['’‐-]\w+)*|[^\w\s{MASK}]")
_NAME_WORDS_MAX = 8


@dataclass(frozen=True)
class WordToken:
    """A word, a mark, or a whole quotation; `unit` counts the sentences outside quotations."""

    text: str
    start: int
    end: int
    unit: int

    @property
    def quote(self) -> bool:
        """Whether it stands for a quotation."""
        return self.text[0] == MASK

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
    def day(self) -> bool:
        """Whether it names a day or a month; the verb `may` does not."""
        return self.capital and self.low in lexicon.CALENDAR

    @property
    def possessive(self) -> bool:
        """Whether it ends in 's."""
        return self.text.endswith(("'s", "’s"))


@dataclass(frozen=True)
class Name:
    """A person's name at one place of a text: its words without titles, and the role before them.

    first, last: its tokens, titles and role included. start, end: their positions in the text.
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
        """Whether it has a first and a last name; `von der Low` is a last one only."""
        return len(self.words) > 1 and self.words[0].lower() not in lexicon.PARTICLES


def split_tokens(text: str, quotes: Sequence[Quote], sentences: Sequence[Span]) -> tuple[WordToken, ...]:
    """The tokens of a paragraph; a whole quotation is one token.

    A sentence that ends inside a quotation begins no new unit.
    """
    pieces, at = [], 0
    for quote in quotes:
        pieces += [text[at : quote.start], MASK * (quote.end - quote.start)]
        at = quote.end
    masked = "".join([*pieces, text[at:]])
    ends = [end for _, end in sentences if masked[end - 1] != MASK or masked[end : end + 1] != MASK]
    row: list[WordToken] = []
    unit = 0
    for match in _TOKEN.finditer(masked):
        while unit < len(ends) and match.start() >= ends[unit]:
            unit += 1
        row.append(WordToken(match[0], match.start(), match.end(), unit))
    return tuple(row)


def read_name(row: Sequence[WordToken], last: int, floor: int = 0, subject: bool = True) -> Name | None:
    """The person's name that ends at the token `last`; None where there is none.

    A name is a row of capitalised words with particles and initials, without titles and without words that are capital
    only because they begin a sentence. It is no name behind `the` or with an institution's word in it; for a `subject`,
    nor behind a preposition. Tokens before `floor` are not read.
    """
    if not (row[last].capital and not row[last].possessive):
        return None
    first = max(floor, _beginning(row, last))
    while first < last and _is_starter(row, first):
        first += 1
        while first < last - 1 and row[first].day:
            first += 1
    seat = _seat(row, first, last)
    first = seat[1] if seat else first
    begin = first
    offices = [at for at in range(first, last) if row[at].low in lexicon.ROLES]
    first = offices[-1] + 1 if offices else first
    while first < last and (row[first].low in lexicon.TITLES or row[first].text == "."):
        first += 1
    words = _words(row, first, last)
    if not _is_person(words) or _is_starter(row, first):
        return None
    opening = max(floor, seat[0] if seat else _role(row, begin))
    titled = opening < first
    before = [token.low for token in row[max(floor, opening - 2) : opening] if token.unit == row[last].unit]
    if (before[-1:] == ["the"] and not titled) or (subject and _is_object(before)):
        return None
    named = {token.low for token in row[opening:first]} - lexicon.HONORIFICS - {"."}
    role = _span(row, opening, first - 1) if named else None
    return Name(
        text=_span(row, first, last),
        words=words,
        first=opening,
        last=last,
        start=row[opening].start,
        end=row[last].end,
        role=role,
        titled=titled,
        sex=_sex(row, begin, first),
    )


def _is_object(before: Sequence[str]) -> bool:
    """Whether the words before a name end in a preposition, with or without an article."""
    words = before[:-1] if before and before[-1] in ("the", "a", "an") else before
    return bool(words) and words[-1] in lexicon.PREPOSITIONS


def find_leading_names(row: Sequence[WordToken]) -> Iterator[Name]:
    """The people's names at the beginning of sentences, outside quotations."""
    for at, token in enumerate(row):
        if not (token.capital and (not at or row[at - 1].unit != token.unit)):
            continue
        last = at
        while last + 1 < len(row) and row[last + 1].unit == token.unit and _continues(row, last):
            last += 1
        name = read_name(row, last, at)
        if name is not None:
            yield name


def _continues(row: Sequence[WordToken], last: int) -> bool:
    """Whether a name may go on after a token."""
    after = row[last + 1]
    return after.capital or after.low in lexicon.PARTICLES or (after.text == "." and _abbreviated(row[last]))


def _beginning(row: Sequence[WordToken], last: int) -> int:
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


def _abbreviated(token: WordToken) -> bool:
    return token.capital and (len(token.text) == 1 or (token.low in lexicon.TITLES and len(token.text) <= 4))


def _is_particle(row: Sequence[WordToken], at: int) -> bool:
    if row[at].low not in lexicon.PARTICLES or not at or row[at - 1].unit != row[at].unit:
        return False
    return row[at - 1].capital or _is_particle(row, at - 1)


def _starts(row: Sequence[WordToken], at: int) -> bool:
    """Whether a token may have its capital only because it begins a sentence."""
    before = row[at - 1] if at else None
    return before is None or before.unit != row[at].unit or not before.word


def _seat(row: Sequence[WordToken], first: int, last: int) -> tuple[int, int] | None:
    """The first tokens of an office and of the name behind it: `Ambassador to the United Nations Ann Low`."""
    seats = [at for at in range(first, last - 1) if row[at].low in lexicon.INSTITUTIONS]
    lowest = max(0, first - _NAME_WORDS_MAX)
    offices = [at for at in range(lowest, last - 1) if row[at].low in lexicon.ROLES and row[at].unit == row[last].unit]
    if not seats or not offices or any(not token.word for token in row[offices[0] : last]):
        return None
    opening = offices[0]
    while opening and row[opening - 1].unit == row[last].unit and row[opening - 1].capital:
        if _is_starter(row, opening - 1):
            break
        opening -= 1
    return opening, max(seats[-1], offices[-1]) + 1


def _is_starter(row: Sequence[WordToken], at: int) -> bool:
    """Whether a token is a capitalised word only because it begins a sentence; an initial is not."""
    initial = len(row[at].text) == 1 and at + 1 < len(row) and row[at + 1].text == "."
    return _starts(row, at) and row[at].low in lexicon.STARTERS and not initial


def _words(row: Sequence[WordToken], first: int, last: int) -> tuple[str, ...]:
    """The words of a name, an initial with its point."""
    return tuple(" ".join(token.text for token in row[first : last + 1]).replace(" .", ".").split())


def _is_person(words: tuple[str, ...]) -> bool:
    plain = [word.lower().rstrip(".") for word in words]
    parts = {part for word in plain for part in word.split("-")}
    if len(words) > 5 or parts & lexicon.INSTITUTIONS or plain[0] in lexicon.CALENDAR:
        return False
    last = len(plain[-1]) > 1 and plain[-1] not in lexicon.TITLES | lexicon.PARTICLES
    return last and not any(letter.isdigit() for letter in "".join(words))


def _role(row: Sequence[WordToken], begin: int) -> int:
    """The first token of the words before a name that say who it is: `the Low College economist Ann Low`."""
    first = begin
    role_of = begin > 1 and row[begin - 1].low == "of" and row[begin - 2].low in lexicon.ROLES
    if role_of and row[begin].low in lexicon.TITLES:
        return begin - 2
    if not begin or row[begin - 1].unit != row[begin].unit or row[begin - 1].low not in lexicon.ROLES:
        before = row[begin - 1] if begin else None
        return begin - 1 if before is not None and before.possessive and row[begin].low in lexicon.TITLES else begin
    while first and begin - first < _NAME_WORDS_MAX and row[first - 1].unit == row[begin].unit:
        before = row[first - 1]
        known = before.capital or before.low in lexicon.TITLES or before.low in _DESCRIPTIONS
        if not (before.word and known) or (_starts(row, first - 1) and before.low in lexicon.STARTERS):
            break
        first -= 1
    return first


_DESCRIPTIONS = frozenset(
    "political security policy military energy economic chief leading research retired independent veteran local "
    "veteran climate legal medical market risk trade shipping harbour harbor labour labor public university".split()
)


def _span(row: Sequence[WordToken], first: int, last: int) -> str:
    """The words from one token to another as in the text, with single blanks."""
    after = (" " * (token.end < other.start) + other.text for token, other in pairwise(row[first : last + 1]))
    return row[first].text + "".join(after)


def _sex(row: Sequence[WordToken], begin: int, first: int) -> str | None:
    """'he' or 'she' where a title tells."""
    titles = {row[at].low for at in range(begin, first)}
    return "he" if titles & lexicon.MEN else "she" if titles & lexicon.WOMEN else None
