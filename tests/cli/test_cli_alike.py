"""The commands are alike: one option has one name, one help and one rule, whichever command takes it."""

from __future__ import annotations

import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from sim.cli import cli
from sim.cli.commands import WORKFLOW
from sim.cli.common.files import ENDINGS
from sim.cli.common.options import Format
from sim.cli.common.output import terminal

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "tests" / "scenarios" / "valid" / "seeds.yaml"
FEW = ("run", str(ROOT / "scenarios" / "first-steps.yaml"), "--draws", "20")


def commands(group: click.Group = cli, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """The leaves of the tree of commands."""
    for name, command in group.commands.items():
        yield from (
            commands(command, f"{before}{name} ") if isinstance(command, click.Group) else [(before + name, command)]
        )


OPTIONS = [(name, one) for name, command in commands() for one in command.params if isinstance(one, click.Option)]
FORMATS = [(name, one) for name, one in OPTIONS if "--format" in one.opts]


def call(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words), prog_name="sim")


def test_an_option_is_the_same_in_every_command() -> None:
    told: dict[str, set[object]] = defaultdict(set)
    for _, one in OPTIONS:
        told[max(one.opts, key=len)].add((tuple(one.opts), one.help, one.metavar, type(one.type), one.is_flag))
    assert len(told) > 25
    assert {name: rules for name, rules in told.items() if len(rules) > 1} == {}


def test_every_option_says_what_it_does() -> None:
    assert [(name, one.opts) for name, one in OPTIONS if len(one.help or "") < 12] == []


def test_every_command_writes_to_a_file_when_asked_to() -> None:
    without = {name for name, _ in commands()} - {name for name, one in OPTIONS if one.opts == ["-o", "--out"]}
    assert without == {"dashboard"}
    assert {name for name, one in OPTIONS if "--out" in one.opts} == {
        name for name, one in OPTIONS if "--force" in one.opts
    }


def test_every_format_starts_with_text_and_has_an_ending() -> None:
    assert {name for name, _ in FORMATS} >= {"run", "explain", "compare", "choices", "coherence", "seeds"}
    for name, one in FORMATS:
        assert isinstance(one.type, Format), name
        assert (one.default, one.type.choices[0]) == ("text", "text"), name
        assert set(one.type.choices) <= set(ENDINGS.values()), name


def test_the_former_word_for_text_is_still_read() -> None:
    assert call(*FEW, "--format", "table").stdout == call(*FEW).stdout != ""


@pytest.mark.parametrize(
    ("name", "first"),
    [("x.json", "{"), ("x.CSV", "file,scenario,"), ("x.txt", "Would"), ("x", "Would"), ("x.json.txt", "Would")],
)
def test_the_ending_of_the_file_says_the_form(tmp_path: Path, name: str, first: str) -> None:
    assert call(*FEW, "-o", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(first)


def test_a_format_that_is_named_counts_more_than_the_ending(tmp_path: Path) -> None:
    for form, name in (("json", "x.txt"), ("json", "x.yaml")):
        assert call(*FEW, "--format", form, "-o", str(tmp_path / name)).exit_code == 0
        assert json.loads((tmp_path / name).read_text(encoding="utf-8"))["forecasts"]
    assert call(*FEW, "--format", "text", "-o", str(tmp_path / "x.json")).exit_code == 0
    assert (tmp_path / "x.json").read_text(encoding="utf-8").startswith("Would")


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_an_ending_of_another_form_is_told(tmp_path: Path, name: str) -> None:
    done = call("seeds", str(SEEDS), "-o", str(tmp_path / name))
    assert (done.exit_code, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"--out  {name} ends as none of what this command writes (.txt, .json): say which with --format\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_file_holds_no_marks_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert terminal(Path("x.txt"))[1]("a heading") == "a heading"
    assert terminal(None)[1]("a heading") == click.style("a heading", bold=True)


def test_help_shows_the_commands_in_the_order_of_the_work() -> None:
    lines = call("--help").stdout.splitlines()
    shown = [line.split()[0] for line in lines if line.startswith("  ") and line.split()[0] in cli.commands]
    assert shown == cli.list_commands(click.Context(cli)) == [one.name for group in WORKFLOW.values() for one in group]
    assert shown[:6] == ["new", "examples", "lexicons", "check", "edit", "run"]
    assert [heading for heading in WORKFLOW if f"{heading}:" not in lines] == []


def test_both_console_commands_are_the_same() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"sim": "sim.cli:main", "scenario-sim": "sim.cli:main"}
