"""Pictures of a replay and of a difference: their marks are where the numbers are, and their texts say the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sim
from sim.results.replay.diff_model import ScenarioDiff
from sim.results.replay.model import Replay
from sim.show.charts.export import export_spec, to_svg
from sim.show.charts.over_time import waterfall
from sim.show.charts.over_time.replay import replay_caption, replay_spec, replay_text
from sim.show.charts.over_time.waterfall import waterfall_caption, waterfall_spec, waterfall_text
from tests.results.replay.watched import write_watched
from tests.show.pictured import check, rows


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    return sim.replay(sim.read(write_watched(tmp_path_factory.mktemp("seen"))), questions=["Q1"], draws=40)


@pytest.fixture(scope="module")
def diff(tmp_path_factory: pytest.TempPathFactory) -> ScenarioDiff:
    scenario = sim.read(write_watched(tmp_path_factory.mktemp("changed")))
    changes = {f"judgments.{key}.nudge": nudge for key, nudge in (("S1", 1), ("S2", -0.2), ("C1", 0.5), ("W1", 0.1))}
    return sim.diff(scenario, sim.edit(scenario, changes), questions=["Q2"], policy="let_it_run", draws=40)


def test_the_fan_of_a_replay_has_a_dot_a_day_and_a_mark_an_observation(replay: Replay) -> None:
    spec = replay_spec(replay)
    check(spec)
    assert [row["day"] for row in rows(spec, "day")] == [str(day.day) for day in replay.days]
    assert [row["mean"] for row in rows(spec, "day")] == [day.answers["Q1"].probability for day in replay.days]
    marks = {row["label"]: (row["day"], row["kind"]) for row in rows(spec) if row["kind"] != "day"}
    assert marks == {
        "E1": ("2026-01-10", "seen0"), "E2, E3, E4": ("2026-01-12", "seen0"), "E5": ("2026-01-30", "seen0"),
    }  # fmt: skip
    told = replay_text(replay)
    assert told.startswith("The answer was ")
    assert "as of 30 January 2026; it moved most on " in told
    drawn = to_svg(export_spec(spec, replay_caption(replay, date(2026, 2, 1))))
    assert told.split(";")[0][:60] in drawn


def test_the_bars_of_a_difference_lead_from_the_first_answer_to_the_second(diff: ScenarioDiff) -> None:
    spec = waterfall_spec(diff)
    check(spec)
    fall = diff.waterfalls["Q2"]
    first, *steps, second = rows(spec)
    assert [row["kind"] for row in (first, *steps, second)] == ["end", *["step"] * 4, "end"]
    assert first["end"] == steps[0]["start"] == fall.first.probability
    assert [row["end"] for row in steps[:-1]] == [row["start"] for row in steps[1:]]
    assert steps[-1]["end"] == pytest.approx(second["end"], abs=1e-12)
    assert [row["rises"] for row in steps] == [part.average >= 0 for part in fall.move.parts]
    assert spec["layer"][0]["encoding"]["y"]["sort"] == [row["name"] for row in rows(spec)]
    assert "judgments.S1 +" in waterfall_text(diff)
    assert ">second<" in to_svg(export_spec(spec, waterfall_caption(diff, date(2026, 2, 1))))


def test_small_steps_share_a_bar(diff: ScenarioDiff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waterfall, "MOST_BARS", 3)
    names = [row["name"] for row in rows(waterfall_spec(diff))]
    assert names[-2:] == ["the other 2 steps", "second"]
    assert len(names) == 5
    _, *steps, second = rows(waterfall_spec(diff))
    assert steps[-1]["end"] == pytest.approx(second["end"], abs=1e-12)


def test_a_replay_in_which_nothing_was_seen_is_a_picture_too(tmp_path: Path) -> None:
    alone = sim.replay(sim.read(write_watched(tmp_path)), questions=["Q2"], end=date(2026, 1, 2), draws=20)
    assert replay_text(alone).endswith("nothing moved it.")
    check(replay_spec(alone))
