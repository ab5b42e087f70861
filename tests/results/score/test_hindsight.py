"""An alternative that was written with knowledge of the end is marked wherever it is scored or shown."""

import json
from dataclasses import replace

import pytest

import sim
from sim.results.score.export import as_json
from sim.results.track import export
from sim.results.track.report import combine, track_case
from sim.scenario.cases import ResolvedCase, load_case
from sim.scenario.file import read
from sim.show.scores import score, track
from sim.show.views import as_text

NAME = "alternative doubters"


@pytest.fixture(scope="module")
def case(resolved_folder):
    """The case of the north, in which one alternative says that it was written in hindsight."""
    file = resolved_folder / "north" / "scenario.yaml"
    text = file.read_text(encoding="utf-8")
    assert "doubters: {says:" in text
    scenario = read.loads(text.replace("doubters: {says:", "doubters: {hindsight: true, says:"))
    return ResolvedCase(scenario, load_case(file).resolutions)


@pytest.fixture(scope="module")
def scored(case):
    return sim.score(case.scenario, case.resolutions, draws=20)


def test_the_table_of_scores_marks_it(scored):
    assert scored.hindsight == (NAME,)
    text = score.as_text([scored])
    lines = [line for line in text.splitlines() if NAME in line]
    assert lines[0].startswith(f"{NAME} (in hindsight)  ")
    assert all(f"{NAME} (in hindsight)" in line for line in lines)
    assert text.count(score.KNEW) == 1
    assert json.loads(as_json([scored]))["scores"][0]["hindsight"] == [NAME]


def test_a_significant_difference_from_it_is_told_with_the_mark(scored):
    assert "(in hindsight)" in score.verdict([_sure(scored, NAME)], lambda name: score.name_scored(name, {NAME}))


def test_what_is_not_marked_is_as_it_was(scored, resolved_folder):
    plain = load_case(resolved_folder / "north" / "scenario.yaml")
    assert all("hindsight" not in view for view in plain.scenario.content()["alternatives"].values())
    made = sim.score(plain.scenario, plain.resolutions, draws=20)
    assert made.hindsight == ()
    assert "hindsight" not in score.as_text([made])


def test_a_track_record_marks_it_too(case):
    made = combine([track_case(case, draws=20)])
    assert f"{NAME} (in hindsight)" in track.as_text(made)
    assert json.loads(export.as_json(made))["hindsight"] == [NAME]


def test_the_table_of_views_marks_it(case):
    made = sim.alternatives(case.scenario, draws=20)
    assert [view.hindsight for view in made.views] == [False, True, False]
    assert "doubters (written in hindsight): Ben is right." in as_text([made])


def _sure(scored, name):
    """The comparison with one, as if it were significant."""
    one = next(one for one in scored.comparisons if one.name == name)
    return replace(one, brier=replace(one.brier, interval=(0.1, 0.2)))
