"""Pictures from a sweep's table, and the table of a store."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.batch.store.part import encode_part
from sim.batch.store.store import Store
from sim.batch.summary.pictures import draw_dots, draw_lines, draw_surface
from sim.batch.summary.stored import open_table, plan_axes
from sim.batch.summary.summarise import summarise_sweep
from sim.batch.summary.sweep_table import SweepTable
from sim.batch.sweep.axis_titles import title_axes
from sim.batch.sweep.model import Level, Sweep, SweepAxis, SweptScenario
from sim.batch.work.chunk import Bench
from sim.errors import ModelError
from sim.scenario.file.read import read
from tests.batch.summary.swept import columns, full_grid, refused_row, spread_out, swept_rows

KEY = ("strikes", "Q6")
ROOT = Path(__file__).parents[3]


def fire(nudge: float, rule: str | None) -> float:
    return 0.2 + 0.1 * nudge + (0.05 if rule == "linear" else 0.0)


@pytest.fixture(scope="module")
def swept() -> SweepTable:
    formulas: Any = {KEY: fire, ("wait", "Q6"): lambda nudge, rule: 0.1}
    rows = swept_rows(full_grid(nudge=[-1.0, 0.0, 1.0], rule=["log", "linear"]), formulas)
    return SweepTable(columns([*rows, refused_row(7, "no", nudge=2.0, rule="log")]))


def test_a_surface_holds_each_setting(swept: SweepTable) -> None:
    chart = draw_surface(swept, KEY, "nudge", "rule", names={"nudge": "Kosevich's nudge"})
    assert (chart.x.name, chart.x.labels, chart.averaged) == ("Kosevich's nudge", ("-1", "0", "1", "2"), 1)
    assert chart.values[1][:3] == pytest.approx((0.15, 0.25, 0.35))
    assert math.isnan(chart.values[0][3])


def test_lines_by_a_second_axis_have_the_bands_of_draws(swept: SweepTable) -> None:
    chart = draw_lines(swept, "Q6", "nudge", by="rule", policy="strikes")
    assert (chart.by, [line.name for line in chart.lines]) == ("rule", ["log", "linear"])
    assert "over nudge, by rule: log from" in chart.text()
    assert "at each value of rule" in chart.guide()
    assert not chart.of_settings
    assert chart.lines[1].values[:3] == pytest.approx((0.15, 0.25, 0.35))
    assert chart.lines[1].low90[:3] == pytest.approx((0.075, 0.125, 0.175))


def test_lines_by_policy_have_the_bands_of_settings_that_share_a_place(swept: SweepTable) -> None:
    chart = draw_lines(swept, "Q6", "nudge")
    assert ([line.name for line in chart.lines], chart.of_settings) == (["strikes", "wait"], True)
    assert chart.lines[0].values[0] == pytest.approx(0.125)
    assert (chart.lines[0].low90[0], chart.lines[0].high50[0]) == pytest.approx((0.1025, 0.1375))


def test_dots_by_level(swept: SweepTable) -> None:
    axes = dict(draw_dots(swept, KEY).axes)
    assert [(level.label, len(level.values)) for level in axes["nudge"]] == [("-1", 2), ("0", 2), ("1", 2)]
    assert [level.mean for level in axes["rule"]] == pytest.approx([0.2, 0.25])


def test_many_numbers_are_put_into_bins() -> None:
    settings = [{"nudge": float(x), "weight": float(10**y)} for x, y in spread_out(500, 2)]
    rows = swept_rows(settings, {KEY: lambda nudge, weight: 0.1 + 0.5 * nudge})
    table = SweepTable(columns(rows), (SweepAxis("nudge", "number"), SweepAxis("weight", "number", scale="log")))
    chart = draw_surface(table, KEY, "nudge", "weight")
    assert (len(chart.x.labels), len(chart.y.labels)) == (20, 20)
    assert chart.y.log
    assert chart.y.edges()[1] == pytest.approx(0.05)
    known = [value for row in chart.values for value in row[-1:] if not math.isnan(value)]
    assert known == pytest.approx([0.59] * len(known), abs=0.02)
    assert len(dict(draw_dots(table, KEY).axes)["weight"]) == 6


def test_an_edge_near_zero_is_called_zero() -> None:
    settings = [{"nudge": float(x)} for x in np.linspace(-1, 1.00002, 300)]
    table = SweepTable(columns(swept_rows(settings, {KEY: lambda nudge: 0.3 + 0.1 * nudge})))
    chart = draw_lines(table, "Q6", "nudge", policy="strikes")
    assert chart.x.labels[9:11] == ("-0.1 to 0", "0 to 0.1")


def test_names_that_are_not_there(swept: SweepTable) -> None:
    with pytest.raises(ModelError, match="unknown axis 'nudg' - did you mean 'nudge'"):
        draw_surface(swept, KEY, "nudg", "rule")
    with pytest.raises(ModelError, match="there is no such answer"):
        draw_lines(swept, "Q9", "nudge")
    with pytest.raises(ModelError, match=r"name a policy \(strikes, wait\)"):
        draw_lines(swept, "Q6", "nudge", by="rule")


def test_the_table_of_a_store(tmp_path: Path) -> None:
    file = ROOT / "scenarios" / "first-steps.yaml"
    source = SweptScenario("first-steps.yaml", read(file), "0" * 64)
    levels = tuple(Level(nudge, (("judgments.S22.nudge", nudge),)) for nudge in (-1.0, 0.0, 1.0))
    axis = SweepAxis("judgments.S22.nudge", "number", levels)
    sweep = Sweep("Three nudges", (source,), (axis,), tuple((level,) for level in levels), draws=20, worlds=16)
    store = Store.create(tmp_path / "store", sweep, [[1, 2, 3]])
    store.write(0, encode_part(sweep, Bench(sweep, 10**9).rows(sweep.settings([1, 2, 3]))))
    opened = Store.open(tmp_path / "store")
    assert [level.cell for level in plan_axes(opened.plan)[0].levels] == [-1.0, 0.0, 1.0]
    summary = summarise_sweep(open_table(opened))
    assert (summary.settings, dict(summary.levels)) == (3, {"judgments.S22.nudge": 3})
    moved = [answer.shares.axes[0].first for answer in summary.answers if answer.shares is not None]
    assert moved
    assert moved == pytest.approx([1.0] * len(moved))
    assert title_axes([axis.name, "pool.rule"], source.scenario) == {axis.name: "Rouvinski's nudge (S22)"}
