"""Forecasts for a terminal: a block a policy, then what the answers rest on."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence

from sim.results.document import TextPieces, align_columns
from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.percent import percent
from sim.results.forecast.pool_text import pool_line
from sim.show.lines import clean_text, wrap_text
from sim.show.posterior import learned, silence
from sim.show.text_frame import Bold, tell_run
from sim.show.words import UNASKED, Speakers, lexicon_name, odds, span, tell_kinds, tell_shares

_GAP = "  "
MANY_ANSWERS = 40
"""Above it each answer is told in short: nobody reads a thousand lines."""
_LEGEND = (
    "Probability: chance as modelled; it also holds all that the model leaves out. Interval: holds 90 % of the draws, "
    "that is, of what the experts' words leave open. Error: our sampling error of the probability, in points. Noise: "
    "share of the spread that comes from finitely many worlds; it is taken out of the interval. In words: that of the "
    "probability; below it, from the word for one end of the interval to that for the other. Solved: summed over all "
    "worlds, not sampled. Names with shares: whose doubt it is, that is, what part of the variance of the answer's "
    "log-odds comes from what they say; 'who is right' comes from how far voices differ. Confidence: how much an "
    "answer has to stand on, however likely it is."
)


def as_text(
    forecasts: Sequence[Forecast], *, width: int = 80, bold: Bold = str, digits: int | None = None,
    all_assumptions: bool = False,
) -> str:  # fmt: skip
    """The forecasts as text: `text_pieces` put together."""
    return text_pieces(width=width, bold=bold, digits=digits, all_assumptions=all_assumptions).join(forecasts)


def text_pieces(
    *, width: int = 80, bold: Bold = str, digits: int | None = None, all_assumptions: bool = False
) -> TextPieces:
    """Forecasts as text, one by one, lines no longer than `width` (40 or more) where words allow.

    bold: puts terminal codes around a heading; by default there are none. digits: of per cents, as in
    `sim.results.forecast.percent.percent`. all_assumptions: all of them in one list, besides the heaviest with each
    answer.
    """
    width = max(width, 40)
    return TextPieces(
        lambda forecast: "\n".join(_block(forecast, width, bold, digits, all_assumptions)),
        between="\n\n",
        end="\n\n" + "\n".join(wrap_text(_LEGEND, width)) + "\n",
    )


def _block(forecast: Forecast, width: int, bold: Bold, digits: int | None, every: bool) -> list[str]:
    lines = [bold(line) for line in wrap_text(forecast.title or forecast.scenario, width)]
    for text in _heading(forecast):
        lines += wrap_text(text, width)
    below = _in_short if len(forecast.answers) > MANY_ANSWERS else _below
    for policy in forecast.policies:
        answers = [forecast.answers[policy, question] for question in forecast.questions]
        table = _table(answers, lambda answer: below(answer, forecast.speakers), width, digits)
        lines += ["", bold(clean_text(f"Policy {policy}")), *table]
    for seen in forecast.seen.values():
        for title, texts in learned(seen, forecast.settings.draws, forecast.settings.worlds):
            lines += _list(title, texts, width, bold)
    if every:
        lines += _list("What the answers rest on that no expert said", _merged(forecast.assumptions), width, bold)
    elif count := len(_merged(forecast.assumptions)):
        what = "1 assumption" if count == 1 else f"{count} assumptions"
        lines += ["", *wrap_text(f"{what} in all: --all-assumptions lists them.{_more(forecast)}", width)]
    notes = dict.fromkeys(f"{answer.question}: {note}" for answer in forecast.answers.values() for note in answer.notes)
    return lines + _list("Worth a look", (*forecast.warnings, *notes), width, bold)


def _heading(forecast: Forecast) -> list[str]:
    pooled = pool_line(
        forecast.pool_rule, forecast.concentration, forecast.weights, forecast.extremize, forecast.recalibrate,
        forecast.fixed,
    )  # fmt: skip
    several = ", one a draw" if ", " in forecast.lexicon else ""
    own = ", ".join(f"{name} is {file}" for name, file in forecast.own_lexicons.items())
    return [
        tell_run(forecast),
        f"Voices pooled by {pooled}; phrases read by {forecast.lexicon}{several}{f' ({own})' if own else ''}.",
        *silence(forecast.seen),
        *(f"Changed from the file: {edit}" for edit in forecast.edits),
    ]


def _more(forecast: Forecast) -> str:
    """How to see the reasons where answers are told in short."""
    if len(forecast.answers) <= MANY_ANSWERS:
        return ""
    return " Under one policy (--policy) each answer tells why its confidence is what it is, and what it assumes."


def _table(
    answers: Sequence[Answer], below: Callable[[Answer], Iterator[str]], width: int, digits: int | None
) -> list[str]:
    """Lines of their own for a question, its numbers, and whose answer it is, so that none has to give way."""
    margin = max((len(answer.question) for answer in answers), default=0) + len(_GAP)
    words = f"in words ({lexicon_name(answers[0].word_lexicon)})" if answers else "in words"
    rows = [("probability", "90 % interval", "error", words, "method"), *(_cells(answer, digits) for answer in answers)]
    head, *numbers = (line.rstrip() for line in align_columns(rows))
    lines = [" " * margin + head]
    for answer, line in zip(answers, numbers, strict=True):
        lines += wrap_text(answer.question.ljust(margin) + answer.asks, width, " " * margin)
        lines.append(" " * margin + line)
        for text in below(answer):
            lines += wrap_text(" " * margin + text, width, " " * margin, keep_per_cent=True)
    return lines


def _in_short(answer: Answer, speakers: Speakers) -> Iterator[str]:
    """What stands below an answer's numbers where there are many: span of words, confidence, kinds of voice."""
    if 0 < answer.asked < 1:
        yield f"asked of {percent(answer.asked)} of the worlds"
    level = f"confidence {answer.confidence.level}" if answer.confidence is not None else ""
    told = (answer.words if " to " in answer.words else "", level, tell_kinds(answer, speakers))
    if any(told):
        yield "; ".join(text for text in told if text)


def _below(answer: Answer, speakers: Speakers) -> Iterator[str]:
    """What stands below an answer's numbers."""
    if 0 < answer.asked < 1:
        yield f"asked of {percent(answer.asked)} of the worlds"
    in_odds = "" if answer.word == answer.shown else odds(answer.probability)
    if told := "; ".join(text for text in (in_odds, answer.words if " to " in answer.words else "") if text):
        yield told
    if shares := tell_shares(answer, speakers):
        yield shares
    if answer.confidence is not None:
        reason = answer.confidence.reason
        told_above = f"; {UNASKED}" if UNASKED in shares else ""
        yield f"confidence {answer.confidence.level}: {reason.removesuffix(told_above)}"
    if answer.towards:
        yield f"words are moved towards {', '.join(answer.towards)}"
    if answer.assumptions:
        yield "assumed " + ", ".join(f"({place}) {text}" for place, text in enumerate(answer.assumptions, start=1))


def _cells(answer: Answer, digits: int | None) -> tuple[str, ...]:
    fixed = answer.word == answer.shown
    return (
        answer.shown if fixed or digits is None else percent(answer.probability, digits),
        "-" if fixed else span(answer.interval90, digits),
        _points(answer.sampling_error),
        "-" if fixed else answer.word,
        answer.method.removesuffix(" of spread"),
    )


def _points(error: float) -> str:
    """A sampling error in percentage points.

    >>> _points(0.0034), _points(0.0001), _points(0.0)
    ('0.3', '< 0.1', '0')
    """
    if error == 0 or math.isnan(error):
        return "0" if error == 0 else "-"
    return f"{100 * error:.1f}" if error >= 0.0005 else "< 0.1"


def _merged(texts: Sequence[str]) -> list[str]:
    """Judgments of which the same is said share a line.

    >>> _merged(["A1 (x): a split", "S1 (x): wide", "A2 (y): a split"])
    ['A1 (x), A2 (y): a split', 'S1 (x): wide']
    """
    heads: dict[str, list[str]] = {}
    for text in texts:
        of_judgment = re.fullmatch(r"(\S+ \(\w+\)): (.*)", text)
        head, said = of_judgment.groups() if of_judgment else ("", text)
        heads.setdefault(said, []).append(head)
    return [f"{', '.join(head)}: {said}" if head[0] else said for said, head in heads.items()]


def _list(title: str, texts: Sequence[str], width: int, bold: Bold) -> list[str]:
    if not texts:
        return []
    lines = ["", bold(f"{title}:")]
    for number, text in enumerate(texts, start=1):
        start = f"{number:3d}. "
        lines += wrap_text(start + text, width, " " * len(start))
    return lines
