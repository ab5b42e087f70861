"""`sim new` and `sim examples`: something to start from, which is checked and runs."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sim.cli import cli
from sim.scenario.file.read import loads, read
from sim.shipped import examples

DAY = ("--as-of", "2026-03-02")
TEMPLATES = ("coercion", "ladder", "project", "skeleton", "vote")


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def call(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words), prog_name="sim")


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_scenario_is_written_checked_and_run(template: str) -> None:
    made = call("new", "port-strike", "--template", template, *DAY, "-o", "s.yaml")
    assert (made.exit_code, Path("s.yaml").is_file()) == (0, True)
    assert call("check", "s.yaml").stdout == "s.yaml: ok\n"
    forecast = call("run", "s.yaml", "--draws", "50")
    assert (forecast.exit_code, forecast.stderr) == (0, "")
    scenario = read(Path("s.yaml"))
    assert all(f"Policy {name}" in forecast.stdout for name in scenario.policies)
    assert scenario.id == "port-strike"
    assert scenario.pool.recalibrate == "record"


@pytest.mark.parametrize("template", TEMPLATES)
def test_its_dates_start_on_the_day_asked_for(template: str) -> None:
    moved = call("new", "--template", template, *DAY).stdout
    made = loads(moved)
    assert made.as_of == datetime.date(2026, 3, 2)
    assert {day for day in re.findall(r"\d{4}-\d\d-\d\d", moved) if day < "2026-03-02"} == set()
    assert loads(call("new", "--template", template).stdout).as_of == datetime.date.today()


def test_the_plain_one_is_the_skeleton() -> None:
    assert call("new", *DAY).stdout == call("new", "--template", "skeleton", *DAY).stdout
    assert loads(call("new", *DAY).stdout).questions["Q1"].by == datetime.date(2026, 4, 27)


def test_an_unknown_template_is_told_with_the_nearest() -> None:
    done = call("new", "--template", "lader", "-o", "s.yaml")
    assert (done.exit_code, list(Path().iterdir())) == (2, [])
    assert "--template  unknown template 'lader' - did you mean 'ladder'?" in done.stderr
    assert all(template in done.stderr for template in TEMPLATES)


@pytest.mark.parametrize("template", TEMPLATES)
def test_it_says_nothing_of_the_world(template: str) -> None:
    made = loads(call("new", "--template", template, *DAY).stdout)
    texts = [expert.name for expert in made.experts.values()] + [source.title for source in made.sources.values()]
    texts += [question.asks for question in made.questions.values()]
    texts += [variable.label for variable in made.variables.values()]
    texts += [said.claim or said.note or "" for group in made.judgments.values() for said in group.values()]
    texts += [question.short for question in made.questions.values() if question.short]
    assert [text for text in texts if "(replace)" not in text] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_it_shows_an_outside_view_and_short_titles(template: str) -> None:
    made = loads(call("new", "--template", template, *DAY).stdout)
    counts = {name for name, expert in made.experts.items() if expert.kind == "base_rate"}
    assert counts & {said.expert for group in made.judgments.values() for said in group.values()}
    assert all(question.short for question in made.questions.values())


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


def test_a_day_from_which_the_template_s_dates_leave_the_calendar_is_told() -> None:
    done = call("new", "--as-of", "9999-12-31")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.strip().startswith("--as-of  9999-12-31 is too near the end of the calendar")


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
