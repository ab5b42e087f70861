"""From one scenario to another: what is an edit, what goes together, and what each step did."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

import sim
from sim.results.forecast.model import Forecast
from sim.results.replay import diff as diff_module
from sim.results.replay.diff_export import as_csv, as_json
from sim.results.replay.diff_model import ScenarioDiff
from sim.results.replay.edits import find_edits
from sim.scenario.file.read import loads
from sim.scenario.resolve.scenario import Scenario
from sim.show.over_time.diff import as_text
from tests.results.replay.watched import TEXT, write_watched

RUN = {"draws": 100, "questions": ["Q1", "Q2"], "policy": "let_it_run"}
FIRST = loads(TEXT, "first.yaml")


def changed(*pairs: tuple[str, str]) -> Scenario:
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return loads(text, "second.yaml")


SECOND = changed(
    ("lexicon: capphrase", "lexicon: icd203\ndependence: 0.3"),
    ("  bob: {name: Bob}", "  bob: {name: Robert}\n  cy: {name: Cy}"),
    ("parents: [storm]}\njudgments:",
     "parents: [storm, tide]}\n  tide: {label: Tide, states: [ebb, flood]}\njudgments:"),
    ("  waves:\n    W1", "  tide:\n    T1: {expert: cy, about: flood, says: 50%}\n  waves:\n"
     "    W9: {expert: cy, about: high, given: {tide: flood}, says: 70%}\n    W1"),
    ("storm, says: unlikely", "storm, says: likely"),
    ("    C2: {expert: bob, about: dark, given: {storm: calm}, says: unlikely}\n", ""),
    ("says: 20%}", "says: 1 in 5}"),
)  # fmt: skip


@pytest.fixture(scope="module")
def made() -> ScenarioDiff:
    return sim.diff(FIRST, SECOND, seen=((), sim.evidence(SECOND, given=["waves: high @ 2026-01-12"])), **RUN)


def test_edits_are_what_numbers_hang_on_by_group() -> None:
    assert [(one.group, one.path, one.text) for one in find_edits(FIRST, SECOND)] == [
        ("structure", "variables.waves", "parents [storm] -> [storm, tide]"),
        ("structure", "variables.tide", "added: {label: Tide, states: [ebb, flood]}"),
        ("settings", "lexicon", "capphrase -> icd203"),
        ("settings", "dependence", "0.6 -> 0.3"),
        ("voices", "experts.cy", "added: {name: Cy}"),
        ("judgments", "judgments.S1", "says unlikely -> likely"),
        ("judgments", "judgments.T1", "added: cy on flood: 50%"),
        ("judgments", "judgments.W9", "added: cy on high: 70%"),
        ("judgments", "judgments.C2", "taken out: bob on dark: unlikely"),
    ]
    assert find_edits(FIRST, FIRST) == []


def test_what_cannot_stand_alone_is_one_step(made: ScenarioDiff) -> None:
    assert [[edit.path for edit in step.edits] for step in made.steps] == [
        ["variables.waves", "variables.tide", "experts.cy", "judgments.T1", "judgments.W9"],
        ["lexicon"], ["dependence"], ["judgments.S1"], ["judgments.C2"], ["evidence.G1"],
    ]  # fmt: skip
    assert [step.group for step in made.steps] == [
        "structure", "settings", "settings", "judgments", "judgments", "evidence",
    ]  # fmt: skip


def test_steps_and_groups_add_up_to_the_difference(made: ScenarioDiff) -> None:
    assert made.orders == 0
    for name, fall in made.waterfalls.items():
        total = fall.second.probability - fall.first.probability
        assert fall.move.difference == pytest.approx(total, abs=1e-12)
        for parts in (fall.move.parts, fall.groups):
            assert sum(part.average for part in parts) == pytest.approx(total, abs=1e-12), name
            assert sum(part.in_turn for part in parts) == pytest.approx(total, abs=1e-12), name
        by_group = {part.id: part.average for part in fall.groups}
        judgments = [p.average for p, s in zip(fall.move.parts, made.steps, strict=True) if s.group == "judgments"]
        assert by_group["judgments"] == pytest.approx(sum(judgments))
    assert made.waterfalls["Q1"].move.parts[4].average == 0  # clouds have no part in Q1


def test_the_ends_are_what_each_file_says_by_itself(made: ScenarioDiff) -> None:
    own = sim.forecast(FIRST, draws=100, policies=["let_it_run"])
    assert made.waterfalls["Q1"].first.probability == pytest.approx(own.answers["let_it_run", "Q1"].probability)


def test_one_change_is_the_difference_that_compare_finds_with_its_error() -> None:
    settings = {"judgments.S1.nudge": 0.5}
    one = sim.diff(FIRST, sim.edit(FIRST, settings), **RUN)
    (step,) = one.steps
    assert (step.id, step.edits[0].text) == ("judgments.S1", "nudge - -> 0.5")
    compared = sim.compare(FIRST, ["let_it_run"], questions=["Q1"], changes=settings, draws=100)
    (difference,) = compared.differences
    part = one.waterfalls["Q1"].move.parts[0]
    assert part.average == pytest.approx(-difference.difference)
    assert part.error == pytest.approx(difference.error)


def test_two_dates_are_the_steps_of_a_replay(tmp_path: Path) -> None:
    file = write_watched(tmp_path)
    scenario, path = sim.read(file), tmp_path / "evidence.yaml"
    seen = tuple(sim.evidence(scenario, path, until=date(2026, 1, day)) for day in (10, 12))
    one = sim.diff(scenario, scenario, seen=(seen[0], seen[1]), questions=["Q1"], draws=60)
    day = next(day for day in sim.replay(scenario, questions=["Q1"], draws=60).days if len(day.news) == 3)
    assert [step.id for step in one.steps] == ["evidence.E2", "evidence.E3", "evidence.E4"]
    for part, other in zip(one.waterfalls["Q1"].move.parts, day.moves["Q1"].parts, strict=True):
        assert part.average == pytest.approx(other.average, abs=1e-12)
        assert part.error == pytest.approx(other.error, abs=1e-9)


def test_a_scenario_in_which_a_voice_would_contradict_itself_is_not_run() -> None:
    ladder = changed(
        ("  clouds: {label: Clouds, states: [clear, dark]", "  clouds: {label: Clouds, states: [clear, grey, dark]"),
        ("about: dark, given: {storm: storm}, says: likely}", "about: dark, given: {storm: storm}, says: 30%}\n"
         "    C3: {expert: ann, about: grey or more, given: {storm: storm}, says: 40%}"),
    )  # fmt: skip
    raised = sim.edit(ladder, {"judgments.C1.says": "60%", "judgments.C3.says": "70%"})
    one = sim.diff(ladder, raised, questions=["Q1"], draws=20)
    assert [[edit.path for edit in step.edits] for step in one.steps] == [["judgments.C1", "judgments.C3"]]


def test_many_edits_are_averaged_over_drawn_orders() -> None:
    settings = {f"judgments.{key}.nudge": 0.3 for key in ("N1", "S1", "S2", "C1", "C2", "W1", "W2")}
    one = sim.diff(FIRST, sim.edit(FIRST, settings), questions=["Q2"], draws=50, orders=4)
    fall = one.waterfalls["Q2"]
    assert (one.orders, len(one.steps)) == (4, 7)
    assert sum(part.average for part in fall.move.parts) == pytest.approx(fall.move.difference, abs=1e-12)
    assert any(part.order_error > 0 for part in fall.move.parts)
    assert " ± " in as_text(one)


def test_steps_that_cannot_be_run_one_by_one_become_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    real, refused = diff_module.forecast, []

    def forecast(scenario: Scenario, **more: object) -> Forecast:
        """Refuses a scenario between the two ends in which S1 has changed and the lexicon has not."""
        between = scenario.judgments["storm"]["S1"].nudge and scenario.dependence == 0.6
        if between and "C2" in scenario.judgments["clouds"]:
            refused.append(scenario)
            raise sim.ImpossibleError([])
        return real(scenario, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(diff_module, "forecast", forecast)
    other = sim.edit(FIRST, {"judgments.S1.nudge": 0.5, "dependence": 0.3, "judgments.S2.nudge": 0.1})
    one = sim.diff(FIRST, other, **RUN)
    assert refused
    assert [step.id for step in one.steps] == ["dependence and 2 more"]
    fall = one.waterfalls["Q1"]
    assert fall.move.parts[0].average == pytest.approx(fall.move.difference, abs=1e-12)


def test_files_alike_have_no_step() -> None:
    one = sim.diff(FIRST, changed(("says: 20%}", "says: 0.2}")), **RUN)
    assert (one.steps, one.waterfalls["Q1"].move.difference) == ((), 0.0)
    assert "Nothing differs on which a number hangs." in as_text(one)


def test_a_question_of_one_file_alone_is_refused() -> None:
    other = changed(("  Q2: ", "  Q3: "))
    with pytest.raises(sim.ModelError, match="unknown question 'Q2'"):
        sim.diff(FIRST, other, draws=10, questions=["Q2"])


def test_json_and_csv(made: ScenarioDiff) -> None:
    told = json.loads(as_json(made))
    assert [one["id"] for one in told["steps"]] == [one["id"] for one in told["questions"][0]["steps"]]
    rows = list(csv.DictReader(io.StringIO(as_csv(made))))
    assert len(rows) == 2 * (6 + 2)
    first, *steps, second = [row for row in rows if row["question"] == "Q1"]
    moved = sum(float(row["average"]) for row in steps)
    assert float(first["probability"]) + moved == pytest.approx(float(second["probability"]))


def test_the_text_has_every_step_under_its_group(made: ScenarioDiff) -> None:
    text = as_text(made)
    assert "    [1] variables.waves and 4 more" in text
    assert "[6] evidence.G1: seen: waves is high, 2026-01-12" in text
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
