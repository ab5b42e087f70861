"""How an answer moved from day to day: bands in steps, the forecast as dots, a mark for each day with news."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sim.results.forecast.percent import fine_percent, percent
from sim.results.replay.model import Replay, ReplayDay
from sim.show import words
from sim.show.charts.scale import fit_axis, tick_label
from sim.show.phrases import whole_span
from sim.show.report.blocks import Drawing
from sim.show.report.drawings.figures import draw_label, draw_rule, draw_svg

_WIDTH, _LEFT, _RIGHT, _TOP, _FLOOR, _HEIGHT = 690.0, 42.0, 12.0, 12.0, 100.0, 118.0
_ROOM = 44.0  # pixels that a date needs
_GUIDE = (
    "Dot: the forecast as of the day; bar: nine tenths of the readings, thick: half of them; stroke above: something "
    "was seen that day."
)

Place = Callable[[float], float]


def draw_days(made: Replay, question: str) -> Drawing:
    """The picture of one question, days from left to right."""
    days = [day for day in made.days if not day.answers[question].settled]
    first, last = days[0].day.toordinal(), days[-1].day.toordinal()
    room = _WIDTH - _LEFT - _RIGHT
    axis = fit_axis([0.0, *(day.answers[question].interval90.high for day in days)], "plain")

    def along(day: ReplayDay) -> float:
        return _LEFT + 6 + (day.day.toordinal() - first) / max(last - first, 1) * (room - 12)

    def up(p: float) -> float:
        return _FLOOR - axis.along(p) * (_FLOOR - _TOP)

    marks = [mark for tick in axis.ticks[:: -(-len(axis.ticks) // 4)] for mark in _tick(tick, up(tick))]
    marks += [mark for day in days for mark in _day(day, question, along(day), up)]
    marks += list(_dates([(along(day), day) for day in days]))
    rows = [(words.day(day.day), _span(day, question), percent(day.answers[question].probability)) for day in days]
    columns = ("Day", "Span", "Probability")
    return Drawing(draw_svg(_WIDTH, _HEIGHT, marks), _label(days, question), _GUIDE, columns, rows)


def _label(days: list[ReplayDay], question: str) -> str:
    start, end = days[0], days[-1]
    return (
        f"The forecast as of each day: {fine_percent(start.answers[question].probability)} on {words.day(start.day)}, "
        f"{fine_percent(end.answers[question].probability)} on {words.day(end.day)}"
    )


def _span(day: ReplayDay, question: str) -> str:
    ends = day.answers[question].interval90
    return whole_span(ends.low, ends.high)


def _tick(tick: float, y: float) -> Iterator[str]:
    yield draw_rule(_LEFT, _WIDTH - _RIGHT, y, "rule", 1)
    yield draw_label(_LEFT - 6, y + 3.5, tick_label(tick), "end")


def _day(day: ReplayDay, question: str, x: float, up: Place) -> Iterator[str]:
    answer = day.answers[question]
    for ends, look, size in ((answer.interval90, "wide", 3), (answer.interval50, "narrow", 6)):
        low, high = up(ends.low), up(ends.high)
        yield _upright(x, min(high, low - 1), low, look, size)
    if day.news and day.moves:
        yield _upright(x, 1, 7, "now", 1.5)
    yield f'<circle cx="{x:.1f}" cy="{up(answer.probability):.1f}" r="4" class="mean"/>'


def _upright(x: float, y: float, y2: float, look: str, size: float) -> str:
    return f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{y2:.1f}" class="{look}" stroke-width="{size}"/>'


def _dates(places: list[tuple[float, ReplayDay]]) -> Iterator[str]:
    """Dates below the days: the last one's, and before it each that leaves room."""
    last_x, last = places[-1]
    free = 0.0
    for x, day in places[:-1]:
        if x >= free and x <= last_x - _ROOM:
            free = x + _ROOM
            yield _date(x, day)
    yield _date(last_x, last)


def _date(x: float, day: ReplayDay) -> str:
    anchor = "start" if x < _LEFT + 20 else "end" if x > _WIDTH - _RIGHT - 20 else "middle"
    return draw_label(x + {"start": -6, "end": 6}.get(anchor, 0), _HEIGHT - 4, f"{day.day.day} {day.day:%b}", anchor)

