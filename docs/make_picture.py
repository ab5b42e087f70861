"""Draws docs/ladder.svg, the picture of the README: `python docs/make_picture.py`."""

from __future__ import annotations

from html import escape
from pathlib import Path

import sim
from sim.results.forecast.model import Answer
from sim.results.forecast.percent import percent
from sim.show.ink import LIGHT
from sim.show.words import read_aloud, span

PICTURE = Path(__file__).with_name("ladder.svg")
SCENARIO = PICTURE.parents[1] / "scenarios" / "venezuela-2025"
FIRST, SECOND = "strikes", "blockade"
LEFT, RIGHT, WIDTH, ROW, TOP = 280, 620, 760, 36, 64


def picture() -> str:
    """The answers of two policies as bars, a row a question; places are whole pixels."""
    scenario = sim.read(SCENARIO)
    forecast = sim.forecast(scenario, policies=[FIRST, SECOND])
    shown = [q for q in forecast.questions if all(_drawn(forecast.answers[p, q]) for p in (FIRST, SECOND))]
    rows = [
        _row(scenario.variables[answer.variable].label, answer, forecast.answers[SECOND, question], TOP + i * ROW)
        for i, question in enumerate(shown)
        for answer in [forecast.answers[FIRST, question]]
    ]
    height = TOP + len(shown) * ROW + 8
    head = _text(0, 16, f"{forecast.title}, as of {forecast.as_of}", LIGHT.ink, "font-weight='600'") + _text(
        0, 34,
        f"Blue: policy {read_aloud(FIRST)}; grey: {read_aloud(SECOND)}. "
        "Dot: forecast; bars: 50 % and 90 % of the draws.",
        LIGHT.quiet,
    )  # fmt: skip
    body = "\n".join([head, *(_ruler(percent_, height) for percent_ in (0, 25, 50, 75, 100)), *rows])
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' role='img' "
        f"font-family='sans-serif' font-size='12'>\n<title>How far the answers spread, by question</title>\n"
        f"<rect width='{WIDTH}' height='{height}' fill='{LIGHT.paper}'/>\n{body}\n</svg>\n"
    )


def _drawn(answer: Answer) -> bool:
    """Whether the answer has a number, over all worlds."""
    return not answer.settled and answer.asked == 1


def _row(label: str, answer: Answer, other: Answer, y: int) -> str:
    numbers = f"{percent(answer.probability)} ({span(answer.interval90)})"
    return "\n".join(
        [
            _text(0, y + 16, f"{label}: {read_aloud(answer.event)}", LIGHT.ink),
            *_bars(answer, y + 7, 5, LIGHT.wide, LIGHT.narrow, LIGHT.tick),
            *_bars(other, y + 20, 2, LIGHT.ghost, LIGHT.ghost, LIGHT.ghost),
            _text(RIGHT + 12, y + 16, numbers, LIGHT.quiet),
        ]
    )


def _bars(answer: Answer, y: int, thin: int, wide: str, narrow: str, dot: str) -> list[str]:
    bars = [(answer.interval90, thin, wide), (answer.interval50, 2 * thin, narrow)]
    parts = [
        f"<rect x='{_x(level.low)}' y='{y + 4 - thick // 2}' width='{max(_x(level.high) - _x(level.low), 1)}' "
        f"height='{thick}' rx='1' fill='{fill}'/>"
        for level, thick, fill in bars
    ]
    return [*parts, f"<circle cx='{_x(answer.probability)}' cy='{y + 4}' r='{thin}' fill='{dot}'/>"]


def _ruler(percent_: int, height: int) -> str:
    x = _x(percent_ / 100)
    line = f"<line x1='{x}' x2='{x}' y1='{TOP - 4}' y2='{height - 4}' stroke='{LIGHT.grid}'/>"
    return line + _text(x, TOP - 9, f"{percent_} %", LIGHT.quiet, "text-anchor='middle'")


def _text(x: int, y: int, text: str, fill: str, more: str = "") -> str:
    return f"<text x='{x}' y='{y}' fill='{fill}' {more}>{escape(text)}</text>"


def _x(probability: float) -> int:
    return LEFT + round(probability * (RIGHT - LEFT))


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8", newline="")
