"""The answer as of every day: a fan over time in steps, with a mark for every observation on the day it was seen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from sim.results.forecast.percent import fine_percent
from sim.results.replay.model import SILENCE, News, Replay, ReplayDay
from sim.show import words
from sim.show.charts.export import Caption
from sim.show.charts.ink import LIGHT, Palette, outlined
from sim.show.charts.layers.frame import LABEL, Row, Spec, layer, make_spec, tooltips
from sim.show.charts.scale import ProbabilityAxis, fit_axis
from sim.show.words import read_aloud

HEIGHT = 280
_WIDE = 800  # pixels of the field, about: how close two marks may come
_LETTER = 7  # pixels of a letter of a mark's name
_BESIDE = 20  # letters of names beside each other
_LINE = 13  # pixels of a line of names
_UTC = {"type": "utc"}
_GUIDE = (
    "Dot: the answer as of the day. Line: the median. Bands: half and nine tenths of the draws. Above: what was seen "
    "that day."
)
_ALONE = "Diamond: where silence alone had left it, before what was seen that day."


def replay_spec(made: Replay, question: str | None = None, palette: Palette = LIGHT) -> Spec:
    """The Vega-Lite specification of one question's fan over time.

    question: of the replay, by default its first. Two bands for half and nine tenths of the draws, a line for the
    median, a dot for the answer, and above them the id of every observation at a line on its day.
    """
    question = question or made.questions[0]
    axis = _axis(made, question)
    rows = [*_rows(made, question), *_silent(made, question), *_marks(made)]
    return make_spec("replay", rows, _layers(axis, palette, rows), HEIGHT, config={"view": {"stroke": None}})


def replay_guide(made: Replay, question: str | None = None) -> str:
    """How to read the picture, in one line."""
    has_diamonds = any(True for _ in _silent(made, question or made.questions[0]))
    return f"{_GUIDE} {_ALONE}" if has_diamonds else _GUIDE


def replay_text(made: Replay, question: str | None = None) -> str:
    """What the picture shows, in a sentence: first day, last day, and the day that moved it most."""
    question = question or made.questions[0]
    first, last = made.days[0], made.days[-1]
    told = (
        f"The answer was {fine_percent(first.answers[question].probability)} as of {words.day(first.day)} and "
        f"{fine_percent(last.answers[question].probability)} as of {words.day(last.day)}"
    )
    moved = [day for day in made.days if question in day.moves and day.moves[question].difference]
    if not moved:
        return f"{told}; nothing moved it."
    most = max(moved, key=lambda day: abs(day.moves[question].difference))
    move = 100 * most.moves[question].difference
    news = ", ".join(one.text.removesuffix(f", {most.day}") for one in most.news)
    return f"{told}; it moved most on {words.day(most.day)}, by {move:+.1f} points ({news})."


def replay_caption(made: Replay, today: date, question: str | None = None) -> Caption:
    """What stands above the picture when it is taken away. today: the day on which that is."""
    question = question or made.questions[0]
    return Caption(
        heading="What was seen, and what it did to the answer",
        sentence=replay_text(made, question),
        guide=replay_guide(made, question),
        scenario=made.title, as_of=made.as_of, policy=read_aloud(made.policy), question=made.asks[question], edits=None,
        made=today,
    )  # fmt: skip


def _axis(made: Replay, question: str) -> ProbabilityAxis:
    answers = [day.answers[question] for day in made.days]
    return fit_axis([end for a in answers for end in (a.interval90.low, a.interval90.high, a.probability)], "plain")


def _rows(made: Replay, question: str) -> Iterator[Row]:
    for day in made.days:
        answer = day.answers[question]
        if answer.settled:
            continue
        yield {
            "kind": "day", "day": day.day.isoformat(), "by": words.day(day.day),
            "told": words.number(answer.probability),
            "span90": words.span(answer.interval90), "span50": words.span(answer.interval50),
            "mean": answer.probability, "median": answer.median, "seen": _seen(day),
            "low90": answer.interval90.low, "high90": answer.interval90.high,
            "low50": answer.interval50.low, "high50": answer.interval50.high,
        }  # fmt: skip


def _silent(made: Replay, question: str) -> Iterator[Row]:
    """Where silence alone had left the answer, on the days on which more than silence came."""
    for before, day in pairwise(made.days):
        move, answer = day.moves.get(question), before.answers[question]
        if move is None or len(move.parts) < 2 or move.parts[0].id != SILENCE or math.isnan(move.parts[0].in_turn):
            continue
        alone = answer.probability + move.parts[0].in_turn
        yield {"kind": "silence", "day": day.day.isoformat(), "by": words.day(day.day), "mean": alone,
               "told": words.number(alone), "text": day.news[0].text}  # fmt: skip


def _seen(day: ReplayDay) -> str:
    return "; ".join(one.text for one in day.news) or "nothing new"


def _marks(made: Replay) -> Iterator[Row]:
    """The names of observations, those of a day beside each other, on the lowest line on which they cover no other."""
    first, last = made.days[0].day, made.days[-1].day
    wide = _WIDE / max((last - first).days, 1)
    ends: list[float] = []
    for day in made.days[1:]:
        at = (day.day - first).days * wide
        for part in _fitting(news for news in day.news if news.id != SILENCE):
            label = ", ".join(news.id for news in part)
            half = len(label) * _LETTER / 2
            line = next((number for number, end in enumerate(ends) if end < at - half), len(ends))
            ends[line : line + 1] = [at + half]
            told = {"label": label, "text": "; ".join(news.text for news in part), "by": words.day(day.day)}
            yield {"kind": f"seen{line}", "day": day.day.isoformat(), **told}


def _fitting(seen: Iterable[News]) -> Iterator[list[News]]:
    """What was seen on a day, in parts whose names fit beside each other."""
    part: list[News] = []
    for news in seen:
        if part and sum(len(one.id) + 2 for one in part) + len(news.id) > _BESIDE:
            yield part
            part = []
        part.append(news)
    if part:
        yield part


def _layers(axis: ProbabilityAxis, palette: Palette, rows: list[Row]) -> list[Spec]:
    low, high = axis.ends
    plain = {"ticks": False, "labelColor": palette.quiet, "titleColor": palette.quiet, "titleFontWeight": "normal"}
    dates = {"format": "%-d %b", "title": None, "grid": False, "labelOverlap": "greedy", "domainColor": palette.grid}
    along = {"field": "day", "type": "temporal", "scale": _UTC, "axis": {**plain, **dates}}
    ruler = {**plain, "title": "Probability", "values": list(axis.ticks), "gridColor": palette.grid, "domain": False,
             "labelExpr": "format(100 * datum.value, '.3~g') + ' %'"}  # fmt: skip
    scale = {"domain": [low, high], "nice": False, "zero": False}

    def up(field: str) -> Row:
        return {"field": field, "type": "quantitative", "axis": ruler, "scale": scale}

    step = {"interpolate": "step-after", "aria": False}
    bands = [
        layer("day", "area", {**step, "color": ink}, {"x": along, "y": up(f"low{n}"), "y2": {"field": f"high{n}"}})
        for n, ink in ((90, palette.wide), (50, palette.narrow))
    ]
    median = [
        layer("day", "line", {**step, "color": ink, "strokeWidth": wide}, {"x": along, "y": up("median")})
        for ink, wide in outlined(palette)
    ]
    dot = {"filled": True, "fill": palette.paper, "stroke": palette.tick, "strokeWidth": 1.5, "size": 34, "opacity": 1}
    tips = tooltips({"by": "As of", "told": "Answer", "span90": "90 %", "span50": "50 %", "seen": "Seen"})
    dots = layer("day", "point", dot, {"x": along, "y": up("mean"), "tooltip": tips})
    known = [*_observations(along, palette, rows), *bands, *median, dots]
    if all(row["kind"] != "silence" for row in rows):
        return known
    tips = tooltips({"by": "As of", "told": "With silence alone", "text": "What"})
    diamond = {**dot, "shape": "diamond", "stroke": palette.grave, "size": 50}
    return [*known, layer("silence", "point", diamond, {"x": along, "y": up("mean"), "tooltip": tips})]


def _observations(along: Row, palette: Palette, rows: list[Row]) -> Iterator[Spec]:
    """A dashed line on each day of an observation, and a layer for each line of names."""
    tips = tooltips({"by": "Seen", "text": "What"})
    for line in range(len({row["kind"] for row in rows} - {"day", "silence"})):
        up = {"value": -8 - _LINE * line}
        rule = {"color": palette.ghost, "strokeDash": [2, 3], "aria": False}
        yield layer(f"seen{line}", "rule", rule, {"x": along, "y": {"value": 0}, "y2": {"value": HEIGHT}})
        text = {"fontSize": 11, "color": palette.ink, "baseline": "middle", "align": "center"}
        encoding = {"x": along, "y": up, "text": LABEL, "tooltip": tips}
        yield layer(f"seen{line}", "text", text, encoding)
