"""What a mark of any picture says, pointed at or read aloud: words, or nothing; never the name of a field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

import sim
from sim.results.forecast.model import Forecast
from sim.results.track.calibration import CalibrationBin
from sim.show import charts
from sim.show.charts.compare.spans import DifferenceChart, DifferenceSpan
from sim.show.charts.dotplot import DotPlot
from sim.show.charts.elicited.densities import DensitiesChart, DensityCurve
from sim.show.charts.export import to_svg
from sim.show.charts.fan import fan
from sim.show.charts.heatmap import Heatmap
from sim.show.charts.ladder import Ladder
from sim.show.charts.over_time.alluvial import AlluvialChart
from sim.show.charts.over_time.before_after import BeforeAfter, LearnedAnswer
from sim.show.charts.over_time.dumbbells import Dumbbells
from sim.show.charts.over_time.first_times import FirstTimesChart
from sim.show.charts.over_time.replay import replay_spec
from sim.show.charts.over_time.waterfall import waterfall_spec
from sim.show.charts.scores.calibration import CalibrationChart
from sim.show.charts.worlds import WorldsChart
from sim.show.pictures.draw import draw
from tests.results.replay.watched import write_watched
from tests.show.pictured import Spec
from tests.show.test_ridgelines import made as ridges
from tests.show.test_sweep_charts import DOTS, LINES, surface
from tests.show.test_worlds import BLOCKADE, STRIKES

Specs = dict[str, list[Spec]]


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> Specs:
    """The pictures of what a scenario has to be run for; by module, as in `every_spec`."""
    watched = sim.read(write_watched(tmp_path_factory.mktemp("watched")))
    moved = sim.edit(watched, {"judgments.S1.nudge": 1, "judgments.C1.nudge": 0.5})
    first, wide = sim.read("first-steps"), sim.read("nord-stream-2")
    paths = sim.paths(first, policy="strikes", draws=20)
    events = sim.indicators(wide, "Q2", policy="attack_in_february", reported=0.9, draws=20)
    return {
        "alluvial": [AlluvialChart(paths).spec()],
        "first_times": [FirstTimesChart(paths).spec()],
        "dumbbells": [Dumbbells(events).spec()],
        "replay": [replay_spec(sim.replay(watched, questions=["Q1"], draws=20))],
        "waterfall": [waterfall_spec(sim.diff(watched, moved, questions=["Q2"], policy="let_it_run", draws=20))],
        "bars": [draw(first, name, draws=100).spec for name in ("shares", "tornado")],
    }


@pytest.fixture
def every_spec(forecast: Forecast, moved: Forecast, worked_out: Specs) -> Specs:
    """The pictures that each module draws, once with all marks and once with few where that can be."""
    answer = forecast.answers["strikes", "Q6"]
    known = replace(answer, method="set by policy")
    settled = replace(forecast, answers={**forecast.answers, ("strikes", "Q6"): known})
    every = CalibrationBin(0.0, 0.1, 10, 0.05, 0.1, 0.0, 0.3)
    belief = DensityCurve("yours", "You", np.array([0.1, 0.2, 0.4]), np.ones(3))
    spans = [DifferenceSpan("one", "+1 (0 to 2)", "It is more.", 1.0, (0.0, 2.0), (0.5, 1.5)),
             DifferenceSpan("two", "settled", "It is settled.", None)]  # fmt: skip
    return worked_out | {
        "dots": [DotPlot(moved, "strikes", "Q6", forecast).spec(), DotPlot(settled, "strikes", "Q6").spec()],
        "ladder_rows": [Ladder(moved, "strikes", "Q6", forecast).spec(), Ladder(settled, "strikes").spec()],
        "heat": [Heatmap(moved, "strikes", "Q6", forecast).spec(), Heatmap(settled, "strikes").spec()],
        "squares": [WorldsChart({"a": BLOCKADE, "b": STRIKES}, "a", named=True).spec(),
                    WorldsChart({"a": None}, "a").spec()],
        "fan": [fan(answer).to_dict()],
        "spans": [DifferenceChart(spans).spec(), DifferenceChart([]).spec()],
        "densities": [DensitiesChart([belief]).spec()],
        "ridgelines": [ridges(0.2).spec()],
        "before_after": [BeforeAfter([LearnedAnswer("Q", 0.1, 0.2, 0.3)]).spec(),
                         BeforeAfter([LearnedAnswer("Q", 0.1, 0.1)]).spec()],
        "calibration": [CalibrationChart([every], []).spec(), CalibrationChart([], []).spec()],
        "level_dots": [DOTS.spec()], "lines": [LINES.spec()], "surface": [surface().spec()],
    }  # fmt: skip


def test_every_module_that_draws_is_here(every_spec: Specs) -> None:
    sources = Path(str(charts.__file__)).parent.rglob("*.py")
    drawing = {source.stem for source in sources if re.search(r"\b(make_spec|layer_chart)\(", source.read_text())}
    assert drawing - {"frame", "marks"} == every_spec.keys()


def _marks(spec: Spec, above: Spec | None = None) -> Iterator[tuple[Spec, Spec]]:
    """Each mark with its encoding, that of what holds it included."""
    encoding = {**(above or {}), **spec.get("encoding", {})}
    if "mark" in spec:
        yield spec["mark"], encoding
    for inner in spec.get("layer", []):
        yield from _marks(inner, encoding)


def test_a_mark_says_words_or_nothing(every_spec: Specs) -> None:
    wrong = []
    for module, specs in every_spec.items():
        for mark, encoding in (pair for spec in specs for pair in _marks(spec)):
            lines = encoding.get("tooltip")
            silent = "tooltip" in mark and mark["tooltip"] is None and lines is None
            if not silent and not (lines and all(line.get("title") for line in lines)):
                wrong.append((module, mark))
    assert wrong == []


def _spoken(svg: str) -> Iterator[str]:
    """The name of every picture in a picture that a screen reader comes to; empty where it has none."""
    left = [ElementTree.fromstring(svg)]
    while left:
        one = left.pop()
        if one.get("aria-hidden") != "true":
            left.extend(one)
            if one.get("role") == "graphics-symbol":
                yield one.get("aria-label", "")


def test_what_is_read_aloud_are_words_and_every_picture_has_a_name(every_spec: Specs) -> None:
    wrong = set()
    for module, specs in every_spec.items():
        for spec in specs:
            fields = {field for row in spec["data"]["values"] for field in row} | {"px", "py", "px2"}
            for words in _spoken(to_svg({**spec, "width": 900})):
                titles = {part.partition(": ")[0] for part in words.split("; ") if ": " in part}
                if not words.strip() or titles & fields or "undefined" in words:
                    wrong.add((module, words))
    assert wrong == set()
