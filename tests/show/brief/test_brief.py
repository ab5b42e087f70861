"""The brief: every part of it, every text escaped, nothing fetched, and the numbers of the forecast."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim.results.explain.case import case
from sim.results.explain.shares import explain
from sim.results.forecast.run import forecast
from sim.results.report.model import QuestionPage
from sim.scenario import edit
from sim.scenario.file.read import loads
from sim.show.brief.page import write_brief
from sim.show.phrases import whole, whole_span
from sim.show.report.edits_in_words import tell_edits

HARBOUR = Path(__file__).parents[2] / "dashboard" / "harbour.yaml"
TEXT = HARBOUR.read_text(encoding="utf-8")
EDITS = {
    "judgments.J1.nudge": "0.8", "experts.past.weight": "2", "pool.rule": "linear", "judgments.J5.says": "unlikely",
    "dependence": "0.6",
}  # fmt: skip


def made(text: str, policy: str, question: str, edits: dict[str, str] | None = None) -> QuestionPage:
    file = loads(text, "harbour.yaml")
    scenario = edit.edit(file, {path: edit.parse(value) for path, value in (edits or {}).items()})
    whole_forecast = forecast(scenario, draws=100, shares=[question])
    told = explain(case(scenario, question, policy, 100, 64, 1))
    return QuestionPage(file, scenario, whole_forecast, told, edits or {}, "sim brief <x>")


class _Reader(HTMLParser):
    """Takes a page apart: its tags with their attributes, open tags, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "circle", "line", "polygon"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def brief() -> QuestionPage:
    return made(TEXT, "close", "Q1", EDITS)


def test_every_part_is_there_with_the_forecasts_numbers(brief: QuestionPage) -> None:
    text = " ".join(_Reader(write_brief(brief)).text.replace("\u00a0", " ").split())
    answer = brief.answer
    for part in (
        'A *made-up* harbour [dispute](https://example.org). What was known on 24 December 2025',
        "Are shots *fired* by 21 January 2026?", f"({whole(answer.probability)})", "under policy close",
        f"What was said leaves open {whole_span(answer.interval90.low, answer.interval90.high)}", "Confidence is",
        "of the doubt): Shots are unlikely. "
        "On Clash: shots or more, if “Pressure” is “closure”: 'unlikely', read as 33 % (",
        "[The *Gazette*, 20 December 2025, paragraph 2]",
        "100 draws x 64 worlds, seed 1",
        brief.forecast.digest[:16], "harbour, from harbour.yaml", "sim brief <x>",
    ):  # fmt: skip
        assert part in text
    for policy in brief.forecast.policies:
        other = brief.forecast.answers[policy, "Q1"]
        span = whole_span(other.interval90.low, other.interval90.high)
        assert f"{policy.replace('_', ' ')}{whole(other.probability)}{span}" in text
    assert "Retrospective" not in text


def test_the_dots_are_the_readings_of_the_answer(brief: QuestionPage) -> None:
    tags = _Reader(write_brief(brief)).tags
    dots = [attributes for tag, attributes in tags if tag == "circle" and attributes.get("r") == "3.8"]
    assert len(dots) == 20
    label = next(str(a["aria-label"]) for tag, a in tags if tag == "svg" and "20 readings" in str(a["aria-label"]))
    assert whole(brief.answer.probability) in label


def test_edits_are_told_in_words(brief: QuestionPage) -> None:
    assert list(tell_edits(brief.file, brief.scenario, EDITS)) == [
        "Ann *Star* on Clash: shots or more, 'unlikely': read as 33 %, in the file as 18 %",
        "weight of Past disputes: 2, in the file 0.5",
        "pool rule: linear, in the file log",
        "Ann *Star* on Mood: angry, 'likely': read as 18 %, in the file as 74 %",
    ]
    assert "all values are the file" not in write_brief(brief)
    assert "all values are the file" in write_brief(replace(brief, edits={}, scenario=brief.file))


HOSTILE = '"><script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>&amp;{{x}}'


def hostile(text: str) -> str:
    quoted = HOSTILE.replace("\\", "").replace("'", "''")
    places = (
        '"A *made-up* harbour [dispute](https://example.org)"', '"Ann *Star*"', "Past disputes", '"The *Gazette*"',
        "Shots are unlikely.", '"Are shots *fired* by 21 January 2026?"', "paragraph 2", "label: Clash", "The Gazette",
    )  # fmt: skip
    for place in places:
        assert place in text
        head = "label: " if place.startswith("label") else ""
        text = text.replace(place, f"{head}'{quoted}'", 1)
    text = text.replace("reaches: {clash: shots or more}", f"statement: '{quoted}', reaches: {{clash: shots or more}}")
    return text + f"presentation: {{conditions: {{close: '{quoted[:90]}'}}}}\nretrospective: true\n"


def test_hostile_texts_stay_texts_and_nothing_is_fetched() -> None:
    edits = {"judgments.J1.nudge": "0.8", "description": f"'{HOSTILE}'"}
    page = write_brief(made(hostile(TEXT), "close", "Q1", edits))
    reader = _Reader(page)
    assert reader.open == []
    assert {tag for tag, _ in reader.tags}.isdisjoint({"script", "img", "link", "iframe", "a", "object", "form"})
    names = {name for _, attributes in reader.tags for name in attributes}
    assert names.isdisjoint({"src", "href", "onerror", "onload", "style", "action"})
    assert not re.search(r"url\(|@import", page)
    assert reader.text.count("<script>alert(1)</script>") >= 8
    policies = [attributes["content"] for tag, attributes in reader.tags if attributes.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert "Retrospective" in reader.text


def test_an_answer_that_the_policy_settles_says_so() -> None:
    text = TEXT.replace("policies:\n", "policies:\n  calm: {clash: none}\n").replace(
        "clash: {label: Clash, states", "clash: {label: Clash, role: lever, states"
    )
    before, after = text.replace("parents: [pressure]}\n  mood", "}\n  mood").split("judgments:\n")
    page = _Reader(write_brief(made(f"{before}judgments:\n{after[after.index('  mood:') :]}", "calm", "Q3"))).text
    assert "set by the policy" in page
    assert "equally good readings" not in page


def test_the_same_brief_is_the_same_text(brief: QuestionPage) -> None:
    assert write_brief(brief) == write_brief(made(TEXT, "close", "Q1", EDITS))
