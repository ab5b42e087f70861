"""Attributions: where a paragraph says that somebody says something, found by the reporting verbs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.exchange.draft_names import Name, Token, affiliation, name_ending
from sim.exchange.draft_words import (
    BEFORE_PASSIVE,
    CALENDAR,
    CLAUSE_VERBS,
    CONNECTIVES,
    HE,
    NO_INVERSION,
    PREPOSITIONS,
    REPORTING,
    ROLES,
    SHE,
    SKIPPED,
    THAT_VERBS,
)

_ASIDE_MAX = 60
_DETERMINERS = frozenset("the a an his her its their our my these those some many no".split())
_MODALS = frozenset("will would may might could can should must shall to not cannot".split())


@dataclass(frozen=True)
class Attribution:
    """Somebody says something.

    `who` is a name, 'he', 'she', or the words for a speaker without a name. It runs from `start` to `end`, the
    speaker and the verb and what stands between them; `verb` is the verb, empty after `according to`. In an
    `inverted` one the verb comes first.
    """

    who: Name | str
    said: str | None
    start: int
    end: int
    unit: int
    verb: tuple[int, int]
    inverted: bool = False
    everywhere: bool = False


def attributions(text: str, row: Sequence[Token]) -> tuple[Attribution, ...]:
    """Every attribution in a paragraph's narration, in its order; quotations are not looked into."""
    found = [*_by_verbs(text, row), *_by_according(text, row), *_by_colon(row)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _by_verbs(text: str, row: Sequence[Token]) -> Iterator[Attribution]:
    for at, token in enumerate(row):
        if token.text not in REPORTING:
            continue
        before = _before(row, at)
        if before is not None and (row[before].low in BEFORE_PASSIVE | _MODALS | _DETERMINERS):
            continue
        one = _inverted(text, row, at) or _direct(text, row, at, before)
        if one is not None and (token.text in CLAUSE_VERBS or _has_object(row, at, one)):
            yield one


def _has_object(row: Sequence[Token], at: int, one: Attribution) -> bool:
    """A quotation or `that` beside a verb which on its own may mean something else."""
    after = row[at + 1 : at + 3]
    before = row[max(0, at - 1)]
    beside = any(token.quote or token.low == "that" for token in after) or before.quote
    return beside or any(token.quote and token.end <= one.start and one.start - token.end <= 2 for token in row[:at])


def _before(row: Sequence[Token], at: int) -> int | None:
    """The token before a verb, adverbs and auxiliaries passed over; None at the beginning of its sentence."""
    before = at - 1
    while before >= 0 and (row[before].low in SKIPPED or (row[before].low.endswith("ly") and not row[before].capital)):
        before -= 1
    return before if before >= 0 and row[before].unit == row[at].unit else None


def _direct(text: str, row: Sequence[Token], at: int, before: int | None) -> Attribution | None:
    """`Low says`, `she says`, `Low, a professor at X, says`, `Low of X says`, `analysts say`."""
    if before is None or row[before].low == "who":
        return None
    token, end = row[before], row[at].end
    here = (row[at].start, end)
    if token.low in (HE, SHE):
        return Attribution(token.low, None, token.start, end, token.unit, here)
    if row[before].text == "," or row[before].quote:
        return _with_aside(text, row, at, before)
    name = name_ending(row, before)
    if name is not None and not _joined(row, name):
        return Attribution(name, name.role, name.start, end, token.unit, here)
    if (named := _of_institution(row, before)) is not None:
        said = affiliation(text[named.end : token.end])
        return Attribution(named, named.role or said, named.start, end, token.unit, here)
    if token.word and not (row[at].text in THAT_VERBS or token.low in CONNECTIVES | PREPOSITIONS):
        return Attribution(_group(text, row, before), None, token.start, end, token.unit, here)
    return None


def _with_aside(text: str, row: Sequence[Token], at: int, closing: int) -> Attribution | None:
    """`Low, who has studied this, says`: of the names before an opening comma the leftmost that may be a subject."""
    lowest = max(1, closing - _ASIDE_MAX)
    commas = [k for k in range(lowest, closing) if row[k].text == "," and row[k].unit == row[at].unit]
    for comma in commas:
        name = name_ending(row, comma - 1)
        if name is None or not _may_begin(row, name) or _joined(row, name):
            continue
        said = name.role or affiliation(text[row[comma].end : row[closing].start])
        return Attribution(name, said, name.start, row[at].end, row[at].unit, (row[at].start, row[at].end))
    return None


def _may_begin(row: Sequence[Token], name: Name) -> bool:
    """Whether a name stands where a subject may: at the beginning of a sentence or of a clause."""
    if not name.first or row[name.first - 1].unit != row[name.first].unit:
        return True
    before = row[name.first - 1]
    return not before.word or before.low in CONNECTIVES or (before.low in _DETERMINERS and name.titled)


def _joined(row: Sequence[Token], name: Name) -> bool:
    """`Low and Ann High say`: two speakers at once."""
    first = name.first
    joined = first > 1 and row[first - 1].low == "and" and row[first - 2].capital
    return joined and row[first - 2].unit == row[first].unit


def _of_institution(row: Sequence[Token], last: int) -> Name | None:
    """The name in `Low of the North Bank says`, found from its last word."""
    for at in range(last, max(0, last - 8), -1):
        token = row[at]
        if token.unit != row[last].unit or not token.word:
            return None
        if token.low in PREPOSITIONS:
            name = name_ending(row, at - 1) if token.low in ("of", "from", "at", "with") and at else None
            return name if name is not None and not _joined(row, name) else None
    return None


def _group(text: str, row: Sequence[Token], last: int) -> str:
    """The words for a speaker without a name, as the text has them."""
    first = last
    while first and last - first < 3 and row[first - 1].unit == row[last].unit and row[first - 1].word:
        if row[first - 1].low in CONNECTIVES | PREPOSITIONS:
            break
        first -= 1
    return text[row[first].start : row[last].end]


def _inverted(text: str, row: Sequence[Token], at: int) -> Attribution | None:
    """`"...," says Low`, `..., said analyst Ann Low, a professor at X`."""
    if not at or row[at].text in NO_INVERSION or not (row[at - 1].quote or row[at - 1].text == ","):
        return None
    stop = at + 1
    while stop < len(row) and stop - at < 14 and row[stop].unit == row[at].unit and (row[stop].word or _point(row, stop)):
        stop += 1
    name = _last_name(row, at + 1, stop)
    if name is None:
        return None
    inside = row[name.last + 1 : stop]
    # `..., says Low will go`: Low is who is spoken about.
    if inside and inside[0].low not in PREPOSITIONS | CALENDAR | {"adding", "when", "while", "as"} | SKIPPED:
        return None
    said, end = name.role, name.end
    if inside and inside[0].low in ("of", "from", "at", "with"):
        end = inside[-1].end
        said = said or affiliation(text[name.end : end])
    elif not inside and stop < len(row) and row[stop].text == "," and row[stop].unit == row[at].unit:
        aside, close = _aside_after(text, row, stop)
        said, end = said or aside, close if aside else end
    here = (row[at].start, row[at].end)
    return Attribution(name, said, row[at].start, end, row[at].unit, here, inverted=True)


def _point(row: Sequence[Token], at: int) -> bool:
    """A full stop that belongs to an initial or a title."""
    return row[at].text == "." and at + 1 < len(row) and row[at + 1].unit == row[at].unit and row[at + 1].capital


def _last_name(row: Sequence[Token], start: int, stop: int) -> Name | None:
    """The last person's name between two tokens that nothing but its titles and role separates from the first."""
    for last in range(stop - 1, start - 1, -1):
        name = name_ending(row, last, start)
        if name is None or row[last].low in CALENDAR:
            continue
        lead = row[start : max(start, name.first)]
        if all(token.capital or token.low in _DETERMINERS | ROLES for token in lead) and name.last >= start:
            return name
    return None


def _aside_after(text: str, row: Sequence[Token], comma: int) -> tuple[str | None, int]:
    """The affiliation after a name and a comma, to the next comma or the sentence's end, and where it ends."""
    stop = comma + 1
    while stop < len(row) and row[stop].unit == row[comma].unit and row[stop].text not in ",;:—–" and not row[stop].quote:
        stop += 1
    end = row[stop - 1].end - (row[stop - 1].text in (".", "!", "?"))
    return affiliation(text[row[comma].end : end]), end


def _by_according(text: str, row: Sequence[Token]) -> Iterator[Attribution]:
    """`according to Low, a professor at X,`; `in Low's view` has no verb either, but is not read."""
    for at in range(len(row) - 2):
        if row[at].low != "according" or row[at + 1].low != "to":
            continue
        stop = at + 2
        while stop < len(row) and row[stop].unit == row[at].unit and (row[stop].word or _point(row, stop)):
            stop += 1
        name = _last_name(row, at + 2, stop)
        end = row[stop - 1].end
        here = (row[at].start, row[at].start)
        if name is None:
            if stop > at + 2:
                words = text[row[at + 2].start : end]
                yield Attribution(words, None, row[at].start, end, row[at].unit, here, everywhere=True)
            continue
        said = name.role or affiliation(text[name.end : end])
        if said is None and stop < len(row) and row[stop].text == "," and row[stop].unit == row[at].unit:
            said, close = _aside_after(text, row, stop)
            end = close if said else end
        yield Attribution(name, said, row[at].start, end, row[at].unit, here, everywhere=True)


def _by_colon(row: Sequence[Token]) -> Iterator[Attribution]:
    """`Low: "..."` at the beginning of a sentence."""
    for at in range(1, len(row) - 1):
        if row[at].text != ":" or not row[at + 1].quote:
            continue
        name = name_ending(row, at - 1)
        if name is not None and (not name.first or row[name.first - 1].unit != row[at].unit):
            yield Attribution(name, name.role, name.start, row[at].end, row[at].unit, (row[at].start, row[at].start))
