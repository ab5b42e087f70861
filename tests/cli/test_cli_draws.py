"""`sim run --draws-out`: every draw of every answer in one file, CSV or Parquet by its ending."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import sim
from sim.cli import cli

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FEW = ("--draws", "20", "--format", "csv")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, ["run", *map(str, words)], prog_name="sim")


def test_both_formats_hold_the_draws_of_all_scenarios(tmp_path: Path) -> None:
    text, table = tmp_path / "d.csv", tmp_path / "d.parquet"
    paths = sorted(SCENARIOS.glob("first-steps.yaml")), [SCENARIOS / "venezuela-2025"]
    for file in (text, table):
        done = run(*paths[0], *paths[1], *FEW, "--policy", "strikes", "--draws-out", file)
        assert done.exit_code == 0, done.output
    found = pd.read_csv(text)
    pd.testing.assert_frame_equal(found, pd.read_parquet(table), check_dtype=False)
    assert list(found) == ["scenario", "policy", "question", "draw", "weight", "probability"]
    own = sim.forecast(sim.read(SCENARIOS / "first-steps.yaml"), draws=20, policies=["strikes"]).draws.to_pandas()
    mine = found[found["scenario"] == "first-steps"].drop(columns="scenario").reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, own, check_dtype=False)
    assert set(found["scenario"]) == {"first-steps", "venezuela-2025"}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["d.csv", "d.parquet"]


def test_draws_may_go_to_standard_output(tmp_path: Path) -> None:
    done = run("first-steps", *FEW, "--out", tmp_path / "f.csv", "--draws-out", "-")
    assert done.stdout.splitlines()[0] == "scenario,policy,question,draw,weight,probability"
    assert len(done.stdout.splitlines()) == 1 + 2 * 2 * 20


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("d.txt", "--draws-out  d.txt must end in .parquet or .csv"),
        ("-", "--draws-out  --out goes to standard output too"),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_work(name: str, told: str) -> None:
    done = run("first-steps", *FEW, "--draws-out", name)
    assert done.exit_code == 2
    assert told in done.stderr
    assert done.stdout == ""


def test_a_run_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "d.csv"
    file.write_text("mine")
    assert run("first-steps", *FEW, "--policy", "peace", "--draws-out", file).exit_code != 0
    assert file.read_text() == "mine"
