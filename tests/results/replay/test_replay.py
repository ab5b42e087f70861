"""A replay: its days, its figures, and what it says moved them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import sim
from sim.results.forecast import export as forecast_export
from sim.results.replay.export import as_csv, as_json
from sim.results.replay.model import Replay
from tests.results.replay.watched import write_watched

RUN = {"draws": 60, "worlds": 64}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_watched(tmp_path_factory.mktemp("watched"))


@pytest.fixture(scope="module")
def made(file: Path) -> Replay:
    return sim.replay(sim.read(file), questions=["Q2", "Q1"], end=date(2026, 2, 11), **RUN)


def test_every_day_on_which_something_was_seen_and_no_week_without_one(made: Replay) -> None:
    days = [(str(one.day)[5:], [news.id for news in one.news]) for one in made.days]
    assert days == [
        ("01-01", []), ("01-08", []), ("01-10", ["E1"]), ("01-12", ["E2", "E3", "E4"]), ("01-19", []), ("01-26", []),
        ("01-30", ["E5"]), ("02-06", []), ("02-11", []),
    ]  # fmt: skip
    assert (made.policy, made.questions) == ("let_it_run", ("Q1", "Q2"))


def test_a_days_figures_are_those_of_a_run_until_that_day_byte_for_byte(file: Path, made: Replay) -> None:
    scenario = sim.read(file)
    (told,) = json.loads(as_json([made]))["replays"]
    compared = 0
    for day in told["days"]:
        seen = sim.evidence(scenario, file.with_name("evidence.yaml"), until=date.fromisoformat(day["day"]))
        run = json.loads(forecast_export.as_json([sim.forecast(scenario, observations=seen, **RUN)]))
        answers = {(one["policy"], one["question"]): one for one in run["forecasts"][0]["answers"]}
        for answer in day["answers"]:
            own = answers["let_it_run", answer["question"]]
            assert {key: answer[key] for key in answer if key != "moved"} == {
                key: own[key] for key in answer if key != "moved"
            }
            compared += 1
    assert compared == 18


def test_what_moved_an_answer_adds_up_to_how_far_it_moved(made: Replay) -> None:
    before = made.days[0]
    for day in made.days[1:]:
        for name, move in day.moves.items():
            assert move.difference == pytest.approx(day.answers[name].probability - before.answers[name].probability)
            assert sum(part.average for part in move.parts) == pytest.approx(move.difference, abs=1e-12)
            assert sum(part.in_turn for part in move.parts) == pytest.approx(move.difference, abs=1e-12)
            assert [part.id for part in move.parts] == [news.id for news in day.news]
        before = day


def test_of_several_at_once_each_has_its_own_part(made: Replay) -> None:
    seen = next(day for day in made.days if len(day.news) == 3)
    waves, clouds, siren = seen.moves["Q1"].parts
    assert waves.average > 0.02  # high waves speak for a storm
    assert waves.average != waves.in_turn  # in their own order the first has what both would have told alone
    assert waves.error > 0
    assert abs(siren.average) < 3 * siren.error + 1e-3  # nothing hangs on the siren
    assert clouds.id == "E3"


def test_days_that_see_the_same_share_one_forecast(made: Replay) -> None:
    assert made.forecasts == 4 + 2**3 - 2  # nothing, three days, and those between the two ends of the day of three


def test_a_replay_that_begins_later_begins_with_all_that_was_seen(file: Path, made: Replay) -> None:
    late = sim.replay(sim.read(file), questions=["Q1"], start=date(2026, 1, 12), **RUN)
    assert [news.id for news in late.days[0].news] == ["E1", "E2", "E3", "E4"]
    assert late.days[0].moves == {}
    assert late.days[-1].day == date(2026, 1, 30)
    assert late.days[0].answers["Q1"] == made.days[3].answers["Q1"]


def test_what_is_refused(file: Path) -> None:
    scenario = sim.read(file)
    with pytest.raises(sim.FormatError, match=r"2025-12-31 is before as_of"):
        sim.replay(scenario, start=date(2025, 12, 31), **RUN)
    with pytest.raises(sim.FormatError, match="out of the timeline"):
        sim.replay(scenario, end=date(2026, 3, 1), **RUN)
    with pytest.raises(sim.FormatError, match="2026-01-02 is before 2026-01-03"):
        sim.replay(scenario, start=date(2026, 1, 3), end=date(2026, 1, 2), **RUN)
    with pytest.raises(sim.ModelError, match="what is set cannot be seen"):
        sim.replay(scenario, policy="alarm", **RUN)
    with pytest.raises(sim.FormatError, match="name a file"):
        sim.replay(scenario, "-", **RUN)
    with pytest.raises(sim.ModelError, match="unknown question 'Q9'"):
        sim.replay(scenario, questions=["Q9"], **RUN)
    file.with_name("evidence.yaml").rename(file.with_name("other.yaml"))
    try:
        with pytest.raises(sim.FormatError, match=r"no evidence\.yaml beside it"):
            sim.replay(scenario, **RUN)
        only = sim.replay(scenario, given=["waves: high @ 2026-01-12"], draws=10)
        assert [news.id for day in only.days for news in day.news] == ["G1"]
    finally:
        file.with_name("other.yaml").rename(file.with_name("evidence.yaml"))


def test_rows_of_the_csv(made: Replay) -> None:
    lines = as_csv([made]).splitlines()
    assert lines[0].startswith("scenario,policy,question,day,probability,median,low50")
    assert len(lines) == 1 + 2 * (7 + 1 + 3)  # the days but one, and of that a row a piece of news
