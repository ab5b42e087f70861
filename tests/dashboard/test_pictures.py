"""Pictures taken away of the page stand alone: worlds have the names of the policies that cards have on the page."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.dashboard.forecast import pictures, responses, spread
from sim.results.focus.state_shares import StateShares
from sim.show.charts.dotplot import DotPlot
from sim.show.charts.worlds import WorldsChart


def test_worlds_have_the_names_that_stand_above_them_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = StateShares("strikes", "Q6", "war", ("no", "yes"), (0.9, 0.1), (False, True))
    on_page = WorldsChart({"strikes": shares, "raid": shares}, "strikes")
    plot = DotPlot(None, "strikes", "Q6")  # type: ignore[arg-type]
    monkeypatch.setattr(spread, "make_readings", lambda *_: plot)
    monkeypatch.setattr(spread, "make_worlds", lambda *_: on_page)
    monkeypatch.setattr(responses, "make_heatmap", lambda *_: plot)
    monkeypatch.setattr(responses, "make_ladder", lambda *_: plot)
    taken: dict[str, WorldsChart] = {}
    monkeypatch.setattr(pictures, "_picture", lambda moment, name, chart, day: taken.setdefault(name, chart))
    nothing = SimpleNamespace(states={}, every=None, before=None)
    pictures.list_pictures(None, nothing, nothing, None)  # type: ignore[arg-type]
    names = [row["label"] for row in taken["Worlds"].spec()["data"]["values"] if row["kind"] == "name"]
    assert names == ["strikes", "raid"]
