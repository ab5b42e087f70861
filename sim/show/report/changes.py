"""What would change an answer, and what has: events to watch, whom to ask, and how it moved with what was seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.results.forecast.percent import percent
from sim.results.indicators.model import AskingWorth, Indicator, Indicators
from sim.results.replay.model import SILENCE, Replay, ReplayDay
from sim.results.report.model import QuestionPage
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.differences import points
from sim.show.naming.plain_words import say_observation
from sim.show.over_time.indicators import name_event, pick_top
from sim.show.phrases import whole, whole_span
from sim.show.report.blocks import Block, Heading, Line, Run, TableBlock, TableRow, TextBlock
from sim.show.report.drawings.over_days import draw_days
from sim.show.report.drawings.watch_bars import draw_watch, watch_axis

_TOP, _ASKED, _DAYS, _NEWS = 4, 2, 5, 90
"""Events, people to ask, days in the table, and letters of what a day brought."""
_LEAST = 0.05  # of the doubt, for which it is worth to ask
_TRACES = ("consequence", "both")


def tell_indicators(page: QuestionPage, level: int) -> Iterator[Block]:
    """What would change the answer; nothing where nothing is known that would."""
    made = page.indicators
    if made is None:
        return
    top = pick_top(made, _TOP)
    most = watch_axis(made, top)
    day = words.day(made.by)
    columns = [f"Seen by {day}", "Chance", "If seen", "If not", None]
    rows = [_event_row(made, one, most) for one in top]
    yield Heading(level, "What would change it")
    yield TableBlock(f"The forecast if an event is seen by {day}, and if it is not", columns, rows, "watch")
    traces = " In the model a trace follows from the answer, rather than warning of it." if _has_trace(top) else ""
    yield TextBlock(f"Full dot: if seen; ring: if not; stroke: as it stands.{traces}{_asking(made.asking)}", "small")


def _has_trace(top: Sequence[Indicator]) -> bool:
    return any(one.relation in _TRACES for one in top)


def _event_row(made: Indicators, one: Indicator, most: float) -> TableRow:
    figures = one.figures
    trace: list[str | Run] = [" ", Run("(a trace)", "quiet")] if one.relation in _TRACES else []
    name: Line = [name_event(one), *trace]
    seen, unseen = percent(figures.seen), percent(figures.unseen)
    return TableRow([name, whole(figures.probability), seen, unseen, draw_watch(made, one, most)])


def _asking(worth: Sequence[AskingWorth]) -> str:
    """Whom to ask first: a measure of its own, by another name than the shares of the doubt."""
    most: dict[str, float] = {}
    for one in worth:
        most.setdefault(one.name, one.share)
    told = [f"{name} ({words.whole_share(share)})" for name, share in [*most.items()][:_ASKED] if share >= _LEAST]
    if not told:
        return ""
    heads = "Whom to ask first, and how much of the answer's variance would go if we knew exactly"
    return f" {heads}: {words.join_items(told)}; such gains overlap."


def tell_moves(page: QuestionPage, level: int) -> Iterator[Block]:
    """How the answer has moved; nothing where nothing was seen."""
    made, question = page.replay, page.answer.question
    if made is None or len(made.days) < 2 or all(day.answers[question].settled for day in made.days):
        return
    yield Heading(level, "How it has moved")
    yield draw_days(made, question)
    days = _heaviest(made, question)
    if days:
        rows = [_day_row(page.scenario, day, question) for day in days]
        columns = ["Day", "Forecast", "Span", "Moved", "What was seen"]
        yield TableBlock("The days that moved the answer most", columns, rows, "days")


def _heaviest(made: Replay, question: str) -> list[ReplayDay]:
    """The days that moved the answer most, in order."""
    moved = [day for day in made.days if question in day.moves and day.news and day.moves[question].difference]
    chosen = sorted(moved, key=lambda day: -abs(day.moves[question].difference))[:_DAYS]
    return [day for day in moved if day in chosen]


def _day_row(scenario: Scenario, day: ReplayDay, question: str) -> TableRow:
    answer, move = day.answers[question], day.moves[question]
    span = whole_span(answer.interval90.low, answer.interval90.high)
    news = _news(scenario, day)
    return TableRow([words.day(day.day), whole(answer.probability), span, points(move.difference), news])


def _news(scenario: Scenario, day: ReplayDay) -> str:
    """What a day brought, read aloud and cut where it is long."""
    known = {SILENCE: "nothing else was reported"}
    told = [known.get(one.id) or say_observation(scenario, one.text.removesuffix(f", {day.day}")) for one in day.news]
    text = "; ".join(told)
    return text if len(text) <= _NEWS else text[: _NEWS - 1].rsplit(" ", 1)[0] + "…"
