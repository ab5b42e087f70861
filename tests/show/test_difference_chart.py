"""The picture of differences: where its marks stand, and that Vega-Lite takes it."""

from __future__ import annotations

import re

import pytest

import sim
from sim.results.compare.model import Comparison
from sim.results.score.model import MeanScore
from sim.show.charts.compare.rows import answer_span, score_span
from sim.show.charts.compare.spans import DifferenceChart
from sim.show.charts.export import to_svg


@pytest.fixture(scope="module")
def made() -> Comparison:
    return sim.compare(sim.read("first-steps"), ["blockade", "strikes"], draws=50)


def test_marks_stand_where_the_differences_are(made: Comparison) -> None:
    drawn = [one for one in made.differences if not one.settled]
    spec = DifferenceChart([answer_span(one.question, one) for one in made.differences]).spec()
    marks = spec["data"]["values"]
    ticks = [(row["x"], float(row["label"])) for row in marks if row["kind"] == "tick"]
    (first, low), (last, high) = ticks[0], ticks[-1]
    assert (first, last) == (0.0, 1.0)
    assert [row["label"] for row in marks if row.get("zero")] == ["0"]

    def back(kind: str, field: str) -> list[float]:
        return [low + row[field] * (high - low) for row in marks if row["kind"] == kind]

    assert back("middle", "x") == pytest.approx([100 * one.difference for one in drawn])
    for kind, name in (("wide", "interval90"), ("narrow", "interval50")):
        ends = [getattr(one, name) for one in drawn]
        assert back(kind, "x") == pytest.approx([100 * end.low for end in ends])
        assert back(kind, "x2") == pytest.approx([100 * end.high for end in ends])
    svg = to_svg({**spec, "width": 900})
    assert all(svg.count(f">{one.question}<") == 2 for one in made.differences)


@pytest.mark.parametrize(("width", "label", "bar", "left"), [(900, 22, 22, 260), (340, 15, 30, 0)])
def test_a_label_stands_beside_its_bar_or_within_its_row(
    made: Comparison, width: int, label: int, bar: int, left: int
) -> None:
    spans = [answer_span(name, one) for name, one in zip(("one", "two"), made.differences, strict=True)]
    svg = to_svg({**DifferenceChart(spans).spec(), "width": width})
    for name, top in (("one", 0), ("two", 36)):
        places = re.findall(rf'<text [^>]*transform="translate\(2,([\d.]+)\)"[^>]*>{name}<', svg)
        assert [float(place) for place in places] == [label + top + 4] * 2  # its baseline
        (diamond,) = re.findall(rf'<path transform="translate\(([\d.]+),{bar + top}\)" d="M-5', svg)
        assert float(diamond) > left
        assert f'<line transform="translate(0,{top + 40})"' in svg  # below the row


def test_a_score_of_one_event_has_no_bar() -> None:
    spans = [score_span("a", MeanScore(2, 0.2, -0.05, None)), score_span("b", MeanScore(9, 0.2, 0.1, (-0.1, 0.2)))]
    chart = DifferenceChart(spans, "scores")
    marks = chart.spec()["data"]["values"]
    assert [row["kind"] for row in marks].count("middle") == 2
    assert [row["kind"] for row in marks].count("wide") == 1
    assert [row["90 % from"] for row in chart.table()] == [None, -0.1]
    assert [row["label"] for row in marks if row["kind"] == "number"] == ["-0.050", "+0.100 (-0.100 to +0.200)"]


def test_without_rows_there_is_an_axis() -> None:
    to_svg({**DifferenceChart([]).spec(), "width": 300})
