"""The order of work and the size of chunks hang on the sweep alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.batch.sweep.model import Sweep
from sim.batch.sweep.read import read_sweep
from sim.batch.work.order import FEWEST_CHUNKS, MOST_CHUNKS, chunk_size, chunks
from tests.batch.work.conftest import ROOT, Written


def test_every_setting_is_in_one_chunk(sweep: Sweep) -> None:
    laid_out = chunks(sweep)
    assert [len(chunk) for chunk in laid_out] == [3, 3, 3, 1]
    assert sorted(run for chunk in laid_out for run in chunk) == list(range(1, 11))
    assert laid_out == chunks(sweep)


def test_scenarios_come_one_after_another(sweep: Sweep) -> None:
    twice = replace(sweep, sources=sweep.sources * 2, chunk=10)
    assert [set(chunk) for chunk in chunks(twice)] == [set(range(1, 11)), set(range(11, 21))]


@pytest.mark.parametrize("first", ["S14", "S8"])
def test_what_moves_most_of_the_model_changes_least_often(tmp_path: Path, first: str) -> None:
    names = sorted(("S14", "S8"), key=lambda name: name != first)
    vary = "".join(f"  judgments.{name}.nudge: [0, 1, 2]\n" for name in names)
    path = tmp_path / "sweep.yaml"
    path.write_text(
        f"batch_version: 1\ntitle: x\nscenarios: [{ROOT}/tests/scenarios/valid/flagship-11.yaml]\nvary:\n{vary}"
    )
    sweep = read_sweep(path)
    order = [run for chunk in chunks(sweep) for run in chunk]
    cells = [sweep.setting(run).levels[names.index("S14")].cell for run in order]
    assert cells == sorted(cells)


def test_drawn_points_without_repeats_stay_as_drawn(write_sweep: Written) -> None:
    path = write_sweep(
        ("chunk: 3\n", "chunk: 4\ndesign: latin\npoints: 12\n"), (", points: 5}", "}"),
        ("  judgments.S22.says: [unlikely, highly unlikely]\n", ""),
    )  # fmt: skip
    assert chunks(read_sweep(path)) == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]


@pytest.mark.parametrize(("settings", "least"), [(40, 1), (5_000, 1), (400_000, 1)])
def test_a_size_that_nobody_asked_for_has_bounds(sweep: Sweep, settings: int, least: int) -> None:
    size = chunk_size(replace(sweep, chunk=None, points=sweep.points[:1] * settings))
    assert size >= least
    assert -(-settings // size) <= MOST_CHUNKS
    assert -(-settings // size) >= min(settings, FEWEST_CHUNKS)
    assert size <= 1_000


def test_the_folder_of_the_sweep_does_not_matter(sweep: Sweep, tmp_path: Path) -> None:
    assert chunks(replace(sweep, file=str(tmp_path / "x.yaml"))) == chunks(sweep)
