"""The response ladder: a row a question, grouped by variable, bars that show how far the answer spreads.

Positions are pixels from the top, so that a row is as high on a phone as on a wall; only the axis
of probability stretches. The specification does not depend on the numbers: a page that draws it
again moves the bars and nothing else.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast

import altair as alt

from sim.results.forecast.model import Answer, Forecast
from sim.show import words
from sim.show.ink import LIGHT, Palette
from sim.show.scale import RULERS, Scale, position

PICK = "pick"
PLACES = ("median", "low50", "high50", "low90", "high90")
_ROW, _GAP = 44, 10
_BAR, _GHOST = 26, 36
_DATA = "ladder"
_Group: TypeAlias = tuple[str, list[Answer]]


def ladder(
    forecast: Forecast,
    policy: str,
    ghost: Forecast | None = None,
    selected: str | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    scale: Scale = "odds",
    palette: Palette = LIGHT,
    turn: int = 0,
) -> alt.LayerChart:
    """The response ladder: a row a question, grouped by variable, with 50 % and 90 % bars.

    Args:
        ghost: the forecast of the file's own values, drawn in grey below each bar.
        selected: the question whose row is tinted. A click sets the point selection `pick`.
        turn: comes back with a click; a page that counts it up with every selection hears a second
            click on a row that was clicked before and left by other means since.
        labels: variable id -> heading; without it the id is read aloud.
    """
    groups = _groups(forecast, policy)
    rows = [{"turn": turn, **row} for row in _rows(groups, ghost, selected, labels or {}, scale)]
    chart = _frame(_height(groups), scale, palette).copy(deep=False)
    chart.data = alt.InlineData(values=rows, name=_DATA)
    return chart


def ladder_spec(
    forecast: Forecast,
    policy: str,
    ghost: Forecast | None = None,
    selected: str | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    scale: Scale = "odds",
    palette: Palette = LIGHT,
    turn: int = 0,
) -> dict[str, Any]:
    """The ladder as a Vega-Lite specification: what `ladder(...).to_dict()` gives, in a hundredth of the time.

    Altair checks a chart against its schema for a fifth of a second; here the frame is checked once.
    """
    groups = _groups(forecast, policy)
    rows = [{"turn": turn, **row} for row in _rows(groups, ghost, selected, labels or {}, scale)]
    return {**copy.deepcopy(_frame_spec(_height(groups), scale, palette)), "data": {"name": _DATA, "values": rows}}


@functools.lru_cache(maxsize=32)
def _frame_spec(height: int, scale: Scale, palette: Palette) -> dict[str, Any]:
    spec: dict[str, Any] = _frame(height, scale, palette).to_dict()
    return spec


@functools.lru_cache(maxsize=32)
def _frame(height: int, scale: Scale, palette: Palette) -> alt.LayerChart:
    """The picture without its data."""
    answers = alt.Chart().encode(y=_down(height))
    layers = [
        _row_target(answers, palette),
        *_texts(answers, palette),
        *_bars(answers, scale, "ghost_", (palette.ghost,) * 3, (2, 4, 8), _GHOST, palette),
        *_bars(answers, scale, "", (palette.wide, palette.narrow, palette.tick), (5, 11, 17), _BAR, palette),
        _mean(answers, scale, palette),
    ]
    # Data with a name stay out of the specification; and only the width may give way, since fitted
    # heights would push rows off the picture.
    chart = alt.layer(*layers, data=alt.NamedData(name=_DATA)).properties(
        height=height, width="container", autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )
    return cast(alt.LayerChart, chart.configure_view(stroke=None).configure_axis(domain=False))


def ladder_text(
    forecast: Forecast,
    policy: str,
    ghost: Forecast | None = None,
    selected: str | None = None,
    *,
    labels: Mapping[str, str] | None = None,
) -> str:
    """What the ladder shows, for those who do not see it; the same order, the same numbers."""
    parts = [f"Response ladder under policy {words.name(policy)}."]
    for variable, answers in _groups(forecast, policy):
        told = "; ".join(_spoken(answer, ghost, selected) for answer in answers)
        parts.append(f"{_label(variable, labels or {})}: {told}.")
    return " ".join(parts)


def guide(ghosted: bool = False) -> str:
    """How to read a ladder's row, in one line."""
    told = "Line: median of the draws; dot: the forecast (their mean); bars: 50 % and 90 % of the draws"
    return told + ("; grey: the file's values." if ghosted else ".")


def _groups(forecast: Forecast, policy: str) -> list[_Group]:
    """The answers of one policy by variable, both in the file's order."""
    groups: dict[str, list[Answer]] = {}
    for question in forecast.questions:
        answer = forecast.answers[policy, question]
        groups.setdefault(answer.variable, []).append(answer)
    return list(groups.items())


def _height(groups: Sequence[_Group]) -> int:
    return sum(_GAP + _ROW * len(answers) for _, answers in groups)


def _rows(
    groups: Sequence[_Group], ghost: Forecast | None, selected: str | None, labels: Mapping[str, str], scale: Scale
) -> Iterator[dict[str, Any]]:
    """One record a question, top edge `y` in pixels, with a gap between variables."""
    y = 0
    for variable, answers in groups:
        y += _GAP
        for answer in answers:
            before = _before(answer, ghost)
            record = _record(answer, before, y, answer.question == selected, scale)
            yield {"text": f"{_label(variable, labels)}: {words.row_label(answer)}", **record}
            y += _ROW


def _before(answer: Answer, ghost: Forecast | None) -> Answer | None:
    """The file's answer, where it is another one: grey below a bar that has not moved tells nothing."""
    before = None if ghost is None else ghost.answers.get((answer.policy, answer.question))
    return None if before is None or before.curve == answer.curve else before


def _label(variable: str, labels: Mapping[str, str]) -> str:
    return labels.get(variable, words.name(variable))


def _record(answer: Answer, before: Answer | None, y: int, chosen: bool, scale: Scale) -> dict[str, Any]:
    return {
        "y": y,
        "bottom": y + _ROW - 3,
        "question": answer.question,
        "told": words.row_numbers(answer),
        "asks": answer.asks,
        "word": f"{answer.word}, {words.lexicon_name(answer.word_lexicon)}",
        "span90": words.span(answer.interval90),
        "span50": words.span(answer.interval50),
        "file": "" if before is None else words.row_numbers(before),
        "chosen": chosen,
        "mean": None if answer.settled else position(answer.probability, scale),
        **_places(answer, "", scale),
        **_places(before, "ghost_", scale),
    }


def _places(answer: Answer | None, prefix: str, scale: Scale) -> dict[str, float | None]:
    """Where the bars stand; nowhere without an answer, or where the policy settled it."""
    if answer is None or answer.settled:
        return {prefix + place: None for place in PLACES}
    values = (
        answer.median, answer.interval50.low, answer.interval50.high, answer.interval90.low, answer.interval90.high,
    )  # fmt: skip
    return {prefix + place: position(value, scale) for place, value in zip(PLACES, values, strict=True)}


def _spoken(answer: Answer, ghost: Forecast | None, selected: str | None) -> str:
    before = _before(answer, ghost)
    told = f"{words.row_label(answer)}: {words.sentence(answer)}"
    told += "" if before is None else f" (in the file {before.shown})"
    return told + (" (selected)" if answer.question == selected else "")


def _row_target(answers: alt.Chart, palette: Palette) -> alt.Chart:
    """The whole row, tinted where chosen, as the thing to click on."""
    pick = alt.selection_point(name=PICK, fields=["question", "turn"], on="click", toggle="false", clear=False)
    tint = alt.condition("datum.chosen", alt.value(0.12), alt.value(0))
    row = answers.mark_rect(color=palette.chosen, cursor="pointer", cornerRadius=4).encode(
        x=alt.value(0), x2=alt.value("width"), y2=alt.Y2("bottom"), opacity=tint, tooltip=_tips()
    )
    return cast(alt.Chart, row.add_params(pick))


def _texts(answers: alt.Chart, palette: Palette) -> list[alt.Chart]:
    """What each row is about (left) and its numbers (right)."""
    about = answers.mark_text(
        align="left", baseline="middle", fontSize=12, yOffset=10, dx=4, color=palette.ink,
        limit=alt.ExprRef("width - 132"),
    )
    told = answers.mark_text(
        align="right", baseline="middle", fontSize=12, yOffset=10, dx=-4, color=palette.ink, fontWeight=600
    )
    return [about.encode(text="text:N", x=alt.value(0)), told.encode(text="told:N", x=alt.value("width"))]


def _bars(
    answers: alt.Chart, scale: Scale, prefix: str, inks: tuple[str, str, str], sizes: tuple[int, int, int], down: int,
    palette: Palette,
) -> list[alt.Chart]:
    """90 % bar, 50 % bar and median of one forecast, `down` pixels below the row's top."""
    layers = [
        answers.mark_rule(color=ink, strokeWidth=size, yOffset=down, y2Offset=down).encode(
            x=_along(f"{prefix}low{level}", scale, palette), x2=alt.X2(f"{prefix}high{level}"),
        )
        for level, ink, size in zip(("90", "50"), inks, sizes, strict=False)
    ]
    median = answers.mark_tick(
        color=inks[2], orient="vertical", thickness=2.5, size=sizes[2], yOffset=down
    ).encode(x=_along(f"{prefix}median", scale, palette))
    return [*layers, median]


def _mean(answers: alt.Chart, scale: Scale, palette: Palette) -> alt.Chart:
    dot = answers.mark_point(
        filled=True, fill=palette.paper, stroke=palette.tick, strokeWidth=1.5, size=30, yOffset=_BAR, opacity=1
    )
    return cast(alt.Chart, dot.encode(x=_along("mean", scale, palette)))


def _tips() -> list[alt.Tooltip]:
    fields = {
        "asks": "Question", "told": "Forecast (90 %)", "span50": "50 %", "word": "In words", "file": "In the file",
    }
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in fields.items()]


def _down(height: int) -> alt.Y:
    """Pixels from the top."""
    return alt.Y("y:Q", scale=alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False), axis=None)


def _along(field: str, scale: Scale, palette: Palette) -> alt.X:
    ruler = RULERS[scale]
    axis = alt.Axis(
        orient="top", values=list(ruler.ticks), labelExpr=ruler.label, title=ruler.title, titleAnchor="start",
        grid=True, gridColor=palette.grid, ticks=False, labelColor=palette.quiet, titleColor=palette.quiet,
        titleFontWeight="normal", labelOverlap="greedy", labelFlush=True, titlePadding=2, labelPadding=4,
    )
    return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(domain=list(ruler.domain), nice=False, zero=False))
