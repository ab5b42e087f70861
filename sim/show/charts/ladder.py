"""The response ladder: a row a question, grouped by variable, bars that show how far the answer spreads.

Positions are pixels from the top, so that a row is as high on a phone as on a wall; only the axis
of probability stretches. The specification does not depend on the numbers: a page that draws it
again moves the bars and nothing else.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import altair as alt

from sim.results.forecast.model import Answer, Forecast
from sim.show import words
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.marks import ruler_of, tooltips
from sim.show.charts.scale import Scale, position

PICK = "pick"
PLACES = ("median", "low50", "high50", "low90", "high90")
_ROW, _GAP = 44, 10
_BAR, _GHOST = 26, 36
_DATA = "ladder"
_TIPS = {"asks": "Question", "told": "Forecast (90 %)", "span50": "50 %", "word": "In words", "file": "In the file"}


@dataclass(frozen=True)
class Ladder:
    """The answers of one policy as a picture, and as text.

    ghost: the forecast of the file's own values, drawn in grey below each bar. selected: the question whose row is
    tinted; a click sets the point selection `pick`. labels: variable id -> heading; without it the id is read aloud.
    turn: comes back with a click. A page that counts it up with every selection hears a second click on a row that was
    clicked before and left by other means since.
    """

    forecast: Forecast
    policy: str
    ghost: Forecast | None = None
    selected: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    scale: Scale = "odds"
    palette: Palette = LIGHT
    turn: int = 0

    def chart(self) -> alt.LayerChart:
        """The picture as Altair has it: a row a question, with 50 % and 90 % bars."""
        chart = _frame(self._height, self.scale, self.palette).copy(deep=False)
        chart.data = alt.InlineData(values=list(self._rows()), name=_DATA)
        return chart

    def spec(self) -> dict[str, Any]:
        """The Vega-Lite specification: what `chart().to_dict()` gives, in a hundredth of the time.

        Altair checks a chart against its schema for a fifth of a second; here the frame is checked once.
        """
        frame = copy.deepcopy(_frame_spec(self._height, self.scale, self.palette))
        return {**frame, "data": {"name": _DATA, "values": list(self._rows())}}

    def text(self) -> str:
        """What the picture shows, for those who do not see it: the same order, the same numbers."""
        parts = [f"Response ladder under policy {words.read_aloud(self.policy)}."]
        for variable, answers in self._groups.items():
            answers_told = "; ".join(self._spoken(answer) for answer in answers)
            parts.append(f"{self._label(variable)}: {answers_told}.")
        return " ".join(parts)

    @cached_property
    def _groups(self) -> dict[str, list[Answer]]:
        """The answers by variable, both in the file's order."""
        answers = [self.forecast.answers[self.policy, question] for question in self.forecast.questions]
        variables = dict.fromkeys(answer.variable for answer in answers)
        return {name: [answer for answer in answers if answer.variable == name] for name in variables}

    @property
    def _height(self) -> int:
        return sum(_GAP + _ROW * len(answers) for answers in self._groups.values())

    def _rows(self) -> Iterator[dict[str, Any]]:
        """One record a question, top edge `y` in pixels, with a gap between variables."""
        y = 0
        for variable, answers in self._groups.items():
            y += _GAP
            for answer in answers:
                record = _record(answer, self._before(answer), self.scale)
                place = {"y": y, "bottom": y + _ROW - 3, "chosen": answer.question == self.selected, "turn": self.turn}
                yield {"text": f"{self._label(variable)}: {words.row_label(answer)}", **place, **record}
                y += _ROW

    def _before(self, answer: Answer) -> Answer | None:
        """The file's answer where it is another one; None for a bar that has not moved."""
        before = None if self.ghost is None else self.ghost.answers.get((answer.policy, answer.question))
        return None if before is None or before.curve == answer.curve else before

    def _label(self, variable: str) -> str:
        return self.labels.get(variable, words.read_aloud(variable))

    def _spoken(self, answer: Answer) -> str:
        before = self._before(answer)
        text = f"{words.row_label(answer)}: {words.sentence(answer)}"
        text += "" if before is None else f" (in the file {before.shown})"
        return text + (" (selected)" if answer.question == self.selected else "")


def ladder(forecast: Forecast, policy: str) -> alt.LayerChart:
    """The response ladder of one policy: a row a question, grouped by variable, with 50 % and 90 % bars."""
    return Ladder(forecast, policy).chart()


def guide(ghosted: bool = False) -> str:
    """How to read a ladder's row, in one line."""
    text = "Line: median of the draws; dot: the forecast (their mean); bars: 50 % and 90 % of the draws"
    return text + ("; grey: the file's values." if ghosted else ".")


@functools.lru_cache(maxsize=32)
def _frame_spec(height: int, scale: Scale, palette: Palette) -> dict[str, Any]:
    return _frame(height, scale, palette).to_dict()


@functools.lru_cache(maxsize=32)
def _frame(height: int, scale: Scale, palette: Palette) -> alt.LayerChart:
    # Pixels from the top.
    down = alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False)
    answers = alt.Chart().encode(y=alt.Y("y:Q", scale=down, axis=None))
    inks = (palette.wide, palette.narrow, palette.tick)
    text: dict[str, Any] = {"baseline": "middle", "fontSize": 12, "yOffset": 10, "color": palette.ink}
    about = answers.mark_text(align="left", dx=4, limit=alt.ExprRef("width - 132"), **text)
    told = answers.mark_text(align="right", dx=-4, fontWeight=600, **text)
    layers = [
        _row_target(answers, palette),
        about.encode(text="text:N", x=alt.value(0)),
        told.encode(text="told:N", x=alt.value("width")),
        *_bars(answers, scale, palette, "ghost_", (palette.ghost,) * 3, (2, 4, 8), _GHOST),
        *_bars(answers, scale, palette, "", inks, (5, 11, 17), _BAR),
        answers.mark_point(
            filled=True, fill=palette.paper, stroke=palette.tick, strokeWidth=1.5, size=30, yOffset=_BAR, opacity=1
        ).encode(x=_along("mean", scale, palette)),
    ]
    # Data with a name stay out of the specification; and only the width may give way, since fitted
    # heights would push rows off the picture.
    chart = alt.layer(*layers, data=alt.NamedData(name=_DATA)).properties(
        height=height, width="container", autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )
    return cast(alt.LayerChart, chart.configure_view(stroke=None).configure_axis(domain=False))


def _record(answer: Answer, before: Answer | None, scale: Scale) -> dict[str, Any]:
    return {
        "question": answer.question,
        "told": words.row_numbers(answer),
        "asks": answer.asks,
        "word": f"{answer.word}, {words.lexicon_name(answer.word_lexicon)}",
        "span90": words.span(answer.interval90),
        "span50": words.span(answer.interval50),
        "file": "" if before is None else words.row_numbers(before),
        "mean": None if answer.settled else position(answer.probability, scale),
        **_places(answer, "", scale),
        **_places(before, "ghost_", scale),
    }


def _places(answer: Answer | None, prefix: str, scale: Scale) -> dict[str, float | None]:
    """Where the bars stand; nowhere without an answer, or where the policy settled it."""
    if answer is None or answer.settled:
        return {prefix + place: None for place in PLACES}
    values = {"median": answer.median, **answer.ends()}
    return {prefix + place: position(values[place], scale) for place in PLACES}


def _row_target(answers: alt.Chart, palette: Palette) -> alt.Chart:
    """The whole row, tinted where chosen, as the thing to click on."""
    pick = alt.selection_point(name=PICK, fields=["question", "turn"], on="click", toggle="false", clear=False)
    tint = alt.condition("datum.chosen", alt.value(0.12), alt.value(0))
    row = answers.mark_rect(color=palette.chosen, cursor="pointer", cornerRadius=4).encode(
        x=alt.value(0), x2=alt.value("width"), y2=alt.Y2("bottom"), opacity=tint, tooltip=tooltips(_TIPS)
    )
    return cast(alt.Chart, row.add_params(pick))


def _bars(
    rows: alt.Chart, scale: Scale, palette: Palette, prefix: str, inks: Sequence[str], sizes: Sequence[int], down: int
) -> list[alt.Chart]:
    """90 % bar, 50 % bar and median of one forecast, `down` pixels below the row's top; sizes: in pixels."""
    layers = [
        rows.mark_rule(color=ink, strokeWidth=size, yOffset=down, y2Offset=down).encode(
            x=_along(f"{prefix}low{level}", scale, palette), x2=alt.X2(f"{prefix}high{level}"),
        )
        for level, ink, size in zip(("90", "50"), inks, sizes, strict=False)
    ]
    median = rows.mark_tick(color=inks[2], orient="vertical", thickness=2.5, size=sizes[2], yOffset=down)
    return [*layers, median.encode(x=_along(f"{prefix}median", scale, palette))]


def _along(name: str, scale: Scale, palette: Palette) -> alt.X:
    more = {"orient": "top", "titleAnchor": "start", "grid": True, "labelOverlap": "greedy", "labelFlush": True}
    return alt.X(f"{name}:Q", **ruler_of(scale, palette, titlePadding=2, labelPadding=4, **more))
