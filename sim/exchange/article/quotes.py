"""The quotations and the sentences of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]
"""From the first character to the one after the last."""

SENTENCE_MAX = 1000
"""Characters; what is longer is cut, for it is no sentence."""

_OPENING = frozenset("“„«")
_CLOSING = frozenset("”»")
_BEFORE_OPENING = frozenset(" ([{—–-/")
# In single quotes only what ends as speech does: 'fatal mistake' and the analysts' view are none.
_SINGLE = re.compile(r"(?<!\w)['‘](?=\S)(?P<said>[^\"“”«»]{10,1500}?[.,?!…])['’](?!\w)")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]* +(?=[^a-z])")
_ABBREVIATION = re.compile(
    r"\b(?:mr|mrs|ms|dr|prof|sen|rep|gen|col|lt|capt|adm|gov|sgt|st|vs|jr|sr|inc|ltd|corp|co|dept|approx|fig|"
    r"jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|e\.g|i\.e)\.$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?:^|[\W_])[^\W\d_]\.$")
_STARTERS = re.compile(r"(?:The|He|She|It|But|In|And|We|They|This|That|If|On|However|Yet)\b|[\"“«]")


@dataclass(frozen=True)
class Quote:
    """A stretch between quotation marks, marks included; `closed` is False where the paragraph ends first."""

    start: int
    end: int
    closed: bool


def find_quotes(text: str) -> tuple[Quote, ...]:
    """The quotations of a paragraph, outermost only, in their order.

    A straight mark opens where a blank, a bracket or a dash stands before it and none after it. Single marks count
    where what they hold has at least three words and ends in a comma, a full stop or the like.

    >>> text = 'He "may" go, "or not.'
    >>> [(text[q.start : q.end], q.closed) for q in find_quotes(text)]
    [('"may"', True), ('"or not.', False)]
    """
    quotes = list(_doubled(text))
    bounds = [0, *(edge for quote in quotes for edge in (quote.start, quote.end)), len(text)]
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        for match in _SINGLE.finditer(text, start, end):
            if len(match["said"].split()) >= 3:
                quotes.append(Quote(match.start(), match.end(), True))
    return tuple(sorted(quotes, key=lambda quote: quote.start))


def _doubled(text: str) -> Iterator[Quote]:
    start: int | None = None
    for at, mark in enumerate(text):
        if mark in _OPENING or (mark == '"' and _opens(text, at)):
            if start is None or mark == '"':
                if start is not None:
                    yield Quote(start, at, False)
                start = at
        elif start is not None and (mark in _CLOSING or mark == '"'):
            yield Quote(start, at + 1, True)
            start = None
    if start is not None:
        yield Quote(start, len(text), False)


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2]
    return before in _BEFORE_OPENING and after not in ("", " ")


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a paragraph, in and out of quotation marks alike.

    A sentence ends at `.`, `!`, `?` or an ellipsis, with closing marks after it, before a blank and anything but a
    small letter; not after an abbreviation or an initial.

    >>> text = 'Mr. Low agrees. "It may. It may not," he says.'
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Mr. Low agrees.', '"It may.', 'It may not," he says.']
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        before = text[max(0, match.start() - 12) : match.start() + 1]
        initial = _INITIAL.search(before) is not None and not _STARTERS.match(text, match.end())
        number = before.lower().endswith(" no.") and text[match.end()].isdigit()
        if match[0].strip() == "." and (initial or number or _ABBREVIATION.search(before)):
            continue
        spans.append((start, match.start() + len(match[0].rstrip(" "))))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(piece for span in spans for piece in _pieces(text, *span))


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence, cut at blanks into pieces of at most `SENTENCE_MAX` characters."""
    while end - start > SENTENCE_MAX:
        blank = text.rfind(" ", start + 1, start + SENTENCE_MAX)
        cut = blank if blank > 0 else start + SENTENCE_MAX
        yield start, cut
        start = cut + (blank > 0)
    yield start, end


def is_asked(text: str, position: int, end: int) -> bool:
    """Whether the first mark that ends a sentence after a place is a question mark.

    >>> is_asked('"Will it?" asked Low.', 0, 21)
    True
    """
    mark = re.compile(r"[.!?…](?=[\"'”’»)\] ]|$)").search(text, position, end)
    return mark is not None and mark[0] == "?"
