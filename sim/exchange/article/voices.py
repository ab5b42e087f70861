"""The speaker of each quotation and of reported speech, taken from the attributions around it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from sim.exchange.article.attribution import Attribution, read_aside
from sim.exchange.article.lexicon import ADJUNCTS, CONNECTIVES, ROLES
from sim.exchange.article.names import Name, WordToken, find_leading_names, find_passing_names, read_name, split_tokens
from sim.exchange.article.people import NOBODY, People, Voice
from sim.exchange.article.quotes import Quote, Span, find_quotes, split_sentences
from sim.exchange.article.speakers import find_attributions
from sim.exchange.article.text import Paragraph

_BARE = re.compile(r"[\s,;—–-]*(?:the )?", re.IGNORECASE)
_ASIDES = {"a", "an", "the", "who"} | ROLES
_INDIRECT = "reported, not quoted: the words may be the reporter's"
_FULL_STOP = re.compile(r"[.…][\"'”’»)\]]*$")


@dataclass
class Passage:
    """One paragraph with everything found in it.

    heard: the attributions `found`, each with its voice. quoted: voices of the quotations. others: positions of other
    names.
    """

    paragraph: Paragraph
    quotes: tuple[Quote, ...]
    sentences: tuple[Span, ...]
    row: tuple[WordToken, ...]
    found: tuple[Attribution, ...]
    heard: list[tuple[Attribution, Voice]] = field(default_factory=list)
    quoted: list[Voice] = field(default_factory=list)
    others: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The paragraph's text."""
        return self.paragraph.text

    def voice_at(self, position: int) -> Voice:
        """Who says what stands at a position of the text."""
        for quote, voice in zip(self.quotes, self.quoted, strict=True):
            if quote.start <= position < quote.end:
                return voice
        return _reported(self, position)

    def unit_at(self, position: int) -> int:
        """The sentence outside quotations that a place belongs to."""
        at = bisect.bisect_right(self.row, position, key=lambda token: token.end)
        return self.row[at].unit if at < len(self.row) else -1

    def last_voice(self) -> Voice:
        """Who speaks last in the paragraph."""
        spoken = [(attribution.end, voice) for attribution, voice in self.heard]
        spoken += [(at, NOBODY) for at in self.others]
        spoken += [(q.end, voice) for q, voice in zip(self.quotes, self.quoted, strict=True) if voice.person]
        return max(spoken, key=lambda pair: pair[0])[1] if spoken else NOBODY


def read_passages(paragraphs: Sequence[Paragraph]) -> tuple[Passage, ...]:
    """The paragraphs of an article, each with its sentences, quotations and speakers."""
    passages = [_passage(paragraph) for paragraph in paragraphs]
    rows = [passage.row for passage in passages if passage.paragraph.number is not None]
    people = People()
    people.introduce(chain.from_iterable(map(_introductions, passages)), find_passing_names(rows))
    for number, passage in enumerate(passages):
        _meet(passage, people, number)
        # Each quotation may go on with what the one before it began.
        for quote in range(len(passage.quotes)):
            passage.quoted.append(_voice_of(passage, quote, passages[number - 1] if number and not quote else None))
    for passage, following in zip(reversed(passages[:-1]), reversed(passages[1:]), strict=True):
        # A quotation that was left open gets the voice found where it goes on.
        if following.quotes and _goes_on(following, passage) and passage.quoted[-1].person is None:
            if (voice := following.quoted[0]).person is not None:
                passage.quoted[-1] = voice.with_note(f"the quotation goes on in {following.paragraph.place}")
    return tuple(passages)


def _passage(paragraph: Paragraph) -> Passage:
    quoted, ended = find_quotes(paragraph.text), split_sentences(paragraph.text)
    row = split_tokens(paragraph.text, quoted, ended)
    attributions = find_attributions(paragraph.text, row) if paragraph.number is not None else ()
    return Passage(paragraph, quoted, ended, row, attributions)


def _introductions(passage: Passage) -> Iterator[tuple[Name, str | None]]:
    """Speakers, and full names with a role before or `, a ...` or `is a ...` behind them, each with its affiliation."""
    yield from ((found.who, found.said) for found in passage.found if isinstance(found.who, Name))
    text, row = passage.text, passage.row
    for at, token in enumerate(row):
        after = row[at + 1 : at + 4]
        name = None if after and after[0].capital else read_name(row, at, subject=False) if token.capital else None
        if name is None or not name.full:
            continue
        low = [token.low for token in after]
        aside = low[:1] in ([","], ["is"], ["was"]) and ({*low[1:2]} & _ASIDES or {*low[2:]} & ROLES)
        said, close = read_aside(text, row, at + 1) if aside else (None, 0)
        if name.titled or (aside and low[:1] == [","]) or ROLES & set((said or "").split()):
            yield name, name.role or (said if text[close : close + 1] == "," or low[:1] != [","] else None)


def _meet(passage: Passage, people: People, number: int) -> None:
    """Give each attribution its voice, in the order of the text, with the other names that sentences begin with."""
    events: list[tuple[int, Attribution | Name]] = [(attribution.start, attribution) for attribution in passage.found]
    for name in find_leading_names(passage.row):
        if not any(attribution.start <= name.start < attribution.end for attribution in passage.found):
            events.append((name.start, name))
    for at, event in sorted(events, key=lambda pair: pair[0]):
        if isinstance(event, Attribution):
            passage.heard.append((event, people.voice(event, number)))
        elif people.mention(event, number) is not None:
            passage.others.append(at)


def _voice_of(passage: Passage, number: int, previous: Passage | None) -> Voice:
    """The voice of one quotation; those before it have theirs. previous: the paragraph before, for its first one."""
    if previous is not None and _goes_on(passage, previous) and previous.quoted[-1].person is not None:
        return previous.quoted[-1].with_note(f"the quotation of {previous.paragraph.place} goes on")
    voice = _beside(passage, number) or (_same_as_before(passage, number) if number else None)
    if voice is None and previous is not None:
        voice = _carried(passage, previous)
    return voice or Voice(None, why="a quotation without a speaker")


def _goes_on(passage: Passage, previous: Passage) -> bool:
    """Whether the last quotation of one paragraph is open and the next paragraph begins with one."""
    return bool(previous.quotes) and not previous.quotes[-1].closed and passage.quotes[0].start == 0


def _beside(passage: Passage, number: int) -> Voice | None:
    """The voice of an attribution right after a quotation, else before it in the same sentence, else `according to`."""
    text, quote = passage.text, passage.quotes[number]
    following = passage.quotes[number + 1].start if number + 1 < len(passage.quotes) else len(text)
    unit = passage.unit_at(quote.start)
    for attribution, voice in passage.heard:
        near = quote.end <= attribution.start < following and _BARE.fullmatch(text, quote.end, attribution.start)
        full_stop = quote.closed and _FULL_STOP.search(text, quote.start, quote.end)
        if near and (not full_stop or _is_trailing(passage, attribution)):
            return voice
    same = [(attribution, voice) for attribution, voice in passage.heard if attribution.unit == unit]
    before = [voice for attribution, voice in same if attribution.end <= quote.start < attribution.until]
    anywhere = [voice for attribution, voice in same if attribution.everywhere]
    return before[-1] if before else anywhere[0] if anywhere else None


def _same_as_before(passage: Passage, number: int) -> Voice | None:
    """The voice of the quotation before, where nothing but its own attribution stands between."""
    last, quote = passage.quotes[number - 1], passage.quotes[number]
    voice = passage.quoted[number - 1]
    first, stop = (bisect.bisect_left(passage.row, at, key=lambda token: token.start) for at in (last.end, quote.start))
    between = {token.unit for token in passage.row[first:stop]}
    by_unit = {attribution.unit: other.person for attribution, other in passage.heard}
    alone = voice.person is not None and all(by_unit.get(unit) is voice.person for unit in between)
    return voice if alone else None


def _carried(passage: Passage, previous: Passage) -> Voice | None:
    """The last voice of the paragraph before, for a paragraph that is nothing but quotation."""
    if any(token.word for token in passage.row) or previous.paragraph.number is None:
        return None
    voice = previous.last_voice()
    return voice.with_note(f"speaker carried over from {previous.paragraph.place}") if voice.person else None


def _reported(passage: Passage, position: int) -> Voice:
    """The voice of what stands outside quotations: that of an attribution in the same sentence."""
    unit = passage.unit_at(position)
    pairs = [pair for pair in passage.heard if pair[0].unit == unit and position < pair[0].until]
    # What follows `..., said Low` is the reporter's: `, who is expected to go`.
    before = [pair for pair in pairs if pair[0].end <= position and not pair[0].inverted]
    for (outer, first), (inner, second) in pairwise(before[-2:]):
        if first.person is not second.person and not _is_parted(passage, outer, inner):
            return Voice(None, why="reported at second hand")
    if before:
        return before[-1][1].with_note(_INDIRECT)
    for attribution, voice in pairs:
        after_comma = passage.text[: attribution.start].rstrip().removesuffix(" the").endswith(",")
        inside = attribution.everywhere or attribution.verb[0] <= position < attribution.verb[1]
        if inside or (after_comma and _is_trailing(passage, attribution)):
            return voice.with_note(_INDIRECT)
    return Voice(None, why="stands before what the speaker says") if pairs else NOBODY


def _is_parted(passage: Passage, first: Attribution, second: Attribution) -> bool:
    """Whether two attributions of one sentence stand side by side, and not one inside the other."""
    between = [token for token in passage.row if first.end <= token.start < second.start]
    return any(token.text in ",;" or token.low in CONNECTIVES - {"that"} for token in between)


def _is_trailing(passage: Passage, attribution: Attribution) -> bool:
    """Whether what follows an attribution is no more than where and when: `..., Low said on Monday.`"""
    rest = [token for token in passage.row if token.unit == attribution.unit and token.start >= attribution.end]
    if any(token.low == "that" for token in rest):
        return False
    if passage.text[attribution.verb[0] : attribution.verb[1]] in ("told", "tells"):
        rest = rest[_addressee(rest) :]
    return not rest or not rest[0].word or rest[0].day or rest[0].low in ADJUNCTS


def _addressee(rest: Sequence[WordToken]) -> int:
    """How many tokens say who is told: up to four, if then comes the end, a mark, or where and when."""
    for count, token in enumerate(rest[:5]):
        if not token.word or token.day or token.low in ADJUNCTS:
            return count
    return len(rest) if len(rest) <= 4 else 0
