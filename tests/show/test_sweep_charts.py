"""Pictures of a sweep: one frame whatever the numbers, every mark drawn, a sentence for each."""

from __future__ import annotations

import math

import pytest

from sim.show.charts.export import to_svg
from sim.show.charts.ink import DARK, LIGHT, Palette, contrast
from sim.show.charts.sweep.chart_axis import ChartAxis
from sim.show.charts.sweep.level_dots import LevelDots, SettingLevel
from sim.show.charts.sweep.lines import SweepLines, SweptLine
from sim.show.charts.sweep.series_inks import DASHES, MOST_SERIES, series_inks
from sim.show.charts.sweep.surface import SurfaceChart
from tests.show.pictured import check, frame, rows

NUDGE = ChartAxis("nudge", ("-1", "0", "1"), (-1.0, 0.0, 1.0))
RULE = ChartAxis("rule", ("log", "linear"))
VALUES = ((0.1, 0.2, 0.3), (0.2, 0.4, math.nan))


def line(name: str, *values: float) -> SweptLine:
    return SweptLine(name, values, *(tuple(share * value for value in values) for share in (0.5, 0.8, 1.2, 1.5)))


LINES = SweepLines("Q6", NUDGE, (line("strikes", 0.1, 0.2, 0.15), line("wait", 0.05, 0.06, math.nan)))
DOTS = LevelDots(
    "Q6",
    (
        ("rule", (SettingLevel("log", (0.1, 0.2)), SettingLevel("linear", (0.15, 0.17)))),
        ("nudge", (SettingLevel("-1", (0.1, 0.15)), SettingLevel("1", (0.2, 0.3)))),
    ),
)


def surface(palette: Palette = LIGHT) -> SurfaceChart:
    return SurfaceChart("strikes/Q6", NUDGE, RULE, VALUES, palette=palette)


def test_a_cell_for_every_pair_darker_the_more_probable() -> None:
    spec = surface().spec()
    check(spec)
    cells = rows(spec, "cell")
    assert [cell["label"] for cell in cells] == ["10.0", "20.0", "30.0", "20.0", "40.0"]
    darkness = {cell["label"]: contrast(cell["fill"], "#ffffff") for cell in cells}
    assert sorted(darkness, key=darkness.__getitem__) == ["10.0", "20.0", "30.0", "40.0"]
    assert all(contrast(cell["ink"], cell["fill"]) >= 4.5 for cell in cells)
    edges = [cell[end] for cell in cells[:3] for end in ("x", "x2")]
    assert edges == pytest.approx([0, 1 / 3, 1 / 3, 2 / 3, 2 / 3, 1])
    keys = [row["label"] for row in rows(spec, "key") if row["label"]]
    assert keys == ["10.0 %", "40.0 %"]


def test_what_the_pictures_say() -> None:
    assert surface().text() == (
        "strikes/Q6 over nudge and rule: from 10.0 % (nudge -1, rule log) to 40.0 % (nudge 0, rule linear)."
    )
    assert LINES.text() == (
        "Q6 over nudge: strikes from 10.0 % at -1 to 15.0 % at 1, highest 20.0 % at 0; "
        "wait from 5.0 % at -1 to 6.0 % at 0."
    )
    assert DOTS.text() == (
        "Q6, mean over settings: by nudge from 12.5 % (-1) to 25.0 % (1); by rule from 15.0 % (log) to 16.0 % (linear)."
    )


def test_without_an_answer_they_say_so() -> None:
    nothing = (math.nan, math.nan, math.nan)
    for chart in (
        SurfaceChart("Q6", NUDGE, RULE, (nothing, nothing)), SweepLines("Q6", NUDGE, (SweptLine("", nothing),)),
        LevelDots("Q6", ()),
    ):  # fmt: skip
        assert chart.text() == "Q6: no setting has an answer."
        to_svg(chart.spec())


def test_lines_have_bands_dashes_and_names() -> None:
    spec = LINES.spec()
    check(spec)
    assert {row["kind"] for row in rows(spec)} >= {"line0", "line1", "band", "name"}
    assert [row["label"] for row in rows(spec, "name")] == ["wait", "strikes"]
    dashes = [layer["mark"]["strokeDash"] for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert dashes == list(DASHES)
    assert "half of the readings" in LINES.guide()
    assert "half of settings" in SweepLines("Q6", NUDGE, LINES.lines, of_settings=True).guide()


def test_many_lines_leave_their_bands_and_too_many_are_refused() -> None:
    many = tuple(line(f"policy {k}", 0.1, 0.2, 0.3) for k in range(MOST_SERIES))
    chart = SweepLines("Q6", NUDGE, many)
    assert rows(chart.spec(), "band") == []
    assert "left out" in chart.guide()
    with pytest.raises(ValueError, match="7 lines are too many to tell apart"):
        SweepLines("Q6", NUDGE, (*many, line("one more", 0.1, 0.2, 0.3)))


def test_axes_that_move_the_answer_most_come_first() -> None:
    spec = DOTS.spec()
    check(spec)
    assert [row["label"] for row in rows(spec, "axis")] == ["nudge", "rule"]
    assert len(rows(spec, "dot")) == 8
    assert [row["Mean, %"] for row in DOTS.table()] == [12.5, 25.0, 15.0, 16.0]


def test_numbers_change_data_and_nothing_else() -> None:
    other = SurfaceChart("strikes/Q2", RULE, NUDGE, ((0.5, 0.6),) * 3)
    assert frame(surface().spec()) == frame(other.spec())
    assert frame(LINES.spec()) == frame(SweepLines("Q2", RULE, (line("", 0.5, 0.9),)).spec())


def test_a_surface_says_which_ink_is_more_probable() -> None:
    assert surface(LIGHT).guide().startswith("Darker is more probable")
    assert surface(DARK).guide().startswith("Lighter is more probable")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_lines_stand_out_on_the_page(palette: Palette) -> None:
    inks = series_inks(palette)
    assert len(set(inks)) == MOST_SERIES
    assert min(contrast(ink, palette.paper) for ink in inks) >= 3
    for chart in (surface(palette), SweepLines("Q6", NUDGE, LINES.lines, palette=palette)):
        assert "NaN" not in to_svg(chart.spec())
