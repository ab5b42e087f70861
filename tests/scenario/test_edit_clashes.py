"""Several settings at once: of which none replaces what another changes, whatever way they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ModelError
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

SCENARIOS = Path(__file__).parents[1] / "scenarios"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read.read(SCENARIOS / "valid" / "every-part.yaml")


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("variables=2", "variables.mood.label=x"),
        ("policies=[1]", "policies.press.pressure=mid"),
        ("policies=[1]", "policies.strikes=x"),
        ("judgments=1", "judgments.C1.nudge=1"),
        ("judgments.answer=0x1F", "judgments.C1.about=force"),
        ("judgments.C1=false", "judgments.C1.about=force"),
        ("judgments.C1=[]", "judgments.answer.C1.about=force"),
        ("judgments.C1.says=1 week", "judgments.C1.says.widen=2"),
        ("judgments.C1.says=unlikely", "judgments.C1.says.widen=2"),
        ("judgments.C1.says=100000000000", "judgments.C1.says.phrase=likely"),
        ("judgments.C1.says={probability: 5%}", "judgments.C1.says.worth=20"),
        ("judgments.A2.says={shift: {pressure: {high: 1}}}", "judgments.A2.says.shift.pressure.high=2"),
        ("judgments.A2.says.shift=1", "judgments.A2.says.shift.pressure.high=2"),
        ("background=author", "background.0=bob"),
        ("sources.news.claims=[C1]", "sources.news.claims.0=C1"),
        ("sources.news=x", "sources.news.claims.00=C1"),
        ("lexicon=icd203", "lexicon.phia=1"),
        ("questions.Q1.reaches=x", "questions.Q1.reaches.answer=force"),
        ("experts.bob=inf", "experts.bob.weight=2"),
        ("timeline={steps: 4, step: 1 week}", "timeline.steps=4"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_setting_under_another_contradicts_it_in_either_order(
    scenario: Scenario, above: str, below: str, turned: bool
) -> None:
    settings = [above, below][:: -1 if turned else 1]
    (over, _), (under, _) = (text.split("=", 1) for text in (above, below))
    with pytest.raises(ModelError) as caught:
        edit.edit(scenario, {path: edit.parse(text) for path, text in (one.split("=", 1) for one in settings)})
    assert str(caught.value) == f"--set  {under}: two settings contradict: {over} replaces what {under} changes"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("judgments.C1.nudge", "judgments.answer.C1.nudge"),
        ("judgments.answer.C1.says", "judgments.C1.says"),
        ("sources.news.claims.0", "sources.news.claims.00"),
        ("background.0", "background.000"),
    ],
)
def test_one_value_by_two_paths(scenario: Scenario, first: str, second: str) -> None:
    with pytest.raises(ModelError) as caught:
        edit.edit(scenario, {first: 1, second: 1})
    assert str(caught.value) == f"--set  {second}: two settings contradict: {first} and {second} are one value"


def test_every_clash_and_every_unknown_path_is_told_at_once(scenario: Scenario) -> None:
    with pytest.raises(ModelError) as caught:
        edit.edit(scenario, {"pool": {}, "pool.rule": "log", "pool.concentration": 2, "experts.bbo.weight": 1})
    assert [problem.path for problem in caught.value.problems] == [
        "experts.bbo.weight", "pool.concentration", "pool.rule",
    ]  # fmt: skip


def test_a_contradiction_leaves_the_scenario_as_it_was(scenario: Scenario) -> None:
    before = scenario.digest
    with pytest.raises(ModelError):
        edit.edit(scenario, {"experts.bob.weight": 2, "experts": 3})
    assert edit.edit(scenario, {}).digest == before


def test_neighbours_do_not_contradict(scenario: Scenario) -> None:
    changes = {"judgments.C1.says.widen": 2, "judgments.C1.says.phrase": "likely", "judgments.C1.nudge": 1}
    edited = edit.edit(scenario, changes)
    assert [edit.value(edited, path) for path in changes] == [2, "likely", 1]


def test_a_place_in_a_list_is_a_number_of_reasonable_length(scenario: Scenario) -> None:
    with pytest.raises(ModelError, match="no '999"):
        edit.edit(scenario, {f"background.{'9' * 5000}": "ann"})


def test_a_date_inside_a_part_of_a_question_that_the_file_leaves_out() -> None:
    text = (SCENARIOS / "valid" / "every-part.yaml").read_text(encoding="utf-8")
    joint = "  Q3: {asks: x, all: [{reaches: {answer: force}, by: 2026-01-22}, {is: {mood: hot}, at: 2026-01-22}]}\n"
    assert edit.value(read.loads(text + joint), "questions.Q3.all.0.at") is None
