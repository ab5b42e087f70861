"""An attribution (`Low says`), and how a name and its affiliation are read."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from sim.exchange.article.lexicon import CONNECTIVES, DETERMINERS, HONORIFICS, PREPOSITIONS, REPORTING, ROLES
from sim.exchange.article.names import Name, WordToken, read_name

_AFFILIATION_MAX = 25
_NO_AFFILIATION = frozenset(
    "who whose whom which where when while as but and or however though although too speaking referring citing quoting "
    "adding noting warning writing during after before meanwhile asked for in on then now also like unlike by not if "
    "because since despite namely including".split()
)
_FINITE = frozenset(
    "is are was were be been will would may might could can should must shall has have had does do did".split()
)
_LINKS = frozenset("at of for with from".split())
_NO_OFFICE = CONNECTIVES | PREPOSITIONS | REPORTING


@dataclass(frozen=True)
class Attribution:
    """A speaker and a reporting verb, as places of a paragraph's text.

    who: a name, 'he', 'she', or the words for a speaker without a name. said: the speaker's affiliation. start, end:
    speaker and verb with what stands between them. unit: the sentence. verb: start and end of the verb, empty after
    `according to`. inverted: the verb comes first. everywhere: it covers its whole sentence. until: its last
    place. relay: who quotes the speaker.
    """

    who: Name | str
    said: str | None
    start: int
    end: int
    unit: int
    verb: tuple[int, int]
    inverted: bool = False
    everywhere: bool = False
    until: int = sys.maxsize
    relay: Name | None = None


def make_attribution(
    who: Name | str, said: str | None, start: int, end: int, verb: WordToken, inverted: bool = False
) -> Attribution:
    """The attribution that a reporting verb marks, from `start` to `end` of the text."""
    return Attribution(who, said, start, end, verb.unit, (verb.start, verb.end), inverted)


def find_end(row: Sequence[WordToken], start: int, unit: int | None = None, limit: int | None = None) -> int:
    """The token after the words in a row, and the points of initials among them, that begin at `start`.

    unit: the sentence that they stay in, where they do. limit: the last token to be looked at, plus one.
    """
    stop, limit = start, len(row) if limit is None else min(limit, len(row))
    while stop < limit and unit in (None, row[stop].unit) and (row[stop].word or _is_point(row, stop)):
        stop += 1
    return stop


def read_affiliation(text: str) -> str | None:
    """A person's role or institution as an aside gives it, without its article; None for any other aside.

    >>> read_affiliation("a professor at Low College"), read_affiliation("who was there")
    ('professor at Low College', None)
    """
    plain = re.sub(r"^(?:(?:of|from|at|with) )?(?:(?:a|an|the) )?", "", text.strip(" ,"), flags=re.IGNORECASE)
    plain = re.split(r" (?:who|which|that) ", plain)[0]
    words = re.findall(r"\w+", plain.lower())
    if not words or words[0] in _NO_AFFILIATION or len(words) > _AFFILIATION_MAX or _FINITE & set(words):
        return None
    short = plain != text.strip(" ,")
    return plain if short or _LINKS & set(words) or ROLES & set(words) else None


def _is_point(row: Sequence[WordToken], at: int) -> bool:
    """Whether a token is a full stop that belongs to an initial or a title."""
    return row[at].text == "." and at + 1 < len(row) and row[at + 1].unit == row[at].unit and row[at + 1].capital


def find_last_name(row: Sequence[WordToken], start: int, stop: int) -> Name | None:
    """The last person's name between two tokens, if only titles and a role stand before it."""
    for last in range(stop - 1, start - 1, -1):
        name = read_name(row, last, start)
        if name is None or row[last].day:
            continue
        lead = row[start : name.first]
        office = name.role is not None and not any(token.low in _NO_OFFICE for token in lead)
        if office or all(token.capital or token.low in DETERMINERS | ROLES for token in lead):
            return name
    return None


def read_office(text: str, row: Sequence[WordToken], start: int, name: Name) -> str | None:
    """The words from a token up to a name, if they are an office: `the Low College survey chairman`."""
    words = text[row[start].start : name.end - len(name.text)].split()
    while words and words[-1].lower().rstrip(".") in HONORIFICS:
        words.pop()
    return read_affiliation(" ".join(words)) if name.role is not None else None


def read_aside(text: str, row: Sequence[WordToken], comma: int) -> tuple[str | None, int]:
    """The affiliation between a comma and the next one or the sentence's end; and the position of its end."""
    stop = comma + 1
    while stop < len(row) and row[stop].unit == row[comma].unit:
        if row[stop].quote or row[stop].text in (",", ";", ":", "—", "–"):
            break
        stop += 1
    end = row[stop - 1].end - (row[stop - 1].text in (".", "!", "?"))
    return read_affiliation(text[row[comma].end : end]), end
