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
_BEFORE_PLACES = frozenset("in near at across throughout outside inside around the".split())


@dataclass(frozen=True)
class WordToken:
    """A word, a mark, or a whole quotation; low: in small letters.

    unit: counts the sentences outside quotations; opens: whether it begins one. day: whether it names a day or a month;
    the verb `may` does not. possessive: whether it ends in 's.
    """

    text: str
    low: str
    start: int
    end: int
    unit: int
    opens: bool
    quote: bool
    word: bool
    capital: bool
    day: bool
    possessive: bool


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
        row.append(_token(match, unit, not row or row[-1].unit != unit))
    return tuple(row)


def _token(match: re.Match[str], unit: int, opens: bool) -> WordToken:
    text, low, capital = match[0], match[0].lower(), match[0][0].isupper()
    return WordToken(
        text, low, match.start(), match.end(), unit, opens, quote=text[0] == MASK, word=text[0].isalnum(),
        capital=capital, day=capital and low in lexicon.CALENDAR, possessive=text.endswith(("'s", "’s")),
    )  # fmt: skip


def read_name(row: Sequence[WordToken], last: int, floor: int = 0, subject: bool = True) -> Name | None:
    """The person's name that ends at the token `last`; None where there is none.

    A name is a row of capitalised words with particles and initials, without titles and without words that are capital
    only because they begin a sentence. It is no name behind `the` or with an institution's word in it; for a `subject`,
    nor behind a preposition or with 's, which is left out else. Tokens before `floor` are not read.
    """
    if last < floor or not row[last].capital or (subject and row[last].possessive):
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
    words = tuple(strip_owner(" ".join(token.text for token in row[first : last + 1])).replace(" .", ".").split())
    if not _is_person(words) or _is_starter(row, first):
        return None
    opening = max(floor, seat[0] if seat else _role(row, begin))
    titled = opening < first
    before = [token.low for token in row[max(floor, opening - 2) : opening] if token.unit == row[last].unit]
    governed = before[:-1] if before[-1:] in (["the"], ["a"], ["an"]) else before
    if (before[-1:] == ["the"] and not titled) or (subject and lexicon.PREPOSITIONS & {*governed[-1:]}):
        return None
    named = {token.low for token in row[opening:first]} - lexicon.HONORIFICS - {"."}
    role = _span(row, opening, first - 1) if named else None
    titles = {token.low for token in row[begin:first]}
    sex = "he" if titles & lexicon.MEN else "she" if titles & lexicon.WOMEN else None
    plain = strip_owner(_span(row, first, last))
    return Name(plain, words, opening, last, row[opening].start, row[last].end, role, titled, sex)


def find_leading_names(row: Sequence[WordToken]) -> Iterator[Name]:
    """The people's names at the beginning of sentences, outside quotations."""
    for at, token in enumerate(row):
        if token.capital and token.opens:
            last = at
            while last + 1 < len(row) and not row[last + 1].opens and _continues(row, last):
                last += 1
            if (name := read_name(row, last, at)) is not None:
                yield name


def find_passing_names(rows: Sequence[Sequence[WordToken]]) -> Iterator[Name]:
    """Full names whose surname is met in them first, and nowhere as that of a place or a firm."""
    names: dict[str, list[Name]] = {}
    others = set()
    for row in rows:
        for at, token in enumerate(row[:-1]):
            after, surname, name = row[at + 1], strip_owner(token.low), read_name(row, at, subject=False)
            sure = token.possessive or after.low in ("has", "had", "is", "was", "who", "(")
            if row[at - 1].low in _BEFORE_PLACES or (after.capital and not (after.opens or after.day or sure)):
                others.add(surname)
            elif name is not None and name.full and (sure or not row[name.first].opens):
                names.setdefault(surname, []).append(name)
            elif surname not in names:
                others.add(surname)
    return (name for surname, same in names.items() if surname not in others for name in same)


def strip_owner(text: str) -> str:
    """A word or name without its 's."""
    return re.sub(r"['’]s$", "", text)


def _continues(row: Sequence[WordToken], last: int) -> bool:
    """Whether a name may go on after a token."""
    after = row[last + 1]
    return after.capital or after.low in lexicon.PARTICLES or (after.text == "." and _abbreviated(row[last]))


def _beginning(row: Sequence[WordToken], last: int) -> int:
    """The first token of the capitalised words in a row that end at `last`."""
    first = last
    while not row[first].opens and last - first < _NAME_WORDS_MAX:
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
    known = row[at].low in lexicon.PARTICLES and not row[at].opens
    return known and (row[at - 1].capital or _is_particle(row, at - 1))


def _seat(row: Sequence[WordToken], first: int, last: int) -> tuple[int, int] | None:
    """The first tokens of an office and of the name behind it: `Ambassador to the United Nations Ann Low`."""
    seats = [at for at in range(first, last - 1) if row[at].low in lexicon.INSTITUTIONS]
    lowest = max(0, first - _NAME_WORDS_MAX)
    offices = [at for at in range(lowest, last - 1) if row[at].low in lexicon.ROLES and row[at].unit == row[last].unit]
    if not seats or not offices or any(not token.word for token in row[offices[0] : last]):
        return None
    opening = offices[0]
    while not row[opening].opens and row[opening - 1].capital and not _is_starter(row, opening - 1):
        opening -= 1
    return opening, max(seats[-1], offices[-1]) + 1


def _is_starter(row: Sequence[WordToken], at: int) -> bool:
    """Whether a token is a capitalised word only because it begins a sentence; an initial is not."""
    initial = len(row[at].text) == 1 and at + 1 < len(row) and row[at + 1].text == "."
    return (row[at].opens or not row[at - 1].word) and row[at].low in lexicon.STARTERS and not initial


def _is_person(words: tuple[str, ...]) -> bool:
    plain = [word.lower().rstrip(".") for word in words]
    parts = {part for word in plain for part in word.split("-")}
    if len(words) > 5 or parts & lexicon.INSTITUTIONS or plain[0] in lexicon.CALENDAR | lexicon.PLACES:
        return False
    last = len(plain[-1]) > 1 and plain[-1] not in lexicon.TITLES | lexicon.PARTICLES
    return last and not any(letter.isdigit() for letter in "".join(words))


def _role(row: Sequence[WordToken], begin: int) -> int:
    """The first token of the words before a name that say who it is: `the Low College economist Ann Low`."""
    titled = row[begin].low in lexicon.TITLES
    if titled and begin > 1 and row[begin - 1].low == "of" and row[begin - 2].low in lexicon.ROLES:
        return begin - 2
    if row[begin].opens or row[begin - 1].low not in lexicon.ROLES:
        return begin - 1 if titled and begin and row[begin - 1].possessive else begin
    first = begin
    while not row[first].opens and begin - first < _NAME_WORDS_MAX:
        before = row[first - 1]
        known = before.capital or before.low in _DESCRIPTIONS
        if not (before.word and known) or _is_starter(row, first - 1):
            break
        first -= 1
    return first


_DESCRIPTIONS = lexicon.TITLES | frozenset(
    "political security policy military energy economic chief leading research retired independent local "
    "veteran climate legal medical market risk trade shipping harbour harbor labour labor public university".split()
)


def _span(row: Sequence[WordToken], first: int, last: int) -> str:
    """The words from one token to another as in the text, with single blanks."""
    after = (" " * (token.end < other.start) + other.text for token, other in pairwise(row[first : last + 1]))
    return row[first].text + "".join(after)
