"""Replays as data for other programs: JSON and CSV, the same bytes for the same run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sim.results.document import csv_text, document, record
from sim.results.forecast.model import Answer
from sim.results.head import HEAD, OF_ROW, RUN_COLUMNS
from sim.results.replay.model import Replay, ReplayDay

_ANSWER = "question probability median interval50 interval90 sampling_error noise_share method word"
_NUMBERS = (
    "probability median low50=interval50.low high50=interval50.high low90=interval90.low high90=interval90.high "
    "sampling_error noise_share method word"
)
_SAID = "question probability low90=interval90.low high90=interval90.high word"
_PART = "id in_turn average error order_error"
COLUMNS = (
    "scenario", "policy", "question", "day", *(part.partition("=")[0] for part in _NUMBERS.split()), "moved",
    "moved_error", "news", "text", "in_turn", "average", "average_error", "order_error", "said_then",
    *RUN_COLUMNS,
)  # fmt: skip


def as_json(made: Iterable[Replay]) -> str:
    """One JSON object with a list of replays; the numbers of an answer are those of `sim run --until` on its day."""
    return document("replay", replays=[_replay(one) for one in made])


def as_csv(made: Iterable[Replay]) -> str:
    """One row a question, day and piece of news under the header COLUMNS; a day without news has one row."""
    return csv_text(COLUMNS, (row for one in made for row in _rows(one)))


def _replay(made: Replay) -> dict[str, Any]:
    return record(
        made, f"{HEAD} questions forecasts silence warnings days",
        questions=[{"question": name, "asks": made.asks[name]} for name in made.questions],
        days=[_day(one) for one in made.days],
    )  # fmt: skip


def _day(day: ReplayDay) -> dict[str, Any]:
    answers = [
        record(
            answer, _ANSWER,
            interval50=(answer.interval50.low, answer.interval50.high),
            interval90=(answer.interval90.low, answer.interval90.high),
        ) | _moved(day, name)
        for name, answer in day.answers.items()
    ]  # fmt: skip
    said = [record(one, _SAID) for one in day.said.values()]
    news = [vars(one) for one in day.news]
    return record(day, "day news answers said_then?", news=news, answers=answers, said_then=said)


def _moved(day: ReplayDay, question: str) -> dict[str, Any]:
    move = day.moves.get(question)
    if move is None:
        return {"moved": None}
    return {"moved": record(move, "difference error parts", parts=[record(part, _PART) for part in move.parts])}


def _rows(made: Replay) -> Iterator[dict[str, Any]]:
    run = record(made, OF_ROW)
    for question in made.questions:
        for day in made.days:
            yield from (run | {"question": question} | row for row in _day_rows(day, question, day.answers[question]))


def _day_rows(day: ReplayDay, question: str, answer: Answer) -> Iterator[dict[str, Any]]:
    move = day.moves.get(question)
    said = day.said.get(question)
    own = record(day, "day said_then", said_then=said and said.probability) | record(answer, _NUMBERS)
    own |= {"moved": None, "moved_error": None} if move is None else record(move, "moved=difference moved_error=error")
    parts = {} if move is None else {part.id: part for part in move.parts}
    for news in day.news:
        part = parts.get(news.id)
        cells = record(part, "in_turn average average_error=error order_error") if part else _NO_PART
        yield own | {"news": news.id, "text": news.text} | cells
    if not day.news:
        yield own | {"news": None, "text": None} | _NO_PART


_NO_PART: dict[str, Any] = dict.fromkeys(("in_turn", "average", "average_error", "order_error"))
