"""Attributions without a reporting verb: `according to`, `in the view of`, `as Low put it`, `Low: "..."`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.exchange.article.attribution import (
    Attribution,
    find_end,
    find_last_name,
    read_affiliation,
    read_aside,
    read_office,
)
from sim.exchange.article.names import Name, WordToken, read_name, strip_owner

_OF = frozenset("of from at with".split())
_VIEWS = frozenset("view views opinion words assessment judgment judgement estimation reading".split())


def find_verbless(text: str, row: Sequence[WordToken]) -> Iterator[Attribution]:
    """The attributions of a paragraph that no reporting verb marks."""
    for at in range(len(row)):
        words = tuple(token.low for token in row[at : at + 4])
        if words[:2] == ("according", "to"):
            yield from _to_whom(text, row, at, at + 2)
        elif words[:2] == ("in", "the") and len(words) > 3 and words[2] in _VIEWS and words[3] == "of":
            yield from _to_whom(text, row, at, at + 4)
        elif words[0] == "in":
            yield from _in_whose_view(text, row, at)
        elif words[0] in ("put", "puts") and words[1:2] == ("it",):
            yield from _put_it(row, at)
        elif words[0] == ":" and (at + 1 == len(row) or row[at + 1].quote):
            yield from _before_colon(text, row, at)
        elif words[0] in ("—", "–", "-") and at and row[at - 1].quote:
            yield from _after_dash(text, row, at)


def _to_whom(text: str, row: Sequence[WordToken], at: int, start: int) -> Iterator[Attribution]:
    """`according to Low, a professor at X,`."""
    stop = find_end(row, start, row[at].unit)
    if stop == start:
        return
    name = find_last_name(row, start, stop)
    who: Name | str = name or text[row[start].start : row[stop - 1].end]
    said, end = None, row[stop - 1].end
    if name is not None:
        said = read_affiliation(text[name.end : end]) if row[min(name.last + 1, stop - 1)].low in _OF else None
        end = end if said else name.end
        comma = stop < len(row) and row[stop].text == "," and row[stop].unit == row[at].unit
        if said is None and name.role is None and comma and name.last == stop - 1:
            said, close = read_aside(text, row, stop)
            # `According to Low, the plan of the bank ...`: an aside is closed by a comma, or ends the sentence.
            said = said if (at and row[at - 1].unit == row[at].unit) or text[close : close + 1] == "," else None
            end = close if said else end
        said = read_office(text, row, start, name) or said
    before = (row[at].start, row[at].start)
    yield Attribution(who, said, row[at].start, end, row[at].unit, before, everywhere=True)


def _in_whose_view(text: str, row: Sequence[WordToken], at: int) -> Iterator[Attribution]:
    """`in her view`, `in Low's opinion`."""
    noun = next((k for k in range(at + 2, min(at + 6, len(row))) if row[k].low in _VIEWS), 0)
    if noun and (row[noun - 1].possessive or row[noun - 1].low in ("his", "her")):
        plain = strip_owner(text[row[at + 1].start : row[noun - 1].end])
        name = read_name(row, noun - 1, at + 1, subject=False)
        who = name if name is not None and name.first == at + 1 else {"his": "he", "her": "she"}.get(plain, plain)
        start, end = row[at].start, row[noun].end
        yield Attribution(who, None, start, end, row[at].unit, (start, start), everywhere=True)


def _put_it(row: Sequence[WordToken], at: int) -> Iterator[Attribution]:
    """`as Low put it`."""
    name = read_name(row, at - 1)
    if name is not None and name.first and row[name.first - 1].low == "as":
        start, end = row[name.first - 1].start, row[at + 1].end
        yield Attribution(name, name.role, start, end, row[at].unit, (start, start), everywhere=True)


def _before_colon(text: str, row: Sequence[WordToken], at: int) -> Iterator[Attribution]:
    """`Low: "..."` and `Ann Low, a professor at X:`, the name beginning the sentence."""
    commas = [k for k in range(max(0, at - 40), at) if row[k].text == "," and row[k].unit == row[at].unit]
    for last in (at - 1, *(comma - 1 for comma in commas[:1])):
        name = read_name(row, last)
        if name is not None and (row[name.first].opens or row[name.first].unit != row[at].unit):
            said = name.role or (read_affiliation(text[row[last].end : row[at].start]) if last < at - 1 else None)
            yield Attribution(name, said, name.start, row[at].end, row[at].unit, (row[at].start, row[at].start))
            return


def _after_dash(text: str, row: Sequence[WordToken], at: int) -> Iterator[Attribution]:
    """`"..." - Ann Low, a professor at X`, nothing else following."""
    stop = find_end(row, at + 1)
    name = find_last_name(row, at + 1, stop) if stop > at + 1 else None
    if name is None or name.last != stop - 1:
        return
    said, end = name.role, name.end
    if stop < len(row) and row[stop].text == ",":
        aside, end = read_aside(text, row, stop)
        said = said or aside
    if not any(token.word for token in row if token.start >= end):
        yield Attribution(name, said, name.start, end, row[at].unit, (name.start, name.start), inverted=True)
