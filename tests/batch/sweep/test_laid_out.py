"""What a sweep file is laid out as: scenarios, axes with their cells, settings by number, evidence, notes."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from sim.batch.sweep import trial
from sim.batch.sweep.read import read_sweep
from sim.scenario.edit import edit
from sim.scenario.file.read import find
from sim.scenario.file.read import read as read_scenario

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((ROOT / "scenarios" / "sweeps").glob("*.yaml"))
EVIDENCE = "schema_version: 1\nevidence:\n  E1: {date: 2026-01-06, variable: direct_military, is: none}\n"


def cells(sweep) -> list[list[object]]:
    return [[level.cell for level in setting.levels] for setting in sweep.settings(range(1, len(sweep) + 1))]


def test_defaults_of_the_shortest_sweep(write) -> None:
    sweep = read_sweep(write(""))
    assert (sweep.draws, sweep.worlds, sweep.seed, sweep.design, sweep.chunk) == (200, 64, 1, "files", None)
    assert (len(sweep), sweep.axes, sweep.policies, sweep.questions, sweep.keep) == (1, (), None, None, ())
    assert sweep.setting(1).levels == ()


def test_a_grid_goes_scenario_by_scenario_and_its_last_axis_moves_fastest(write) -> None:
    head = "batch_version: 1\ntitle: T\nscenarios: [s.yaml, 'more/*.yaml']\n"
    sweep = read_sweep(write(head + "vary:\n  dependence: [0, 0.5]\n  pool.rule: [log, linear]\n"))
    assert [source.file for source in sweep.sources] == ["s.yaml", "more/other.yaml"]
    assert [setting.source for setting in sweep.settings([1, 4, 5, 8])] == [0, 0, 1, 1]
    assert cells(sweep) == [[0.0, "log"], [0.0, "linear"], [0.5, "log"], [0.5, "linear"]] * 2
    assert sweep.setting(2).edits == "dependence=0; pool.rule=linear"
    for run in (0, 9):
        with pytest.raises(IndexError):
            sweep.setting(run)


def test_cells_are_typed_by_the_axis_as_a_whole(write) -> None:
    text = "vary:\n  dependence: [0, 1]\n  pool.concentration: [1, inf]\n  variables.us_action.ordered: [true, null]\n"
    sweep = read_sweep(
        write(text + "  experts.author.weight: [null, 2]\n  judgments.S14.says: [likely, 0.5, {probability: 9%}]\n")
    )
    assert [axis.kind for axis in sweep.axes] == ["number", "text", "flag", "number", "text"]
    assert [level.cell for level in sweep.axes[1].levels] == ["1", "inf"]
    assert [level.cell for level in sweep.axes[2].levels] == [True, None]
    assert [level.cell for level in sweep.axes[3].levels] == [None, 2.0]
    assert [level.cell for level in sweep.axes[4].levels] == ["likely", "0.5", "{probability: 9%}"]
    assert sweep.axes[1].levels[0].changes == (("pool.concentration", 1),)


def test_null_takes_a_value_back_to_the_format_s_default(write) -> None:
    sweep = read_sweep(write("vary: {experts.author.weight: [null, 0.25]}"))
    weights = [
        edit(sweep.sources[0].scenario, setting.changes).experts["author"].weight for setting in sweep.settings([1, 2])
    ]
    assert weights == [1.0, 0.25]


def test_a_range_is_spaced_evenly_or_in_logs(write) -> None:
    weight = "experts.author.weight: {from: 0.01, to: 1, points: 3, scale: log}"
    first, second = read_sweep(write(f"vary:\n  dependence: {{from: 0, to: 1, points: 11}}\n  {weight}\n")).axes
    assert [level.cell for level in first.levels] == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
    assert [level.cell for level in second.levels] == [0.01, 0.1, 1]
    assert (second.low, second.high, second.scale, second.paths) == (0.01, 1, "log", ("experts.author.weight",))


def test_several_paths_move_together_and_bundles_say_what_they_mean(write) -> None:
    text = """vary:
  trust: {paths: [experts.kosevich.weight, experts.rouvinski.weight], values: [0, 1]}
  view:
    bundles:
      as written: {says: The file as it stands}
      hawks: {says: The hawks are right, set: {judgments.S14.nudge: 1, pool.rule: linear}}
"""
    sweep = read_sweep(write(text))
    last = sweep.setting(4)
    assert last.changes == {
        "experts.kosevich.weight": 1, "experts.rouvinski.weight": 1, "judgments.S14.nudge": 1, "pool.rule": "linear",
    }  # fmt: skip
    assert [level.says for level in last.levels] == ["", "The hawks are right"]
    assert cells(sweep)[2:] == [[1.0, "as written"], [1.0, "hawks"]]
    assert sweep.setting(3).changes.keys() == {"experts.kosevich.weight", "experts.rouvinski.weight"}


def test_bundles_may_set_the_same_path_and_what_lies_in_it(write) -> None:
    bundles = "x: {says: X, set: {experts.author: {name: A}}}, y: {says: Y, set: {experts.author.weight: 1}}"
    assert len(read_sweep(write(f"vary: {{b: {{bundles: {{{bundles}}}}}}}"))) == 2


def test_evidence_and_its_days_are_axes(write) -> None:
    sweep = read_sweep(
        write("vary:\n  evidence: [none, seen.yaml]\n  until: [null, 2026-01-06]\n", **{"seen.yaml": EVIDENCE})
    )
    assert [(s.evidence, s.until) for s in sweep.settings([1, 2, 3, 4])] == [
        (None, None), (None, datetime.date(2026, 1, 6)), ("seen.yaml", None), ("seen.yaml", datetime.date(2026, 1, 6)),
    ]  # fmt: skip
    assert cells(sweep)[3] == ["seen.yaml", "2026-01-06"]
    assert sweep.evidence == {"seen.yaml": EVIDENCE}
    assert [axis.kind for axis in sweep.axes] == ["text", "text"]


def test_scenarios_are_found_as_files_folders_globs_and_examples_and_each_once(write) -> None:
    text = "batch_version: 1\ntitle: T\nscenarios: [first-steps, more, '*.yaml', 'more/*.yaml', s.yaml]\n"
    sweep = read_sweep(write(text, **{"evidence.yaml": EVIDENCE}))
    assert [source.file for source in sweep.sources] == ["first-steps", "more/other.yaml", "s.yaml"]
    assert sweep.sources[0].digest == sweep.sources[2].digest != sweep.sources[1].digest


def test_a_text_changes_the_digest_of_its_source(write, tmp_path: Path) -> None:
    before = read_sweep(write("")).sources[0].digest
    (tmp_path / "s.yaml").write_text(
        (tmp_path / "s.yaml").read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8"
    )
    assert read_sweep(tmp_path / "sweep.yaml").sources[0].digest != before


@pytest.mark.parametrize(("points", "notes"), [(64, ()), (50, ("32 and 64 are",))])
def test_points_of_a_sobol_sequence_that_are_not_balanced_are_noted(write, points: int, notes: tuple[str, ...]) -> None:
    told = read_sweep(write(f"design: sobol\npoints: {points}\nvary: {{dependence: {{from: 0, to: 1}}}}")).notes
    assert len(told) == len(notes)
    assert all(note in line for note, line in zip(notes, told, strict=True))


def test_of_very_many_values_not_all_are_tried_and_a_note_says_so(write, monkeypatch) -> None:
    monkeypatch.setattr(trial, "EDITS_MAX", 50)
    values = ", ".join(str(number / 200) for number in range(201))
    (note,) = read_sweep(write(f"vary: {{dependence: [{values}]}}")).notes
    assert note.startswith("vary: 151 values were not tried before the start")


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped_sweeps_can_be_read(file: Path) -> None:
    sweep = read_sweep(file)
    assert sweep.notes == ()
    assert len(sweep) >= 100
    assert "# Try:  sim batch scenarios/sweeps/" + file.name in file.read_text(encoding="utf-8")


def test_no_sweep_is_taken_for_a_scenario() -> None:
    assert len(SHIPPED) == 2
    found = find(ROOT / "scenarios")
    assert not any("sweeps" in file.parts for file in found)
    assert all(read_scenario(file) for file in found[:2])
