"""Draws the README's picture, docs/ladder.svg, and those of docs/gallery.md: `python docs/make_picture.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import sim
from sim.results.ancestry import speakers
from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.percent import percent
from sim.show.charts.ink import LIGHT
from sim.show.words import read_aloud, span

PICTURE = Path(__file__).with_name("ladder.svg")
SCENARIOS = PICTURE.parents[1] / "scenarios"
SCENARIO = SCENARIOS / "venezuela-2025"
FIRST, SECOND = "strikes", "blockade"
EXPERTS = 2
"""Of the flagship's answers, those are drawn on which so many published voices speak under the first policy."""
GALLERY = {
    "recession-2025": ["as_it_is"],
    "german-vote-2025": ["as_it_is"],
    "hormuz-2012": ["embargo", "no_embargo"],
    "nord-stream-2": ["no_attack", "attack_in_february"],
}
"""By scenario, the policy in blue and the one in grey."""
CLINIC, SEEN = "lung-clinic", ("visit: yes @ 1988-01-02", "dyspnoea: yes @ 1988-01-02")
LEFT, RIGHT, WIDTH, ROW, TOP = 280, 620, 790, 36, 64


def picture(path: Path = SCENARIO, policies: Sequence[str] = (FIRST, SECOND), experts: int = 0) -> str:
    """The answers of one or two policies as bars, a row a question.

    experts: how many published voices must speak about a question's variable under the first policy.
    """
    scenario = sim.read(path)
    forecast = sim.forecast(scenario, policies=policies)
    asked = [q for q in forecast.questions if _published(scenario, q, policies[0]) >= experts]
    answers = [{q: forecast.answers[policy, q] for q in asked} for policy in policies]
    legend = f"Blue: policy {read_aloud(policies[0])}; grey: {read_aloud(policies[1])}. " if len(policies) > 1 else ""
    return _draw(path, forecast, legend, answers)


def _published(scenario: sim.Scenario, question: str, policy: str) -> int:
    """How many published voices are heard about a question's variable."""
    heard = speakers(scenario, scenario.targets[question].variable, policy)
    return sum(scenario.experts[voice].kind == "published" for voice in heard)


def clinic() -> str:
    """The answers of the clinic with what was seen, and without it."""
    path = SCENARIOS / f"{CLINIC}.yaml"
    scenario = sim.read(path)
    seen = sim.forecast(scenario, observations=sim.evidence(scenario, given=SEEN))
    before = sim.forecast(scenario)
    answers = [{q: forecast.answers["as_it_is", q] for q in forecast.questions} for forecast in (seen, before)]
    return _draw(path, seen, "Blue: back from Asia and short of breath; grey: before anything is seen. ", answers)


def pictures() -> dict[Path, str]:
    """Every picture by its file."""
    gallery = {name: picture(SCENARIOS / f"{name}.yaml", policies) for name, policies in GALLERY.items()}
    gallery[CLINIC] = clinic()
    place = PICTURE.with_name("gallery")
    return {PICTURE: picture(experts=EXPERTS)} | {place / f"{name}.svg": drawn for name, drawn in gallery.items()}


def _draw(path: Path, forecast: Forecast, legend: str, answers: Sequence[Mapping[str, Answer]]) -> str:
    """Bars in blue, those of the second answers below in grey; places are whole pixels."""
    scenario = sim.read(path)
    shown = [q for q in answers[0] if all(_drawn(each[q]) for each in answers)]
    rows = []
    for i, q in enumerate(shown):
        event = f"{scenario.variables[answers[0][q].variable].label}: {read_aloud(answers[0][q].event)}"
        rows.append(_row(scenario.questions[q].short or event, [each[q] for each in answers], TOP + i * ROW))
    height = TOP + len(shown) * ROW + 8
    head = _text(0, 16, f"{forecast.title}, as of {forecast.as_of}", LIGHT.ink, "font-weight='600'") + _text(
        0, 34, f"{legend}Dot: forecast; bars: 50 % and 90 % of the draws.", LIGHT.quiet
    )
    body = "\n".join([head, *(_ruler(percent_, height) for percent_ in (0, 25, 50, 75, 100)), *rows])
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' role='img' "
        f"font-family='sans-serif' font-size='12'>\n<title>How far the answers spread, by question</title>\n"
        f"<rect width='{WIDTH}' height='{height}' fill='{LIGHT.paper}'/>\n{body}\n</svg>\n"
    )


def _drawn(answer: Answer) -> bool:
    """Whether the answer has a number, over all worlds."""
    return not answer.settled and answer.asked == 1


def _row(label: str, answers: Sequence[Answer], y: int) -> str:
    first = answers[0]
    grey = [bar for answer in answers[1:] for bar in _bars(answer, y + 20, 2, LIGHT.ghost, LIGHT.ghost, LIGHT.ghost)]
    return "\n".join(
        [
            _text(0, y + 16, label, LIGHT.ink),
            *_bars(first, y + 7, 5, LIGHT.wide, LIGHT.narrow, LIGHT.ink),
            *grey,
            _text(RIGHT + 12, y + 16, _numbers(first), LIGHT.quiet),
        ]
    )


def _numbers(answer: Answer) -> str:
    told, spread = percent(answer.probability), span(answer.interval90)
    return told if told == spread else f"{told} ({spread})"


def _bars(answer: Answer, y: int, thin: int, wide: str, narrow: str, dot: str) -> list[str]:
    bars = [(answer.interval90, thin, wide), (answer.interval50, 2 * thin, narrow)]
    parts = [
        f"<rect x='{_x(level.low)}' y='{y + 4 - thick // 2}' width='{max(_x(level.high) - _x(level.low), 1)}' "
        f"height='{thick}' rx='1' fill='{fill}'/>"
        for level, thick, fill in bars
    ]
    return [
        *parts,
        f"<circle cx='{_x(answer.probability)}' cy='{y + 4}' r='{thin}' fill='{dot}' "
        f"stroke='{LIGHT.paper}'/>",
    ]


def _ruler(percent_: int, height: int) -> str:
    x = _x(percent_ / 100)
    line = f"<line x1='{x}' x2='{x}' y1='{TOP - 4}' y2='{height - 4}' stroke='{LIGHT.grid}'/>"
    return line + _text(x, TOP - 9, f"{percent_} %", LIGHT.quiet, "text-anchor='middle'")


def _text(x: int, y: int, text: str, fill: str, more: str = "") -> str:
    return f"<text x='{x}' y='{y}' fill='{fill}' {more}>{escape(text)}</text>"


def _x(probability: float) -> int:
    return LEFT + round(probability * (RIGHT - LEFT))


if __name__ == "__main__":
    for file, drawn in pictures().items():
        file.write_text(drawn, encoding="utf-8", newline="")
