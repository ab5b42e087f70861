"""What the page "Learn" is made of: the words, the diagram, the states of variables, the dumbbells."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import pytest

import sim
from sim.dashboard.learn.beside import MOST_DAYS, read_beside
from sim.dashboard.learn.choice import list_events, read_given
from sim.dashboard.learn.diagram import InfluenceDiagram
from sim.dashboard.learn.sentences import say_entry
from sim.dashboard.learn.size import fit_draws, fit_watching
from sim.dashboard.learn.work import LearnRun
from sim.dashboard.state import State, from_query, to_query
from sim.results.focus.distributions import find_distributions
from sim.scenario.resolve.observations import Observations
from sim.scenario.resolve.scenario import Scenario
from sim.show.charts.ink import DARK, LIGHT
from sim.show.charts.over_time.before_after import BeforeAfter, LearnedAnswer

HARBOUR = Path(__file__).with_name("harbour.yaml")


@pytest.fixture(scope="module")
def harbour() -> Scenario:
    return sim.read(HARBOUR)


@pytest.mark.parametrize("seen", [(), ("clash: shots or more @ 2026-01-07",)])
def test_the_states_are_the_answers_to_is(harbour: Scenario, seen: tuple[str, ...]) -> None:
    observations = sim.evidence(harbour, given=seen)
    found = find_distributions(harbour, "close", 4, observations=observations, draws=100)
    made = sim.forecast(harbour, policies=["close"], observations=observations, draws=100)
    assert found["mood"][1] == pytest.approx(made.answers["close", "Q2"].probability, abs=1e-9)
    assert all(sum(shares) == pytest.approx(1) for shares in found.values())
    assert found["pressure"] == (0.0, 1.0)


def test_the_diagram_has_a_box_a_variable_and_an_arrow_a_parent(harbour: Scenario) -> None:
    moved = {"clash": 0.5, "mood": 0.0, "rumour": 0.1}
    dots = [InfluenceDiagram(harbour, "close", moved, ["mood"], ["clash"], ink).dot() for ink in (LIGHT, DARK)]
    for dot, ink in zip(dots, (LIGHT, DARK), strict=True):
        assert re.findall(r"n\d -> n\d", dot) == ["n0 -> n1", "n1 -> n2"]
        assert f'label="Clash" tooltip="Clash" fillcolor="{ink.high}"' in dot
        assert re.search(r'label="Mood".*peripheries=2', dot)
        assert re.search(r'label="Pressure".*dashed', dot)
    assert dots[0] != dots[1]


def test_no_label_breaks_out_of_the_diagram(harbour: Scenario) -> None:
    text = HARBOUR.read_text(encoding="utf-8").replace("label: Clash", r"""label: 'a\"] x -> y [b="\N &lt; <b>'""")
    from sim.scenario.file.read import loads

    dot = InfluenceDiagram(loads(text, "harbour.yaml"), "close", {}, (), (), LIGHT).dot()
    assert len(re.findall(r"->", re.sub(r'"(\\.|[^"\\])*"', '""', dot))) == 2


def test_the_words_of_an_entry(harbour: Scenario) -> None:
    told = [
        say_entry(harbour, {"variable": "clash", **record})
        for record in ({"is": "shots or more"}, {"reached": "battle"}, {"not_reached": "battle", "sensitivity": "90%"},
                       {"likelihood": {"none": 1, "shots": 5, "battle": 10}})
    ]  # fmt: skip
    assert told == [
        "Clash: shots or more", "Clash: battle at some time so far",
        "Clash: no report of “battle” so far; had it come, one was to be expected with 90 %",
        "Clash: points to battle (2 times more than to shots, 10 times more than to none)",
    ]  # fmt: skip


def test_every_event_that_is_offered_can_be_read_back(harbour: Scenario) -> None:
    for name, variable in harbour.variables.items():
        for event in list_events(variable.states, variable.ordered):
            for times in ("", " *3", " *10"):
                assert read_given(f"{name}: {event} @ 2026-01-07{times}", 1, harbour).observation.variable == name


def test_the_address_keeps_what_was_chosen() -> None:
    state = State(learn_day="2026-01-05", learn_without="O1,O2", learn_quiet="0.9", learn_given="a: b @ 2026-01-01")
    query = {key: [value] if isinstance(value, str) else value for key, value in to_query(state).items()}
    assert from_query(query) == state


def test_no_address_buys_more_draws_than_are_soon_worked_out(harbour: Scenario) -> None:
    long = sim.edit(harbour, {"timeline.steps": 520})
    seen = sim.evidence(harbour, given=["mood: angry @ 2026-01-07"])
    runs = [LearnRun(one, "close", "Q1", 5000, 64, 1) for one in (harbour, long)]
    assert [fit_draws(run, seen) for run in runs] == [5000, 100]
    assert fit_draws(runs[1], Observations()) == 5000
    assert (fit_watching(runs[1], seen), fit_watching(replace(runs[0], draws=200), seen)) == (100, 200)


def test_days_are_few_however_long_the_timeline(harbour: Scenario) -> None:
    long = sim.edit(harbour, {"timeline.steps": 520})
    days = read_beside(long).days
    assert len(days) <= MOST_DAYS + 1
    assert (days[0], days[-1]) == (long.as_of, long.calendar.last)


def test_dumbbells_hold_every_answer_even_an_undefined_one() -> None:
    rows = [LearnedAnswer("Shots", 0.1, 0.3, 0.2), LearnedAnswer("Nothing", math.nan, math.nan)]
    rows += [LearnedAnswer("Asked no more", 0.2, math.nan)]
    picture = BeforeAfter(rows, palette=LIGHT)
    marks = picture.spec()["data"]["values"]
    kinds = [row["kind"] for row in marks if row["kind"] in ("before", "after", "given")]
    assert kinds == ["before", "after", "given", "before"]
    assert [row["Change"] for row in picture.table()] == ["+20.0 points", "", ""]
    assert "square" in picture.guide()
