"""`sim import` and `sim export` from the outside."""

from __future__ import annotations

from pathlib import Path

import pytest

BIF = """network unknown {
}
variable rain {
  type discrete [ 2 ] { yes, no };
}
variable "wet grass" {
  type discrete [ 2 ] { TRUE, FALSE };
}
probability ( rain ) {
  table 0.2, 0.8;
}
probability ( "wet grass" | rain ) {
  (yes) 1.0, 0.0;
  (no) 0.1, 0.9;
}
"""

MEMORY = """schema_version: 1
id: s
title: S
as_of: 2026-01-01
timeline: {steps: 3, step: 1 week}
experts: {n: {name: N}}
variables:
  mood: {label: Mood, states: [calm, hot], parents: [mood@previous], start: calm}
judgments:
  mood:
    T: {expert: n, per: step, says: {table: [[0.9, 0.1], [0.5, 0.5]]}}
policies: {free: {}}
"""


@pytest.fixture
def network(tmp_path: Path) -> Path:
    file = tmp_path / "rain.bif"
    file.write_text(BIF)
    return file


def test_a_network_is_imported_checked_run_and_exported_as_it_was(sim, network: Path, tmp_path: Path) -> None:
    scenario, back = tmp_path / "scenario.yaml", tmp_path / "back.bif"
    done = sim("import", network, "-o", scenario, "--as-of", "2026-01-01")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert scenario.read_text().startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    assert sim("check", scenario).stdout == f"{scenario}: ok\n"
    assert " 28 % " in sim("run", scenario).stdout
    assert sim("export", scenario, "--bif", "-o", back).returncode == 0
    assert back.read_text() == BIF.replace("unknown", "rain")


def test_without_a_file_both_go_to_standard_output(sim, network: Path, tmp_path: Path) -> None:
    text = sim("import", network, "--as-of", "2026-01-01").stdout
    (tmp_path / "s.yaml").write_text(text)
    assert sim("export", tmp_path / "s.yaml", "--bif").stdout == BIF.replace("unknown", "rain")


def test_what_is_wrong_is_told_with_its_line_and_nothing_is_written(sim, network: Path, tmp_path: Path) -> None:
    network.write_text(BIF.replace("0.1, 0.9", "0.1, 0.8"))
    done = sim("import", network, "-o", tmp_path / "s.yaml")
    assert done.returncode == 2
    assert done.stderr == f"{network}:14:4  wet grass: (no) sums to 0.9, not 1\n"
    assert not (tmp_path / "s.yaml").exists()
    assert sim("import", tmp_path / "none.bif").returncode == 4
    assert sim("import", network, "-o", tmp_path / "no folder" / "s.yaml").returncode == 4


def test_a_network_that_cannot_be_taken_is_told_in_one_line(sim, network: Path) -> None:
    network.write_text(BIF.replace("probability ( rain )", 'probability ( rain | "wet grass" )').replace(
        "table 0.2, 0.8", "default 0.2, 0.8"))  # fmt: skip
    done = sim("import", network)
    assert (done.returncode, done.stderr) == (2, f"{network}:9:15  rain: cycle: rain -> wet grass -> rain\n")
    network.write_text(BIF)
    done = sim("import", network, "--as-of", "9999-12-31")
    assert done.returncode == 2
    assert done.stderr == "--as-of  9999-12-31 is the calendar's last day: a step needs a day after it\n"


def test_a_scenario_with_memory_is_unrolled_on_request(sim, tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(MEMORY)
    done = sim("export", file, "--bif")
    assert done.returncode == 2
    assert "mood depends on mood@previous, and a network has no steps: unroll it with --steps N" in done.stderr
    unrolled = sim("export", file, "--bif", "--steps", "3").stdout
    assert "probability ( mood_t3 | mood_t2 ) {\n  (calm) 0.9, 0.1;\n" in unrolled
    assert sim("export", file).returncode == 2
