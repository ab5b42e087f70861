"""`sim run` with evidence, threads and kept worlds, as one types it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli import cli

ROOT = Path(__file__).parents[2]
FLAGSHIP = str(ROOT / "tests" / "scenarios" / "valid" / "flagship-11.yaml")
EVIDENCE = str(ROOT / "tests" / "scenarios" / "evidence" / "flagship-11.yaml")
RAID = "us_action: leadership_raid or more @ 2026-01-03"
FEW = ("--draws", "60", "--policy", "let_it_run")


def run(*options: str):
    return CliRunner().invoke(cli, ["run", FLAGSHIP, *options], prog_name="sim")


def seen(*options: str) -> dict:
    (one,) = json.loads(run(*FEW, "--format", "json", *options).stdout)["forecasts"][0]["evidence"]
    return one


def test_the_evidence_file_is_read_and_printed_below_the_table():
    result = run(*FEW, "--evidence", EVIDENCE)
    assert result.exit_code == 0
    table, learned = result.stdout.split("Seen, under policy let_it_run:")
    assert "Q18" in table
    assert "11. E11 (direct_military not reached incident or more (sensitivity 0.95)," in learned
    assert "effective draws of 60" in learned
    assert "S14 (kosevich), incident or more: " in learned
    assert "rouvinski: " in learned


def test_until_stops_the_clock():
    assert len(seen("--evidence", EVIDENCE, "--until", "2026-01-03")["observations"]) == 4
    assert len(seen("--evidence", EVIDENCE)["observations"]) == 11


def test_given_adds_observations_and_may_be_repeated():
    assert seen("--given", RAID, "--given", "asset: cargo or more @ 2026-01-07")["observations"] == [
        "G1 (us_action is leadership_raid or more, 2026-01-03)",
        "G2 (asset is cargo or more, 2026-01-07)",
    ]


def test_nothing_seen_by_then_is_told():
    result = run(*FEW, "--evidence", EVIDENCE, "--until", "2025-12-24")
    assert result.exit_code == 0
    assert "note: nothing was seen by 2025-12-24: the forecast is that without evidence" in result.stderr
    assert "Seen, under policy" not in result.stdout


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--until", "2026-01-03"], 2, "--until  goes with --evidence or --given"),
        (["--until", "3 January", "--given", RAID], 2, "a date is expected, written 2026-01-31, not '3 January'"),
        (["--given", "us_action"], 2, "'us_action' is no observation: write 'variable: STATE or more @ 2026-01-06'"),
        (["--evidence", "nowhere.yaml"], 4, "nowhere.yaml: No such file or directory"),
        (["--given", RAID, "--policy", "raid"], 2, "policies.raid: sets us_action"),
        (["--given", "us_action: pressure @ 2026-01-03", "--policy", "let_it_run"], 3, "G1 (us_action is pressure"),
        (["--keep-worlds", "3"], 2, "--keep-worlds  where to?"),
        (["--worlds-out", "w.csv"], 2, "--worlds-out  goes with --keep-worlds"),
        (["--keep-worlds", "0"], 2, "must be a whole number from 1 to 100,000"),
        (["--threads", "0"], 2, "must be a whole number from 1 to 64"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_exit_code(options, code, message):
    result = run("--draws", "20", *options)
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stdout == ""


def test_worlds_are_kept_beside_the_forecast(tmp_path):
    out = tmp_path / "forecast.json"
    result = run(*FEW, "--given", RAID, "--keep-worlds", "5", "--format", "json", "--out", str(out))
    assert result.exit_code == 0
    with (tmp_path / "forecast.worlds.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 5 * 14 * 11
    raids = [row["state"] for row in rows if row["variable"] == "us_action" and row["step"] == "2"]
    assert set(raids) <= {"leadership_raid", "invasion"}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["forecast.json", "forecast.worlds.csv"]


def test_worlds_may_be_kept_elsewhere(tmp_path):
    result = run(*FEW, "--keep-worlds", "2", "--worlds-out", str(tmp_path / "w.csv"))
    assert result.exit_code == 0
    assert "Q18" in result.stdout
    lines = (tmp_path / "w.csv").read_text().splitlines()
    assert lines[0] == "scenario,policy,draw,world,weight,step,date,variable,state"


def test_threads_change_no_byte():
    one, two = (run("--draws", "600", "--format", "json", "--threads", threads).stdout for threads in "12")
    assert one == two
    assert json.loads(one)["forecasts"][0]["draws"] == 600


def test_check_reads_the_evidence_beside_a_scenario(tmp_path):
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "scenario.yaml").write_bytes(Path(FLAGSHIP).read_bytes())
    (folder / "evidence.yaml").write_bytes(Path(EVIDENCE).read_bytes())
    good = CliRunner().invoke(cli, ["check", str(folder)])
    assert good.exit_code == 0
    assert good.stdout.endswith("evidence.yaml: ok, 11 observations\n")
    file = folder / "evidence.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("is: leadership_raid", "is: raid"), encoding="utf-8")
    bad = CliRunner().invoke(cli, ["check", str(folder)])
    assert bad.exit_code == 2
    assert "evidence.E3.is: unknown state 'raid' of us_action" in bad.stderr
    assert bad.stdout == ""
