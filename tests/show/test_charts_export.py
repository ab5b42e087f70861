"""Pictures that are taken away: title, lines and marks are in them, and nothing is fetched for them."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import pytest

from sim.results.forecast.focus import Focus, focus
from sim.scenario.file.read import read
from sim.show.charts.dotplot import DotPlot
from sim.show.charts.export import SCALE, WIDTH, make_export, to_png, to_svg
from sim.show.charts.heatmap import Heatmap
from sim.show.charts.ink import DARK, LIGHT
from sim.show.charts.ladder import Ladder
from sim.show.charts.worlds import WorldsChart
from sim.show.titles import find_titles

FILE = read("scenarios/first-steps.yaml")
LINES = ["Do they? <b>Chosen</b>: if & only if.", "Long " * 60, ""]
Make = Callable[[Focus], DotPlot | Heatmap | Ladder | WorldsChart]
CHARTS: dict[str, Make] = {
    "readings": lambda found: DotPlot(found.forecast, "strikes", "Q6", titles=find_titles(FILE)),
    "worlds": lambda found: WorldsChart(found.states, "strikes", find_titles(FILE)),
    "heatmap": lambda found: Heatmap(found.forecast, "strikes", "Q6", titles=find_titles(FILE)),
    "ladder": lambda found: Ladder(found.forecast, "strikes", "Q6", titles=find_titles(FILE)),
}


@pytest.fixture(scope="module")
def found() -> Focus:
    return focus(FILE, "Q6", draws=100)


@pytest.mark.parametrize("name", CHARTS)
def test_a_svg_has_title_lines_and_marks_and_fetches_nothing(found: Focus, name: str) -> None:
    svg = to_svg(make_export(CHARTS[name](found).spec(), f"The {name}", LINES))
    root = ElementTree.fromstring(svg)
    text = " ".join(root.itertext())
    assert f"The {name}" in text
    assert "Do they? <b>Chosen</b>: if & only if." in text
    assert text.count("Long Long") > 10
    assert float(root.attrib["width"]) == pytest.approx(WIDTH, abs=1)
    assert not re.search(r"(?:href|src|url\()[\"'=(]*\s*https?:", svg)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 3


def test_a_png_has_two_points_a_pixel(found: Focus) -> None:
    png = to_png(make_export(CHARTS["readings"](found).spec(), "Readings", LINES[:1]))
    assert png.startswith(b"\x89PNG\r\n")
    width, _ = struct.unpack(">II", png[16:24])
    assert width == pytest.approx(SCALE * WIDTH, abs=2)


def test_its_inks_are_those_of_the_palette(found: Focus) -> None:
    spec = CHARTS["readings"](found).spec()
    for palette in (LIGHT, DARK):
        made = make_export(spec, "Readings", [], palette)
        assert (made["background"], made["title"]["color"]) == (palette.paper, palette.ink)
    assert spec["width"] == "container"
