"""What is taken away explains itself: title, scenario, edits and date are in the picture, and it is really drawn."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import date

import pytest

from sim.results.forecast.model import Forecast
from sim.show.charts.dotplot import DotPlot
from sim.show.charts.export import WIDTH, Caption, export_spec, to_png, to_svg
from sim.show.charts.heatmap import Heatmap
from sim.show.charts.ink import DARK, LIGHT, Palette
from sim.show.charts.ladder import Ladder
from sim.show.charts.layers.frame import Spec
from sim.show.charts.worlds import WorldsChart
from tests.show.pictured import check
from tests.show.test_worlds import BLOCKADE, STRIKES

CAPTION = Caption(
    "Exchange of fire", "It is at 8 %.", "Each dot is a reading.", "A made-up scenario", date(2025, 12, 24), "strikes",
    "Do forces exchange fire by 21 January 2026?", ["Kosevich 'unlikely': 18 % to 33 %"], date(2026, 11, 26),
)  # fmt: skip


@pytest.fixture
def plot(forecast: Forecast) -> Spec:
    return DotPlot(forecast, "strikes", "Q6").spec()


def test_the_picture_says_what_it_is(plot: Spec) -> None:
    svg = to_svg(export_spec(plot, CAPTION))
    for text in (
        "Exchange of fire", "It is at 8 %.", "Each dot is a reading.", "Changed from the file: Kosevich",
        "Scenario: A made-up scenario, as of 24 December 2025. Policy: strikes. Question: Do forces exchange fire",
        "Made with scenario-sim on 26 November 2026.", "18 % to 33 %.", "very unlikely", "forecast 8 %",
    ):  # fmt: skip
        assert text.replace("'", "&#39;") in svg or text in svg
    assert "?." not in svg


def test_without_edits_it_says_so_and_all_questions_have_no_question(plot: Spec) -> None:
    lines = list(replace(CAPTION, edits=(), question="").lines())
    assert lines[2:4] == [
        "Scenario: A made-up scenario, as of 24 December 2025. Policy: strikes.", "All values are the file's.",
    ]  # fmt: skip


def test_nothing_is_fetched_and_lines_stay_inside(plot: Spec) -> None:
    spec = export_spec(plot, replace(CAPTION, sentence="word " * 300))
    svg = to_svg(spec)
    assert "http" not in svg.replace("http://www.w3.org/", "")
    assert "font-face" not in svg
    assert max(map(len, spec["title"]["subtitle"])) * 5.6 < WIDTH
    check(spec)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_each_picture_is_drawn_with_its_texts_on_its_own_paper(
    forecast: Forecast, moved: Forecast, palette: Palette
) -> None:
    charts = (
        DotPlot(moved, "strikes", "Q6", forecast, palette=palette), Ladder(moved, "strikes", "Q6", palette=palette),
        Heatmap(moved, "strikes", "Q6", forecast, palette=palette),
        WorldsChart({"a": BLOCKADE, "b": STRIKES}, "a", palette=palette, named=True),
    )  # fmt: skip
    for chart in charts:
        caption = replace(CAPTION, heading=chart.name, sentence=chart.text(), guide=chart.guide())
        spec = export_spec(chart.spec(), caption, palette)
        svg = to_svg(spec)
        assert f'fill="{palette.paper}"' in svg
        assert "NaN" not in svg
        assert chart.name in svg


def test_a_png_holds_letters(plot: Spec) -> None:
    """The same picture without its letters is a smaller file: fonts that are not found draw nothing."""
    spec = export_spec(plot, CAPTION)
    drawn = to_png(spec, 1.0)
    assert drawn.startswith(b"\x89PNG")
    assert struct.unpack(">I", drawn[16:20])[0] == WIDTH
    blank = to_png({**spec, "config": {**spec["config"], "font": "Source Sans 3"}}, 1.0)
    assert len(drawn) > 2 * len(blank)
