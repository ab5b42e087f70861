"""From one day to the next: what silence has said since then, what is new, and what of it a coalition has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

import sim
from sim.results.replay.days import SeenByDay, is_silence, seen_by
from sim.results.replay.model import SILENCE, Replay
from sim.results.replay.news import DayStep, content_of
from sim.scenario.resolve.scenario import Scenario
from sim.show.charts.over_time.replay import replay_guide, replay_spec
from sim.show.differences import points
from sim.show.over_time.replay import as_text
from tests.results.replay.watched import SEEN, write_watched

QUIET = "quiet: {until: 2026-01-31, reported: 90%, variables: {storm: {reported: 90%}, siren: unknown}}\n"
DAYS = [date(2026, 1, day) for day in (8, 10, 12, 19, 30)]


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """That of `write_watched`, in which storms do not end and silence counts."""
    file = write_watched(tmp_path_factory.mktemp("quiet"))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[calm, storm], chance: each_step", "[calm, storm], never_falls: true, start: calm"))
    file.with_name("evidence.yaml").write_text(SEEN + QUIET, encoding="utf-8")
    return sim.read(file)


@pytest.fixture(scope="module")
def watched(scenario: Scenario) -> SeenByDay:
    return seen_by(scenario, None, ())


@pytest.fixture(scope="module")
def made(scenario: Scenario) -> Replay:
    return sim.replay(scenario, questions=["Q1"], draws=60)


def test_each_day_is_as_evidence_has_it(scenario: Scenario, watched: SeenByDay) -> None:
    file = Path(scenario.name).with_name("evidence.yaml")
    for day in [*DAYS, None]:
        assert watched(day) == sim.evidence(scenario, file, until=day)
    assert all(is_silence(one) for one in watched(DAYS[0]))


def test_silence_comes_first_and_then_what_is_new_in_the_files_order(watched: SeenByDay) -> None:
    news = [[one.id for one in DayStep(watched, first, last).news] for first, last in pairwise([None, *DAYS])]
    assert news[0] == [SILENCE]
    weekly = [[SILENCE, "E1"], ["E2", "E3", "E4"], [SILENCE], [SILENCE, "E5"]]  # 10 and 12 January are of one week
    assert news[1:] == weekly
    assert DayStep(watched, DAYS[2], DAYS[3]).news[0].text == "nothing else was reported since 2026-01-12"


def test_silence_that_says_no_more_is_no_news(watched: SeenByDay) -> None:
    file = replace(watched, quiet=None)
    assert SILENCE not in [one.id for one in DayStep(file, DAYS[3], DAYS[4]).news]
    assert DayStep(watched, date(2026, 2, 5), date(2026, 2, 11)).news == ()  # it ends on 31 January


def test_a_coalition_is_what_would_have_been_seen_without_the_rest(watched: SeenByDay) -> None:
    step = DayStep(watched, DAYS[3], DAYS[4])
    assert content_of(step.company(frozenset())) == content_of(step.before)
    assert content_of(step.company(frozenset({0, 1}))) == content_of(step.after)
    alone = step.company(frozenset({0}))
    without = replace(watched, listed=tuple(one for one in watched.listed if one.id != "E5"))
    assert content_of(alone) == content_of(without(DAYS[4])) != content_of(step.before)
    listed = step.company(frozenset({1}))
    assert "E5" in [one.id for one in listed]
    assert {one.date for one in listed if is_silence(one)} == {DAYS[3]}


def test_what_silence_did_is_the_answer_without_the_days_entries(scenario: Scenario, made: Replay) -> None:
    file = Path(scenario.name).with_name("silence.yaml")
    file.write_text(SEEN.partition("  E5")[0] + QUIET, encoding="utf-8")
    seen = sim.evidence(scenario, file, until=DAYS[4])
    alone = sim.forecast(scenario, draws=60, policies=["let_it_run"], observations=seen).answers["let_it_run", "Q1"]
    before, day = next(pair for pair in pairwise(made.days) if pair[1].day == DAYS[4])
    silence, entry = day.moves["Q1"].parts
    assert (silence.id, entry.id) == (SILENCE, "E5")
    assert silence.in_turn == pytest.approx(alone.probability - before.answers["Q1"].probability, abs=1e-9)
    assert entry.in_turn == pytest.approx(day.answers["Q1"].probability - alone.probability, abs=1e-9)


def test_two_days_apart_are_the_steps_of_the_day_between(scenario: Scenario, watched: SeenByDay, made: Replay) -> None:
    """What an entry and silence both say of a storm is divided by `diff` as by `replay`: either alone is whole."""
    for before, day in pairwise(made.days):
        one = sim.diff(
            scenario, scenario, seen=(watched(before.day), watched(day.day)), questions=["Q1"], draws=60
        ).waterfalls["Q1"].move.parts  # fmt: skip
        other = {part.id: part for part in day.moves["Q1"].parts}
        assert {part.id.removeprefix("evidence.") for part in one} == set(other)
        for part in one:
            assert part.average == pytest.approx(other[part.id.removeprefix("evidence.")].average, abs=1e-12)


def test_the_sums_over_all_days_lead_from_the_first_answer_to_the_last(made: Replay) -> None:
    moves = made.add_moves("Q1")
    assert moves is not None
    first, last = (made.days[place].answers["Q1"].probability for place in (0, -1))
    assert moves.silence < -0.1  # no storm was reported
    assert moves.seen > 0.02  # dark clouds and high waves
    assert moves.silence + moves.seen == pytest.approx(last - first, abs=1e-9)
    told = as_text([made], width=200)
    assert f"alone did {points(moves.silence)} points in all, and what was seen {points(moves.seen)}." in told
    assert replace(made, days=made.days[:1]).add_moves("Q1") is None


def test_a_diamond_stands_where_silence_alone_had_left_the_answer(made: Replay) -> None:
    diamonds = {row["day"]: row["mean"] for row in replay_spec(made)["data"]["values"] if row["kind"] == "silence"}
    assert list(diamonds) == ["2026-01-10", "2026-01-30"]  # on the others silence came alone, or said no more
    before, day = next(pair for pair in pairwise(made.days) if pair[1].day == DAYS[4])
    alone = before.answers["Q1"].probability + day.moves["Q1"].parts[0].in_turn
    assert diamonds["2026-01-30"] == pytest.approx(alone, abs=1e-12)
    assert "Diamond" in replay_guide(made)
    assert "Diamond" not in replay_guide(replace(made, days=made.days[:1]))
