"""A picture that is written to a file is as wide as its labels need."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.scenario.edit import edit
from sim.scenario.file.read import read
from sim.show.charts.export import to_svg
from sim.show.pictures.draw import draw

HARBOUR = Path(__file__).parents[2] / "dashboard" / "harbour.yaml"
LONG = "A long title that says what the question is about"
POLICY = "a policy with a name that is rather long"


@pytest.mark.parametrize("chart", ["ladder", "heatmap", "worlds"])
def test_long_names_stand_whole(chart: str) -> None:
    names = {"presentation": {"names": {"close": POLICY, "talk": POLICY.upper()}}, "questions.Q1.short": LONG}
    picture = draw(edit(read(HARBOUR), names), chart, draws=50)
    svg = to_svg({**picture.spec, "width": picture.width})
    shown = re.findall(r">([^<>]+)</text>", svg)
    if chart != "worlds":
        assert LONG in shown
    if chart != "ladder":
        assert {POLICY, POLICY.upper()} <= set(shown)
    assert not any(text.endswith("…") and LONG.startswith(text[:10]) for text in shown)
