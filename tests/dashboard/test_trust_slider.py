"""The slider of how far words deserve trust: where it is offered, where it stands, and what moving it means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from page_parts import agree
from streamlit.testing.v1 import AppTest

from sim.dashboard.sliders.controls import Control, find_controls
from sim.dashboard.sliders.doubt import DoubtShares
from sim.dashboard.sliders.ranges import find_ranges, keep_within
from sim.dashboard.sliders.trust import find_mark
from sim.lexicon.record import shipped_record
from sim.priors.recalibration.fit import draw_lines
from sim.results.forecast.run import forecast
from sim.scenario.edit import edit
from sim.scenario.file.read import read
from sim.scenario.resolve.scenario import Scenario
from sim.show.naming.names import TRUST

Page = Callable[..., AppTest]
HARBOUR = read(Path(__file__).with_name("harbour.yaml"))
WORDS = edit(HARBOUR, {"pool.recalibrate": "record"})
MARK = find_mark(WORDS)
SHARES = DoubtShares({"J1": 0.1}, trust=0.1)


def trust(file: Scenario, present: Scenario, question: str = "Q1", policy: str = "close") -> list[Control]:
    return [one for one in find_controls(file, present, question, policy, SHARES) if one.path == TRUST]


@pytest.fixture
def recalibrated(folder: Path) -> None:
    place = folder / "harbour.yaml"
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("background: [author]", "background: [author]\npool: {recalibrate: record}"))


def test_it_is_offered_where_words_are_recalibrated_and_have_a_part() -> None:
    (one,) = trust(WORDS, WORDS)
    assert (one.base, one.value) == (MARK, MARK)
    assert "without doubt" in one.about
    assert trust(HARBOUR, HARBOUR) == []
    assert trust(WORDS, HARBOUR) == []
    assert trust(WORDS, WORDS, policy="talk") == []
    assert trust(WORDS, edit(WORDS, {"experts.ann.weight": 0, "experts.bob.weight": 0})) == []


def test_the_mark_is_the_median_of_the_record_s_own_or_the_file_s() -> None:
    assert pytest.approx(float(np.median(draw_lines(shipped_record(), 1, 1000)[1])), abs=0.005) == MARK
    assert find_mark(edit(WORDS, {"pool.gamma": 0.7})) == 0.7
    (one,) = trust(WORDS, edit(WORDS, {"pool.gamma": 0.7}))
    assert (one.base, one.value) == (MARK, 0.7)


def test_its_range_is_from_the_outside_view_to_face_value() -> None:
    places = find_ranges(WORDS)[TRUST]
    assert (places[0], places[-1]) == (0.0, 1.0)
    assert MARK in places
    assert TRUST not in find_ranges(HARBOUR)
    edits, told = keep_within(WORDS, find_ranges(WORDS), {TRUST: "2.5"})
    assert edits == {TRUST: "1"}
    assert len(told) == 1


@pytest.mark.usefixtures("recalibrated")
def test_moving_it_fixes_trust_and_the_mark_drops_the_edit(page: Page) -> None:
    key = f"harbour:{TRUST}"
    app = page()
    assert app.select_slider(key=key).value == MARK
    for value in (0.0, 1.0):
        app.select_slider(key=key).set_value(value).run()
        assert f"{TRUST}={value:g}" in (app.query_params["set"], *app.query_params["set"])
        agree(app, forecast(edit(WORDS, {TRUST: value}), draws=100, policies=["close"]).answers["close", "Q1"])
    app.select_slider(key=key).set_value(MARK).run()
    assert "set" not in app.query_params
    app.select_slider(key=key).set_value(0.5).run()
    assert f"{MARK:g} → 0.5" in [note.value for note in app.markdown]
    assert app.button(key=f"undo:{key}").label == "Undo trust in words"
    app.button(key=f"undo:{key}").click().run()
    assert app.select_slider(key=key).value == MARK
    assert "set" not in app.query_params
