"""The picture of indicators: where its dots stand, what it says, and that Vega-Lite takes it."""

from __future__ import annotations

import pytest

import sim
from sim.results.indicators.model import Indicators
from sim.show.charts.export import to_svg
from sim.show.charts.over_time.dumbbells import Dumbbells


@pytest.fixture(scope="module")
def made() -> Indicators:
    return sim.indicators(sim.read("nord-stream-2"), "Q2", policy="attack_in_february", reported=0.9, draws=20)


def test_a_full_dot_where_it_is_seen_and_a_hollow_one_where_it_is_not(made: Indicators) -> None:
    rows = Dumbbells(made, 2).spec()["data"]["values"]
    ticks = [row for row in rows if row["kind"] == "tick"]
    low, high = (float(ticks[place]["label"].removesuffix(" %")) / 100 for place in (0, -1))
    for kind, name in (("seen", "seen"), ("unseen", "unseen")):
        drawn = [low + row["x"] * (high - low) for row in rows if row["kind"] == kind]
        assert drawn == pytest.approx([getattr(one.figures, name) for one in made.indicators[:2]], abs=1e-9)
    (now,) = [row for row in rows if row["kind"] == "now"]
    assert low + now["x"] * (high - low) == pytest.approx(made.probability)
    told = [row["label"] for row in rows if row["kind"] == "event"]
    assert told == ["Certification: yes", "Draft decision: sent"]
    assert next(row["label"] for row in rows if row["kind"] == "right").startswith("5")  # the higher one's number


def test_it_says_what_it_shows_and_is_drawn(made: Indicators) -> None:
    picture = Dumbbells(made, 2)
    assert picture.text().endswith('Next: "Draft decision: sent".')
    assert "reported by 20 June 2022" in picture.guide()
    table = picture.table()
    assert [row["If seen, %"] for row in table] == [round(100 * one.figures.seen, 2) for one in made.indicators[:2]]
    svg = to_svg({**picture.spec(), "width": 900})
    assert svg.count("Certification: yes") >= 1


def test_nothing_to_watch_for_is_said() -> None:
    made = sim.indicators(sim.read("first-steps"), "Q6", policy="strikes", draws=10)
    assert Dumbbells(made).text() == "Nothing to watch for: no event is open."
    assert Dumbbells(made).table() == []
    to_svg({**Dumbbells(made).spec(), "width": 900})
