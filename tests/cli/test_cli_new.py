"""`sim new` and `sim examples`: something to start from, which is checked and runs."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sim.cli import cli
from sim.scenario.file.read import loads, read
from sim.shipped import examples

DAY = ("--as-of", "2026-03-02")


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def call(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words), prog_name="sim")


def test_a_new_scenario_is_written_checked_and_run() -> None:
    assert (call("new", "port-strike", *DAY, "-o", "s.yaml").exit_code, Path("s.yaml").is_file()) == (0, True)
    assert call("check", "s.yaml").stdout == "s.yaml: ok\n"
    forecast = call("run", "s.yaml", "--draws", "50")
    assert (forecast.exit_code, forecast.stderr) == (0, "")
    assert all(f"Policy {name}" in forecast.stdout for name in ("wait", "act"))
    assert read(Path("s.yaml")).id == "port-strike"


def test_its_dates_start_on_the_day_asked_for() -> None:
    made = loads(call("new", *DAY).stdout)
    assert (made.as_of, made.questions["Q1"].by) == (datetime.date(2026, 3, 2), datetime.date(2026, 4, 27))
    assert "2026-01-01" not in call("new", *DAY).stdout
    assert loads(call("new").stdout).as_of == datetime.date.today()


def test_it_says_nothing_of_the_world() -> None:
    made = loads(call("new", *DAY).stdout)
    texts = [one.name for one in made.experts.values()] + [one.title for one in made.sources.values()]
    texts += [one.asks for one in made.questions.values()] + [one.label for one in made.variables.values()]
    texts += [one.claim or one.note or "" for group in made.judgments.values() for one in group.values()]
    assert [text for text in texts if "(replace)" not in text] == []


def test_it_writes_over_nothing_unasked() -> None:
    Path("s.yaml").write_text("mine")
    done = call("new", "-o", "s.yaml")
    assert (done.exit_code, Path("s.yaml").read_text()) == (4, "mine")
    assert "--force to replace it" in done.stderr
    assert call("new", "-o", "s.yaml", "--force").exit_code == 0
    assert read(Path("s.yaml")).id == "my-scenario"


def test_a_name_that_cannot_be_an_id_is_told() -> None:
    done = call("new", "my scenario", "-o", "s.yaml")
    assert (done.exit_code, list(Path().iterdir())) == (2, [])
    assert done.stderr.startswith("NAME  ")


def test_examples_are_listed_with_their_titles() -> None:
    lines = call("examples").stdout.splitlines()
    assert [line.split(maxsplit=1) for line in lines] == [[name, read(path).title] for name, path in examples().items()]


def test_an_example_is_copied_under_its_name_or_another() -> None:
    assert call("examples", "copy", "first-steps").stdout == "first-steps.yaml\n"
    assert call("examples", "copy", "first-steps", "-o", "mine.yaml").stdout == "mine.yaml\n"
    assert (
        Path("mine.yaml").read_bytes()
        == Path("first-steps.yaml").read_bytes()
        == examples()["first-steps"].read_bytes()
    )
    assert call("examples", "copy", "venezuela-2025", "-o", "war").stdout == "war\n"
    assert {file.name for file in Path("war").iterdir()} == {
        file.name for file in examples()["venezuela-2025"].iterdir()
    }
    done = call("examples", "copy", "first-steps")
    assert (done.exit_code, done.stdout) == (4, "")
    assert call("examples", "copy", "venezuela-2025", "-o", "war", "--force").exit_code == 4


@pytest.mark.parametrize(("name", "file"), [("first-steps", "."), ("venezuela-2025", "scenario.yaml")])
def test_an_example_can_be_printed(name: str, file: str) -> None:
    assert call("examples", "copy", name, "-o", "-").stdout == (examples()[name] / file).read_text(encoding="utf-8")


def test_an_unknown_example_is_told_with_the_nearest() -> None:
    done = call("examples", "copy", "first-step")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "unknown example 'first-step' - did you mean 'first-steps'?" in done.stderr


def test_the_name_of_an_example_stands_for_its_path_in_every_command() -> None:
    row = "1,direct_military: combat,Ida Moss,probability,20%"
    Path("t.csv").write_text(f"round,question,expert,element,value\n{row}\n")
    for words in ("check", "export --bif", "judgments export", "judgments import t.csv --add-experts --into"):
        done = call(*words.split(), "first-steps")
        assert (done.exit_code, bool(done.stdout)) == (0, True), done.stderr
    assert call("export", "--bif", "first-step").exit_code == 4
