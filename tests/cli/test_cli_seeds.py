"""`sim seeds`: the table, its JSON, and what is no report."""

from __future__ import annotations

import json
from pathlib import Path

SEEDS = Path(__file__).parents[1] / "scenarios" / "valid" / "seeds.yaml"


def test_the_table_goes_to_standard_output(sim) -> None:
    done = sim("seeds", SEEDS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Without one voice: the decision maker (global, 0 cut-off)" not in done.stdout
    assert "Without one question: the decision maker (global, no cut-off)" in done.stdout
    assert "3.62e-05" in done.stdout


def test_settings_and_json(sim, tmp_path: Path) -> None:
    out = tmp_path / "seeds.json"
    done = sim("seeds", SEEDS, "--set", "pool.kind=item", "--set", "pool.cut_off=optimised", "--format", "json",
               "--out", out)  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(out.read_text())["reports"][0]["chosen"] == "item, optimised cut-off"


def test_no_seeds_is_exit_3_and_a_bad_setting_exit_2(sim, first_steps: Path) -> None:
    none = sim("seeds", first_steps)
    assert none.returncode == 3
    assert "has answered a seed question" in none.stderr
    assert "Traceback" not in none.stderr
    assert sim("seeds", SEEDS, "--set", "pool.cut_off=2").returncode == 2


def test_run_and_resolved_name_rule_weights_and_factor(sim) -> None:
    settings = ["--set", "pool.rule=average", "--set", "pool.extremize=1.5"]
    run = sim("run", SEEDS, "--draws", "50", *settings)
    told = " ".join(run.stdout.split())
    assert "average (blind to their disagreement), weights by performance (global, no cut-off), log-odds times" in told
    resolved = sim("check", "--resolved", SEEDS)
    assert "weights by performance (global, no cut-off)" in resolved.stdout
    assert "weights: A 0.000197, B 1.3, C 1.7" in resolved.stdout
