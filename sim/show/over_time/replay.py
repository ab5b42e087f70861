"""Replays for a terminal: a table a question, a line a day, and below it what moved the answer that day."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from sim.results.document import align_columns
from sim.results.forecast.model import Answer
from sim.results.forecast.percent import fine_percent, span
from sim.results.replay.model import Contribution, Move, News, Replay, ReplayDay
from sim.results.replay.totals import add_moves
from sim.show import words
from sim.show.differences import points
from sim.show.lines import wrap_text

_HEADS = ("day", "answer", "median", "50 %", "90 %", "moved")
_SAID = ("said then", "90 % then")
_READING = (
    "The answer as of each day, with the median and the 50 and 90 % intervals over what is in doubt; how far it moved "
    "since the line above, in percentage points, and what each piece of news did to it: averaged over all orders, and "
    "in brackets, where that is another number, in their own order, silence first and alone."
)
_NO_SILENCE = "Silences not counted: on a day on which nothing was reported, nothing moves."
_READING_SAID = "Said then is what the ledger has as said on that day; the answer is what today's file would have said."
NO_NEWS = "nothing new"


def as_text(made: Sequence[Replay], *, width: int = 80, bold: Callable[[str], str] = str) -> str:
    """The replays as text, sentences no wider than `width` (60 or more). bold: puts codes around a heading."""
    return "\n\n".join("\n".join(_block(one, max(width, 60), bold)) for one in made) + "\n"


def _block(made: Replay, width: int, bold: Callable[[str], str]) -> Iterator[str]:
    yield from (bold(line) for line in wrap_text(made.title, width))
    yield from wrap_text(f"{made.scenario}, as of {made.as_of}; policy {made.policy}; {made.settings}.", width)
    if not made.silence:
        yield from wrap_text(_NO_SILENCE, width)
    yield from wrap_text(_READING, width)
    if any(day.said for day in made.days):
        yield from wrap_text(_READING_SAID, width)
    for question in made.questions:
        yield ""
        yield from (bold(line) for line in wrap_text(f"{question}: {made.asks[question]}", width, "  "))
        yield from _table(made, question, width)
        yield from wrap_text(say_moves(made, question), width, "  ")
    if made.warnings:
        yield ""
    for warning in made.warnings:
        yield from wrap_text(f"Note: {warning}.", width, "  ")


def _table(made: Replay, question: str, width: int) -> Iterator[str]:
    with_said = any(question in day.said for day in made.days)
    heads = _HEADS + (_SAID if with_said else ())
    rows = [_cells(day, question) + (_said(day, question) if with_said else ()) for day in made.days]
    lines = align_columns([heads, *rows], right=range(1, len(heads)))
    yield lines[0].rstrip()
    for day, line in zip(made.days, lines[1:], strict=True):
        yield line.rstrip()
        yield from (row for text in _news(day, day.moves.get(question)) for row in wrap_text(text, width, "      "))


def say_moves(made: Replay, question: str) -> str:
    """What silence and what was seen did from the first day to the last, in a sentence; empty where silence is mute."""
    moves = add_moves(made, question)
    if not made.silence or moves is None or math.isnan(moves.silence + moves.seen):
        return ""
    return (
        f"From {words.day(made.days[0].day)} to {words.day(made.days[-1].day)} silence alone did "
        f"{points(moves.silence)} points in all, and what was seen {points(moves.seen)}."
    )


def _cells(day: ReplayDay, question: str) -> tuple[str, ...]:
    answer, move = day.answers[question], day.moves.get(question)
    moved = "" if move is None else _moved(move) if day.news else NO_NEWS
    if answer.settled:
        return (str(day.day), answer.shown, "", "", "", moved)
    return (str(day.day), *answer_cells(answer), moved)


def _said(day: ReplayDay, question: str) -> tuple[str, str]:
    """What a ledger has as said that day."""
    answer = day.said.get(question)
    if answer is None or math.isnan(answer.probability):
        return ("", "")
    return (fine_percent(answer.probability), span(answer.interval90.low, answer.interval90.high))


def say_news(news: News, day: ReplayDay) -> str:
    """What was seen, without the date where that is the row's."""
    return news.text.removesuffix(f", {day.day}")


def answer_cells(answer: Answer) -> tuple[str, str, str, str]:
    """Probability, median, 50 and 90 % interval."""
    low, high = answer.interval50, answer.interval90
    return (
        fine_percent(answer.probability), fine_percent(answer.median), span(low.low, low.high),
        span(high.low, high.high),
    )  # fmt: skip


def _moved(move: Move) -> str:
    return "" if math.isnan(move.difference) else points(move.difference)


def _news(day: ReplayDay, move: Move | None) -> Iterator[str]:
    """A line a piece of news."""
    parts = {part.id: part for part in (move.parts if move else ())}
    for news in day.news:
        yield f"    {news.id}  {say_news(news, day)}{_share(parts.get(news.id), alone=len(day.news) == 1)}"


def _share(part: Contribution | None, *, alone: bool) -> str:
    if part is None or alone or math.isnan(part.average):
        return ""
    average, in_turn = points(part.average), points(part.in_turn)
    drawn = f" ± {100 * part.order_error:.1g}" if part.order_error else ""
    return f": {average}{drawn}{'' if in_turn == average else f' ({in_turn})'}"
