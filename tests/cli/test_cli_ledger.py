"""`sim ledger` from the shell does what `sim.ledger` does."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

import sim
from sim.cli import cli

SEEN = "direct_military: none @ 2026-01-05"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, words)), prog_name="sim")


def add(folder: Path, *words: str) -> Result:
    return call("ledger", "add", "first-steps", folder, "--draws", "20", *words)


def test_an_entry_is_added_listed_and_checked(tmp_path: Path) -> None:
    folder = tmp_path / "said"
    first = add(folder, "--date", "2026-01-06", "--given", SEEN)
    assert (first.exit_code, first.stderr) == (0, "")
    (entry,) = sim.ledger(folder).entries()
    assert first.stdout == f"{entry.file}: entered as said on 2026-01-06\n"
    assert entry.observations == ("direct_military is none, 2026-01-05",)
    again = add(folder, "--date", "2026-01-06", "--given", SEEN)
    assert again.stdout == f"{entry.file}: the same numbers are there already, as said on 2026-01-06\n"
    (told,) = json.loads(call("ledger", "list", folder, "--format", "json").stdout)["entries"]
    assert [one["probability"] for one in told["answers"]] == [one.probability for one in entry.answers.values()]
    assert call("ledger", "list", folder, "--format", "csv").stdout.startswith("date,scenario,policy,question,")
    assert call("ledger", "check", folder).stdout == f"{folder}: 1 entry of 1 scenario as entered\n"


def test_what_was_said_and_what_was_changed(tmp_path: Path) -> None:
    folder = tmp_path / "said"
    add(folder, "--date", "2026-01-06")
    other = add(folder, "--date", "2026-01-06", "--seed", "2")
    assert (other.exit_code, other.stdout) == (2, "")
    assert "with other numbers" in other.stderr
    assert "goes with --evidence or --given" in add(folder, "--until", "2026-01-06").stderr
    (file,) = folder.glob("*.json")
    file.write_text(file.read_text(encoding="utf-8").replace("solved", "Solved", 1), encoding="utf-8")
    for command in ("check", "list"):
        done = call("ledger", command, folder)
        assert done.exit_code == 2
        assert f"{file}  was changed after it was entered" in done.stderr
    assert call("ledger", "check", folder).stdout == f"{folder}: 0 entries of 0 scenarios as entered, and not all\n"
    assert call("ledger", "list", tmp_path / "none").exit_code == 4
