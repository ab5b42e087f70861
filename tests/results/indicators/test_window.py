"""What to watch within some time of what was seen: enumerated by hand, and what the window is."""

from __future__ import annotations

import datetime
import json
from itertools import product

import numpy as np
import pytest

import sim
from sim.results.indicators import export, pairs
from sim.results.indicators.events import pair
from sim.results.indicators.model import Indicator, Indicators
from sim.results.indicators.report import NO_TIME
from sim.results.indicators.window import WatchWindow, choose_window
from sim.scenario.resolve.observations import Observations
from sim.scenario.resolve.questions import Event, Target
from sim.scenario.resolve.scenario import Scenario
from sim.show.charts.over_time.dumbbells import Dumbbells
from sim.show.over_time.indicators import as_text, sentence
from tests.results.indicators.test_indicators import coast, found

STORM, DAMAGE, QUIET = 0.2, (0.1, 0.5), (0.7, 0.2)
"""Chance of a storm a week; of damage in calm and storm; of no news without damage and with it."""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return coast()


@pytest.fixture(scope="module")
def seen(scenario: Scenario) -> Observations:
    return sim.evidence(scenario, given=["news: quiet @ 2026-03-05"])


@pytest.fixture(scope="module")
def made(scenario: Scenario, seen: Observations) -> Indicators:
    return sim.indicators(scenario, "Q1", within="1 week", observations=seen, draws=4)


def enumerate_storms() -> dict[tuple[bool, bool], float]:
    """P(a storm first in week 2, damage in week 1 or 2), given that there was no news in week 1."""
    shares: dict[tuple[bool, bool], float] = {}
    for first, second, early, late in product((0, 1), repeat=4):
        if first > second:
            continue  # a storm lasts
        chance = (STORM if first else 1 - STORM) * (1.0 if first else STORM if second else 1 - STORM)
        chance *= DAMAGE[first] if early else 1 - DAMAGE[first]
        chance *= (DAMAGE[second] if late else 1 - DAMAGE[second]) * QUIET[early]
        key = (second > first, bool(early or late))
        shares[key] = shares.get(key, 0.0) + chance
    whole = sum(shares.values())
    return {key: share / whole for key, share in shares.items()}


def test_what_first_comes_next_week_is_what_the_hand_finds(made: Indicators) -> None:
    figures, shares = found(made, "storm").figures, enumerate_storms()
    new = shares[True, True] + shares[True, False]
    assert (made.after, made.by) == (datetime.date(2026, 3, 9), datetime.date(2026, 3, 16))
    assert made.probability == pytest.approx(shares[True, True] + shares[False, True], abs=1e-12)
    assert figures.happens == pytest.approx(new, abs=1e-12)
    assert figures.seen == pytest.approx(shares[True, True] / new, abs=1e-12)
    assert figures.unseen == pytest.approx(shares[False, True] / (1 - new), abs=1e-12)
    storm = found(made, "storm")
    assert (storm.method, storm.already) == ("solved", pytest.approx(1.0))  # the deadline ends the window


def test_a_window_and_what_came_before_make_all_that_comes(
    scenario: Scenario, seen: Observations, made: Indicators
) -> None:
    whole = found(sim.indicators(scenario, "Q1", by=made.by, observations=seen, draws=4), "storm").figures
    past = found(sim.indicators(scenario, "Q1", by=made.after, observations=seen, draws=4), "storm").figures
    new = found(made, "storm").figures
    assert new.happens + past.happens == pytest.approx(whole.happens, abs=1e-12)
    assert new.happens * new.seen + past.happens * past.seen == pytest.approx(whole.happens * whole.seen, abs=1e-12)


def test_what_is_drawn_at_once_counts_whether_it_has_come_before_or_not(
    scenario: Scenario, seen: Observations, made: Indicators
) -> None:
    whole = sim.indicators(scenario, "Q1", by=made.by, observations=seen, draws=4)
    for event in ("heads", "tails", "edge"):
        assert found(made, "coin", event).figures == found(whole, "coin", event).figures
    assert not found(made, "storm").at_once


def test_sampled_pairs_are_taken_of_the_same_worlds(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mean squares over the stated variance, 30 seeds: chance leaves 0.4 to 1.9 (chi-square) in 1 of 300."""

    def watch(draws: int, seed: int) -> Indicator:
        day = datetime.date(2026, 3, 5)
        made = sim.indicators(scenario, "Q1", within="1 week", since=day, draws=draws, seed=seed, worlds=64)
        return found(made, "storm")

    truth = watch(4, 1).figures
    monkeypatch.setattr("sim.engine.exact.multi_event.MOST_EVENTS", 0)
    sampled = [watch(20, seed) for seed in range(30)]
    assert {one.method for one in sampled} == {"sampled"}
    apart = [(one.figures.seen - truth.seen) / one.figures.seen_error for one in sampled]
    assert 0.4 < np.mean(np.square(apart)) < 1.9
    assert all(one.figures.happens == pytest.approx(truth.happens, abs=1e-12) for one in sampled)


@pytest.mark.parametrize(
    ("within", "since", "window"),
    [
        ("1 week", None, (1, 2)), ("1 day", None, (1, 2)), ("1 year", None, (1, 2)),
        ("1 week", "2026-03-02", (0, 1)), ("2 weeks", "2026-03-02", (0, 2)), ("1 week", "2026-03-16", (2, 2)),
        ("3 days", "2026-03-09", (1, 2)), ("9999 years", "2020-01-01", (0, 2)),
    ],
)  # fmt: skip
def test_the_step_that_holds_the_last_day_has_passed(
    scenario: Scenario, seen: Observations, within: str, since: str | None, window: tuple[int, int]
) -> None:
    """Weeks end on 9 and 16 March, when the question is decided; something was seen on the 5th."""
    day = None if since is None else datetime.date.fromisoformat(since)
    assert choose_window(scenario, scenario.targets["Q1"], None, within, day, seen) == WatchWindow(*window)


def test_what_cannot_come_is_not_asked_about(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """Pairs are dear: an event that is sure alone is sure beside the question."""
    asked: list[str] = []

    def told(target: Target, event: Event, number: int) -> Target:
        asked.append(str(event))
        return pair(target, event, number)

    monkeypatch.setattr(pairs, "pair", told)
    calm = sim.evidence(scenario, given=["coin: heads @ 2026-03-05", "storm: storm @ 2026-03-06"])
    again = sim.indicators(scenario, "Q1", within="1 week", observations=calm, draws=4)
    assert {"storm: storm", "coin: heads"} <= set(again.certain)
    assert asked == ["news a_line or more", "news a_page"]  # and not by the window's beginning: news comes at once


def test_where_no_time_is_left_nothing_is_to_be_watched(scenario: Scenario) -> None:
    made = sim.indicators(scenario, "Q1", within="1 week", since=datetime.date(2026, 3, 16), draws=4)
    assert (made.settled, made.indicators) == (NO_TIME, ())


def test_a_window_is_one_thing_and_a_length(scenario: Scenario) -> None:
    with pytest.raises(sim.FormatError, match="goes without --within"):
        sim.indicators(scenario, "Q1", by=datetime.date(2026, 3, 9), within="1 week", draws=4)
    with pytest.raises(sim.FormatError, match=r"a length of time is expected \(1 week"):
        sim.indicators(scenario, "Q1", within="7", draws=4)


def test_the_words_say_that_it_is_the_first_time(made: Indicators) -> None:
    assert 'If "Storm: storm" (Gale) is first seen by 16 March 2026' in sentence(made, found(made, "storm"))
    assert "Events by 16 March 2026, if not already by 9 March 2026." in " ".join(as_text(made).split())
    coin = found(made, "coin", "edge")
    assert coin.at_once
    assert 'If it comes to light by 16 March 2026 that "Coin: edge" has come (20 %, whenever)' in sentence(made, coin)
    assert "whenever: of such an event the model says whether it comes under what holds by 16 March 2026, not when" in (
        " ".join(as_text(made).split())
    )
    assert "is first seen by 16 March 2026" in Dumbbells(made).guide()
    assert json.loads(export.as_json(made))["after"] == "2026-03-09"
