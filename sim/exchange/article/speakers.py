"""Attributions found by their reporting verbs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from sim.exchange.article import lexicon
from sim.exchange.article.attribution import (
    Attribution,
    find_end,
    find_last_name,
    make_attribution,
    read_affiliation,
    read_aside,
    read_office,
)
from sim.exchange.article.hedges import find_hedges
from sim.exchange.article.names import Name, WordToken, find_leading_names, read_name
from sim.exchange.article.verbless import find_verbless

_ASIDE_MAX = 60
_LEAD_MAX = 14
_THAT_WITHIN = 7
_AFTER_SPEAKER = lexicon.PREPOSITIONS | lexicon.SKIPPED | {"adding", "when", "while", "as"}
_SKIPPED = lexicon.SKIPPED | {"today", "yesterday"}
_AFTER_VIEW = lexicon.CONNECTIVES - {"as"}
_MODALS = frozenset("will would may might could can should must shall to not cannot".split())


def find_attributions(text: str, row: Sequence[WordToken]) -> tuple[Attribution, ...]:
    """Every attribution of a paragraph outside its quotations, in the order of the text."""
    place = attrgetter("start", "end")
    attributions = sorted([*_by_verbs(text, row), *find_verbless(text, row)], key=place)
    for at, token in enumerate(row):
        if token.text in lexicon.PARTICIPLES and at and row[at - 1].text == ",":
            before = [other for other in attributions if other.unit == token.unit and other.end < token.start]
            attributions += _by_participle(text, row, at, before)
    return tuple(sorted(attributions, key=place))


def _by_participle(
    text: str, row: Sequence[WordToken], at: int, before: Sequence[Attribution]
) -> Iterator[Attribution]:
    """`..., saying that ...`: the sentence's last speaker, else the name that begins it."""
    token = row[at]
    if before:
        yield make_attribution(before[-1].who, None, token.start, token.end, token)
        return
    for name in find_leading_names(row):
        if row[name.last].unit == token.unit:
            aside = name.last + 1 < at - 1 and row[name.last + 1].text == ","
            said = name.role or (read_aside(text, row, name.last + 1)[0] if aside else None)
            yield make_attribution(name, said, token.start, token.end, token)


def _by_verbs(text: str, row: Sequence[WordToken]) -> Iterator[Attribution]:
    for at, token in enumerate(row):
        if token.text not in lexicon.REPORTING | lexicon.VIEWING | lexicon.QUOTING:
            continue
        before = _before(row, at)
        if token.text in lexicon.QUOTING:
            yield from _as_saying(text, row, at, before)
            continue
        if before is not None and (row[before].low in lexicon.BEFORE_PASSIVE | _MODALS | lexicon.DETERMINERS):
            continue
        if token.text in lexicon.VIEWING:
            yield from _viewing(text, row, at, before)
            continue
        attribution = _inverted(text, row, at) or _direct(text, row, at, before)
        if attribution is not None and (token.text in lexicon.CLAUSE_VERBS or _has_object(row, at, attribution)):
            yield attribution


def _viewing(text: str, row: Sequence[WordToken], at: int, before: int | None) -> Iterator[Attribution]:
    """`Low considers it unlikely`: up to the next mark or conjunction, if a phrase of likelihood stands there."""
    ahead = range(at + 1, min(at + _ASIDE_MAX, len(row)))
    ends = (k for k in ahead if row[k].unit != row[at].unit or row[k].text in ",;:()—–" or row[k].low in _AFTER_VIEW)
    until = next(ends, ahead.stop)
    attribution = _direct(text, row, at, before)
    if before is not None and row[before].low == "who":
        attribution = make_attribution("who", None, row[before].start, row[at].end, row[at])
    if attribution is not None and until > at + 1 and find_hedges(text, row[at].start, row[until - 1].end):
        yield replace(attribution, until=row[until - 1].end)


def _as_saying(text: str, row: Sequence[WordToken], at: int, before: int | None) -> Iterator[Attribution]:
    """`The Courier quoted Low, a pilot, as saying`, `Low was quoted as saying`."""
    ahead = range(at + 2, min(at + _ASIDE_MAX, len(row)))
    end = next((k for k in ahead if row[k].text == "saying" and row[k - 1].low == "as"), at)
    if end == at or row[end].unit != row[at].unit:
        return
    opening = next(k for k in range(at, -1, -1) if not k or row[k - 1].unit != row[at].unit)
    relay = None
    if before is not None and row[before].low in lexicon.BEFORE_PASSIVE:
        told = _direct(text, row, end, _before(row, before))
    else:
        relay = read_name(row, before) if before is not None else None
        relay = relay or next(find_leading_names(row[opening:at]), None)
        rest = (replace(row[at + 1], opens=True), *row[at + 2 : end + 1])
        told = _direct(text, rest, len(rest) - 1, len(rest) - 3 if len(rest) > 2 else None)
    if told is not None:
        who = {"him": "he", "her": "she"}.get(str(told.who), told.who)
        first = next(k for k in range(at, -1, -1) if k == opening or not row[k - 1].word)
        yield replace(told, who=who, start=min(told.start, row[first].start), relay=relay)


def _has_object(row: Sequence[WordToken], at: int, attribution: Attribution) -> bool:
    """Whether a quotation or `that` stands beside a verb that alone may mean something else."""
    after = [token for token in row[at + 1 : at + 1 + _THAT_WITHIN] if token.unit == row[at].unit]
    stop = next((k for k, token in enumerate(after) if not token.word and not token.quote), len(after))
    beside = any(token.low == "that" for token in after[:stop]) or any(token.quote for token in after[:2])
    if beside or row[max(0, at - 1)].quote:
        return True
    return any(token.quote and 0 <= attribution.start - token.end <= 2 for token in row[:at])


def _before(row: Sequence[WordToken], at: int) -> int | None:
    """The token before a verb, adverbs and auxiliaries passed over; None at the beginning of its sentence."""
    before = at - 1
    while before >= 0 and _is_passed_over(row, before):
        before -= 1
    return before if before >= 0 and row[before].unit == row[at].unit else None


def _is_passed_over(row: Sequence[WordToken], at: int) -> bool:
    """Whether a token is an auxiliary, an adverb, the `and` between two of them, a day, or the `on` before it."""
    token = row[at]
    adverb = token.low.endswith("ly") and not token.capital
    pair = token.low == "and" and at > 0 and row[at - 1].low.endswith("ly")
    before_day = token.low in ("on", "last", "late", "early") and row[min(at + 1, len(row) - 1)].day
    return adverb or pair or before_day or token.day or token.low in _SKIPPED


def _direct(text: str, row: Sequence[WordToken], at: int, before: int | None) -> Attribution | None:
    """`Low says`, `she says`, `Low, a professor at X, says`, `Low of X says`, `analysts say`."""
    if before is None or row[before].low == "who":
        return None
    token, verb = row[before], row[at]
    if token.low in ("he", "she"):
        return make_attribution(token.low, None, token.start, verb.end, verb)
    if row[before].text == "," or row[before].quote:
        return _with_aside(text, row, at, before)
    name = read_name(row, before)
    if name is not None and _joined(row, name):
        start = row[name.first - 2].start
        return make_attribution(text[start : token.end], None, start, verb.end, verb)
    if name is not None:
        return make_attribution(name, name.role, name.start, verb.end, verb)
    if (named := _of_institution(row, before)) is not None:
        said = read_affiliation(text[named.end : token.end])
        return make_attribution(named, named.role or said, named.start, verb.end, verb)
    noun = verb.text in lexicon.THAT_VERBS | lexicon.NOUN_LIKE
    if token.word and not (noun or token.low in lexicon.CONNECTIVES | lexicon.PREPOSITIONS):
        return make_attribution(_group(text, row, before), None, token.start, verb.end, verb)
    return None


def _with_aside(text: str, row: Sequence[WordToken], at: int, closing: int) -> Attribution | None:
    """`Low, who has studied this, says`: of the names before an opening comma the leftmost that may be a subject."""
    if (named := _after_office(text, row, at, closing)) is not None:
        return named
    for comma in range(max(1, closing - _ASIDE_MAX), closing):
        name = read_name(row, comma - 1) if row[comma].text == "," and row[comma].unit == row[at].unit else None
        if name is not None and _may_begin(row, name) and not _joined(row, name):
            said = name.role or read_affiliation(text[row[comma].end : row[closing].start])
            return make_attribution(name, said, name.start, row[at].end, row[at])
    name = read_name(row, closing - 1)
    if name is not None and name.full and name.first and row[name.first - 1].text == ",":
        return make_attribution(name, name.role, name.start, row[at].end, row[at])
    return None


def _after_office(text: str, row: Sequence[WordToken], at: int, closing: int) -> Attribution | None:
    """`The head of the harbour, Ann Low, says`."""
    name = read_name(row, closing - 1)
    if name is None or name.first < 2 or row[name.first - 1].text != ",":
        return None
    first = name.first - 2
    while first and row[first - 1].unit == row[at].unit and row[first - 1].word:
        first -= 1
    low = {token.low for token in row[first : name.first - 1]}
    if not low & lexicon.ROLES or low & lexicon.REPORTING:
        return None
    said = read_affiliation(text[row[first].start : row[name.first - 1].start])
    return make_attribution(name, said, row[first].start, row[at].end, row[at])


def _may_begin(row: Sequence[WordToken], name: Name) -> bool:
    """Whether a name stands where a subject may: at the beginning of a sentence or of a clause."""
    before = row[name.first - 1]
    led = before.low in lexicon.CONNECTIVES or (name.titled and before.low in lexicon.DETERMINERS)
    return row[name.first].opens or not before.word or led


def _joined(row: Sequence[WordToken], name: Name) -> bool:
    """`Low and Ann High say`: two speakers at once."""
    first, second = row[name.first - 2], row[name.first]
    return name.first > 1 and row[name.first - 1].low == "and" and first.capital and first.unit == second.unit


def _of_institution(row: Sequence[WordToken], last: int) -> Name | None:
    """The name in `Low of the North Bank says`, found from its last word."""
    for at in range(last, max(0, last - 8), -1):
        token = row[at]
        if token.unit != row[last].unit or not token.word:
            return None
        if token.low in lexicon.PREPOSITIONS:
            name = read_name(row, at - 1) if token.low in ("of", "from", "at", "with") and at else None
            return name if name is not None and not _joined(row, name) else None
    return None


def _group(text: str, row: Sequence[WordToken], last: int) -> str:
    """The words for a speaker without a name, as the text has them."""
    first = last
    while last - first < 3 and not row[first].opens and row[first - 1].word:
        if row[first - 1].low in lexicon.CONNECTIVES | lexicon.PREPOSITIONS:
            break
        first -= 1
    return text[row[first].start : row[last].end]


def _inverted(text: str, row: Sequence[WordToken], at: int) -> Attribution | None:
    """`"...," says Low`, `..., said analyst Ann Low, a professor at X`."""
    if not at or row[at].text in lexicon.NO_INVERSION or not (row[at - 1].quote or row[at - 1].text == ","):
        return None
    stop = find_end(row, at + 1, row[at].unit, at + _LEAD_MAX)
    name = find_last_name(row, at + 1, stop)
    if name is None:
        return None if _with_aside(text, row, at, at - 1) else _group_after(text, row, at, stop)
    inside = row[name.last + 1 : stop]
    # `..., says Low will go`: Low is who is spoken about.
    if inside and not inside[0].day and inside[0].low not in _AFTER_SPEAKER:
        return None
    said, end = read_office(text, row, at + 1, name), name.end
    if inside and inside[0].low in ("of", "from", "at", "with"):
        end = inside[-1].end
        said = said or read_affiliation(text[name.end : end])
    elif not inside and stop < len(row) and row[stop].text == "," and row[stop].unit == row[at].unit:
        aside, close = read_aside(text, row, stop)
        said, end = said or aside, close if aside else end
    return make_attribution(name, said, row[at].start, end, row[at], inverted=True)


def _group_after(text: str, row: Sequence[WordToken], at: int, stop: int) -> Attribution | None:
    """`"...," said one diplomat`: somebody, but nobody with a name."""
    functional = lexicon.PREPOSITIONS | lexicon.CONNECTIVES
    if stop == at + 1 or row[at + 1].day or row[at + 1].low in functional | lexicon.REPORTING:
        return None
    last = next((k for k in range(at + 1, stop) if row[k].low in functional), stop) - 1
    who = text[row[at + 1].start : row[last].end]
    return make_attribution(who, None, row[at].start, row[last].end, row[at], inverted=True)
