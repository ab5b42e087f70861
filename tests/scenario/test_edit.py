"""Values changed by their paths: the same checks as a file, and the scenario handed in stays as it was."""

from __future__ import annotations

import math
import statistics
import time
from pathlib import Path

import pytest

from sim.errors import FormatError, ModelError, SimError
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

SCENARIOS = Path(__file__).parents[1] / "scenarios"


@pytest.fixture
def scenario() -> Scenario:
    return read.read(SCENARIOS / "valid" / "every-part.yaml")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("judgments.C1.nudge", 0.5), ("judgments.C1.says", "highly unlikely"), ("judgments.C1.says.widen", 1.5),
        ("judgments.P1.says.probability", "12%"),
        ("judgments.A1.says.split", {"none": 0.5, "words": 0.3, "force": 0.2}),
        ("judgments.A2.says.shift.pressure.high", -0.7), ("judgments.C1.given.pressure", "high"),
        ("judgments.answer.C1.nudge", 1), ("experts.bob.weight", 0), ("pool.concentration", "inf"),
        ("pool.concentration", math.inf), ("pool.rule", "linear"), ("dependence", 0.1), ("background", ["bob"]),
        ("lexicon", "icd203"), ("lexicon", {"capphrase": 2, "phia": 1}), ("lexicon.phia", 1),
        ("timeline.steps", 6), ("policies.press.pressure", "mid"), ("questions.Q1.by", "2026-01-20"),
        ("sources.news.claims.0", "C1"), ("variables.mood.start", "tense"), ("variables.place.chance", "each_step"),
        ("not_encoded.C3", "narration"), ("title", "Another"),
    ],
)  # fmt: skip
def test_an_edit_is_seen_and_changes_nothing_else(scenario: Scenario, path: str, value: object) -> None:
    before = scenario.file.model_dump_json()
    if path == "variables.place.chance":
        with pytest.raises(ModelError, match=r"judgments\.L1: place moves from step to step"):
            edit.edit(scenario, {path: value})
        return
    if path == "judgments.C1.says.widen":
        assert edit.value(scenario, path) == 1.0
    edited = edit.edit(scenario, {path: value})
    seen = edit.value(edited, path)
    assert seen == value
    assert (edited == scenario) == (path == "sources.news.claims.0")
    assert scenario.file.model_dump_json() == before
    assert edit.value(scenario, path) != value or path == "sources.news.claims.0"


def test_several_edits_at_once_and_one_after_the_other_agree(scenario: Scenario) -> None:
    both = edit.edit(scenario, {"judgments.C1.nudge": 0.5, "experts.bob.weight": 3})
    one = edit.edit(edit.edit(scenario, {"experts.bob.weight": 3}), {"judgments.C1.nudge": 0.5})
    assert both == one != scenario


def test_none_takes_a_value_back_to_its_default(scenario: Scenario) -> None:
    edited = edit.edit(scenario, {"experts.bob.weight": None, "pool": {"rule": "linear"}})
    assert edited.experts["bob"].weight == 1.0
    assert edit.edit(edited, {"pool": None, "experts.bob.weight": 2}) == scenario


def test_what_is_handed_out_and_in_is_nobody_s_handle(scenario: Scenario) -> None:
    split = {"none": 0.5, "words": 0.3, "force": 0.2}
    edited = edit.edit(scenario, {"judgments.A1.says.split": split})
    digest = edited.digest
    split["none"] = 9
    taken = edit.value(edited, "judgments.A1.says")
    assert isinstance(taken, dict)
    taken["split"]["none"] = 9
    assert edit.edit(edited, {}).digest == digest
    assert edit.value(edited, "judgments.A1.says.split.none") == 0.5


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("dependence", 0.6), ("pool.concentration", 1.0), ("judgments.C1.nudge", 0.0), ("judgments.C1.says.widen", 1.0),
        ("experts.ann.weight", 1.0), ("variables.answer.chance", "once"), ("variables.mood.chance", "each_step"),
        ("judgments.C1.by", None), ("judgments.C1.claims", []), ("judgments.C1.says.phrase", "unlikely"),
        ("background.0", "author"), ("lexicon.icd203", None), ("lexicon.capphrase", 1.0), ("description", None),
    ],
)  # fmt: skip
def test_values_with_their_defaults(scenario: Scenario, path: str, value: object) -> None:
    assert edit.value(scenario, path) == value


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("judgments.C1.nugde", "no 'nugde' in judgments.C1 - did you mean 'nudge'?"),
        ("judgments.C11.nudge", "no 'C11' in judgments - did you mean 'C1'?"),
        ("experts.bbo.weight", "no 'bbo' in experts - did you mean 'bob'?"),
        ("pol.rule", "no 'pol' in a scenario - did you mean 'pool'?"),
        ("judgments.C1.says.probability", "no 'probability' in judgments.C1.says (phrase, read_as, lexicon, widen)"),
        ("judgments.A1.says.split.non", "no 'non' in judgments.A1.says.split - did you mean 'none'?"),
        ("sources.news.claims.9", "no '9' in sources.news.claims"),
        ("title.x", "no 'x' in title"),
        ("", "no '' in a scenario"),
        ("judgments.C1.nudge.x", "no 'x' in judgments.C1.nudge"),
    ],
)
def test_unknown_paths(scenario: Scenario, path: str, message: str) -> None:
    for call in (lambda: edit.edit(scenario, {path: 1}), lambda: edit.value(scenario, path)):
        with pytest.raises(ModelError) as caught:
            call()
        (problem,) = caught.value.problems
        assert (problem.file, problem.path) == ("--set", path)
        assert message in problem.message


@pytest.mark.parametrize(
    ("changes", "error", "lines"),
    [
        ({"experts.bob.weight": -1}, FormatError, ["--set  experts.bob.weight: must be at least 0; you wrote -1"]),
        ({"experts.bob.weight": math.nan}, FormatError,
         ["--set  experts.bob.weight: a finite number is expected, not nan"]),
        ({"judgments.C1.says": "unliekly"}, ModelError, ["--set  judgments.C1.says.phrase: no lexicon knows"]),
        ({"judgments.A1.says.split.none": 0.5}, ModelError, ["--set  judgments.A1.says.split: sums to 0.6, not 1"]),
        ({"experts.ann.weight": 0, "experts.bob.weight": 0, "experts.author.weight": 0}, ModelError,
         ["--set  experts: every weight is 0"]),
        ({"pool.rule": "avarage", "dependence": 2}, FormatError,
         ["--set  dependence: must be at most 1", "--set  pool.rule: unknown value 'avarage'"]),
        ({"as_of": "2025-12-01"}, ModelError, ["sources.news.date: 2025-12-30 is after as_of"]),
    ],
)  # fmt: skip
def test_edits_are_checked_like_a_file(
    scenario: Scenario, changes: dict[str, object], error: type[SimError], lines: list[str]
) -> None:
    with pytest.raises(error) as caught:
        edit.edit(scenario, changes)
    found = [str(problem) for problem in caught.value.problems]
    assert all(any(line in text for text in found) for line in lines)


def test_problems_of_what_was_not_edited_keep_their_place_in_the_file(scenario: Scenario) -> None:
    with pytest.raises(ModelError) as caught:
        edit.edit(scenario, {"as_of": "2025-12-01"})
    places = {(problem.path, problem.file, problem.line) for problem in caught.value.problems}
    assert ("sources.news.date", scenario.name, 8) in places
    assert ("questions.Q1.by", scenario.name, 34) in places


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.5", 0.5), ("highly unlikely", "highly unlikely"), ("'5'", "5"), ("inf", "inf"), ("{a: 1}", {"a": 1}),
     ("no", "no"), ("[x, y]", ["x", "y"])],
)  # fmt: skip
def test_parse(text: str, value: object) -> None:
    assert edit.parse(text) == value


def test_a_value_must_follow_the_path() -> None:
    with pytest.raises(FormatError, match="no value: write path=value"):
        edit.parse(" ")


@pytest.mark.parametrize("text", ["{a", "[1, 2", "\0", "*a", "{a: }", ".nan"])
def test_parse_refuses(text: str) -> None:
    with pytest.raises(FormatError, match="--set"):
        edit.parse(text)


def test_an_edit_is_quick_enough_for_a_slider() -> None:
    flagship = read.read(Path(__file__).parents[2] / "scenarios" / "venezuela-2025")
    path = next(f"judgments.{name}.nudge" for group in flagship.judgments.values() for name in group)
    times = []
    for step in range(9):
        began = time.process_time()
        edit.edit(flagship, {path: step / 10})
        times.append(time.process_time() - began)
    assert statistics.median(times) < 0.05  # some 4 ms on an idle core; room for a busy machine


def test_an_alternative_is_tried_as_where_a_file_is_read() -> None:
    recession = read.read("recession-2025")
    with pytest.raises(ModelError, match="unknown path: no 'a' in a scenario") as caught:
        edit.edit(recession, {"alternatives.no_precedent.set": {"a": 1}})
    assert [problem.path for problem in caught.value.problems] == ["alternatives.no_precedent.set.a"]
    edited = edit.edit(recession, {"alternatives.no_precedent.set": {"experts.nber.weight": 0.5}})
    assert edited.alternatives["no_precedent"].set == {"experts.nber.weight": 0.5}
