"""What a command reads is never written over, whatever the output is called; found from the tree of commands itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from sim.cli import cli
from sim.cli.common.files import FileCommand, InputFile, OutputFile

ROOT = Path(__file__).parents[2]
BIF = "network x { } variable a { type discrete [2] { y, n }; } probability ( a ) { table 0.2, 0.8; }\n"
TABLE = "round,question,expert,element,value\n1,direct_military: combat,kosevich,probability,20%\n"
SEEN = "schema_version: 1\nevidence:\n  E1: {date: 2026-01-06, variable: us_action, is: blockade}\n"
WORDS = "phrase,concept,low,high\nlikely,likely,55,90\n"
RECORD = "topic,said,happened,of\n" + "".join(f"{topic},likely,1,2\n" for topic in "abcde")
FILES = {
    "n.bif": BIF, "t.csv": TABLE, "e.yaml": SEEN, "words.csv": WORDS, "set.csv": WORDS,
    "r.csv": "topic,said,happened,of\n" + "".join(f"t{i},{said},1,3\n" for i in range(5) for said in ("likely", "5%")),
    "a.txt": "It is unlikely, said Jane Doe.\n",
    "sweep.yaml": "batch_version: 1\ntitle: T\nscenarios: [s.yaml]\nvary: {evidence: [none, e.yaml]}\n",
}  # fmt: skip

CALLS = {
    "alternatives": "s.yaml --evidence e.yaml",
    "batch": "sweep.yaml --plan",
    "brief": "s.yaml Q6 --set lexicons.own=set.csv",
    "check": "s.yaml",
    "choices": "s.yaml --also lexicons.own=set.csv",
    "coherence": "s.yaml",
    "compare": "s.yaml strikes blockade --set lexicons.own=set.csv --evidence e.yaml",
    "dashboard": "s.yaml",
    "diff": "s.yaml whole --set lexicons.own=set.csv",
    "draft": "a.txt",
    "edit": "s.yaml --set lexicons.own=set.csv",
    "evidence add": "e.yaml us_action:limited_strike@2026-01-13 --source AP --scenario s.yaml",
    "evidence quiet": "e.yaml 2026-01-31 --reported 95% --scenario s.yaml",
    "examples copy": "first-steps",
    "explain": "s.yaml Q6 --set lexicons.own=set.csv",
    "export": "s.yaml --bif",
    "flip": "s.yaml Q6",
    "import": "n.bif",
    "indicators": "s.yaml Q6 --evidence e.yaml",
    "judgments export": "s.yaml",
    "judgments import": "t.csv --into s.yaml",
    "ledger add": "s.yaml said --evidence e.yaml",
    "ledger check": "said",
    "ledger list": "said",
    "lexicons": "--from r.csv",
    "new": "port-strike",
    "plot": "s.yaml --kind dots --set lexicons.own=set.csv",
    "paths": "s.yaml --evidence e.yaml",
    "replay": "s.yaml --evidence e.yaml",
    "report": "s.yaml --question Q6 --evidence e.yaml --set lexicons.own=set.csv",
    "run": "s.yaml --evidence e.yaml --keep-worlds 2",
    "schema": "",
    "score": "whole/scenario.yaml",
    "seeds": "s.yaml --set lexicons.own=set.csv",
    "track": "whole/scenario.yaml",
}
"""Each command that reads or writes a file, called with all its inputs. A new command must be entered here."""


def commands(group: click.Group = cli, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """The leaves of the tree of commands."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


OUTPUTS = [
    (name, one.opts[-1]) for name, command in commands() for one in command.params if isinstance(one.type, OutputFile)
]
READING = [pair for pair in OUTPUTS if "." in CALLS[pair[0]]]
"""The outputs of commands that read a file too."""


@pytest.fixture
def folder(tmp_path: Path, first_steps: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One file of every kind, a scenario that brings a lexicon, and that scenario in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    text = first_steps.read_text(encoding="utf-8").replace("lexicon: ", "lexicons: {own: words.csv}\nlexicon: ")
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    for name, file in (("whole", "scenario.yaml"), ("many", "one.yaml")):
        (tmp_path / name).mkdir()
        shutil.copy("s.yaml", tmp_path / name / file)
        shutil.copy("words.csv", tmp_path / name)
    return tmp_path


def call(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, list(words), prog_name="sim", input=stdin)


def state(folder: Path) -> dict[str, object]:
    """Everything in a folder: names, bytes and times."""
    return {
        str(file.relative_to(folder)): (file.stat().st_mtime_ns, file.read_bytes()) if file.is_file() else "folder"
        for file in folder.rglob("*")
    }


def symlink(file: Path) -> str:
    Path("link").symlink_to(file.absolute())
    return "link"


def hard_link(file: Path) -> str:
    os.link(file, "hard")
    return "hard"


def through_a_linked_folder(file: Path) -> str:
    Path("other").symlink_to(file.absolute().parent, target_is_directory=True)
    return f"other/{file.name}"


NAMES: dict[str, Callable[[Path], str]] = {
    "name": str,
    "./": lambda file: f"./{file}",
    "whole path": lambda file: str(file.absolute()),
    "another folder": lambda file: f"whole/../{file}",
    "linked folder": through_a_linked_folder,
    "symlink": symlink,
    "hard link": hard_link,
}


def inputs(name: str, command: str) -> list[Path]:
    """The files that a call reads: those it names, also in a setting, and the lexicon of its scenario."""
    named = [Path(word) for word in command.replace("=", " ").split() if Path(word).is_file()]
    swept = [Path("s.yaml"), Path("e.yaml"), Path("words.csv")] if "sweep.yaml" in command else []
    return [*named, *swept, *([Path("words.csv")] if "s.yaml" in command.split() else [])]


def test_every_command_that_reads_or_writes_is_in_the_table_and_refuses_in_the_one_place() -> None:
    for name, command in commands():
        paths = [one for one in command.params if isinstance(one.type, click.Path)]
        assert all(type(one.type) in (InputFile, OutputFile) for one in paths), name
        assert not any(isinstance(one.type, click.File) for one in command.params), name
        assert isinstance(command, FileCommand) or not paths, name
        assert (name in CALLS) == bool(paths), name
    assert {name for name, option in OUTPUTS if option == "--out"} == CALLS.keys() - {"dashboard"}
    for _, command in commands():
        outputs = [one.opts for one in command.params if isinstance(one.type, OutputFile)]
        known = [
            ["-o", "--out"], ["--adopt"], ["--worlds-out"], ["--draws-out"], ["--csv"], ["--chart"], ["--seeds-out"],
            ["--record-out"], ["--write"],
        ]  # fmt: skip
        assert all(opts in known for opts in outputs)


@pytest.mark.parametrize("naming", NAMES)
@pytest.mark.parametrize(("command", "option"), READING)
def test_an_output_that_is_an_input_is_refused_and_nothing_is_touched(
    folder: Path, command: str, option: str, naming: str
) -> None:
    found = inputs(command, CALLS[command])
    assert found
    for file in found:
        out = NAMES[naming](file)
        before = state(folder)
        done = call(*command.split(), *CALLS[command].split(), option, out)
        assert done.exit_code == 2, (file, done.output)
        assert f"{option}  {Path(out)} is read by this command, and stays as it is: name another file\n" in done.stderr
        assert done.stdout == ""
        assert state(folder) == before
        for made in ("link", "hard", "other"):
            Path(made).unlink(missing_ok=True)


@pytest.mark.parametrize(("command", "option"), [pair for pair in OUTPUTS if "s.yaml" in CALLS[pair[0]]])
@pytest.mark.parametrize(("path", "read"), [("whole", "scenario.yaml"), ("many", "one.yaml"), ("many", "words.csv")])
def test_a_scenario_that_is_found_by_its_folder_is_an_input(
    folder: Path, command: str, option: str, path: str, read: str
) -> None:
    before = state(folder)
    done = call(*command.split(), *CALLS[command].replace("s.yaml", path).split(), option, f"{path}/{read}")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "is read by this command" in done.stderr
    assert state(folder) == before


def test_a_broken_scenario_keeps_its_lexicon_too(folder: Path) -> None:
    text = (folder / "s.yaml").read_text(encoding="utf-8")
    (folder / "broken.yaml").write_text(text.replace("says: unlikely", "says: unlikly"), encoding="utf-8")
    done = call("run", "broken.yaml", "many/one.yaml", "--out", "words.csv")
    assert (done.exit_code, (folder / "words.csv").read_text(encoding="utf-8")) == (2, WORDS)
    assert "is read by this command" in done.stderr


@pytest.mark.parametrize("second", ["x.csv", "./x.csv", "whole/../x.csv", "y.csv"])
def test_two_outputs_with_one_name_are_refused(folder: Path, second: str) -> None:
    (folder / "y.csv").symlink_to("x.csv")  # leads nowhere yet
    before = state(folder)
    done = call("run", "s.yaml", "--out", "x.csv", "--keep-worlds", "2", "--worlds-out", second)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"--worlds-out  {Path(second)} is the file of --out too: name another file\n"
    assert state(folder) == before


@pytest.mark.parametrize(("command", "option"), [pair for pair in OUTPUTS if pair[1] != "--write"])
def test_a_file_that_is_there_is_replaced_by_nobody_unasked(folder: Path, command: str, option: str) -> None:
    (folder / "old.txt").write_text("old")
    before = state(folder)
    done = call(*command.split(), *CALLS[command].split(), option, "old.txt")
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr == "old.txt: is there already: give another name, or --force to replace it\n"
    assert state(folder) == before


def test_it_is_replaced_where_force_is_given(folder: Path) -> None:
    for file in ("x.csv", "x.worlds.csv"):
        (folder / file).write_text("old")
    few = ("--draws", "20", "--keep-worlds", "1", "--force")
    assert call("run", "s.yaml", *few, "--out", "x.csv").exit_code == 0
    assert (folder / "x.csv").read_text(encoding="utf-8").startswith("file,scenario,policy")
    assert (folder / "x.worlds.csv").read_text(encoding="utf-8").startswith("scenario,policy,draw")
    kept = call("run", "s.yaml", *few, "--out", "x.csv", "--worlds-out", "x.worlds.csv")
    assert kept.exit_code == 0


def test_worlds_beside_out_may_be_an_input_too(folder: Path) -> None:
    shutil.copy("s.yaml", "x.worlds.csv")
    done = call("run", "x.worlds.csv", "--out", "x.csv", "--keep-worlds", "1")
    assert done.exit_code == 2
    assert done.stderr.startswith("--worlds-out  x.worlds.csv is read by this command")


@pytest.mark.parametrize(("command", "option"), OUTPUTS)
def test_what_cannot_be_written_is_told_before_the_work(folder: Path, command: str, option: str) -> None:
    Path("loop").symlink_to("loop")
    before = state(folder)
    for out, code, told in (
        ("", 2, "an empty path"),
        ("new/", 2, "'new/' names a folder"),
        ("many", 4, "many: not a plain file, so it is left alone"),
        ("none/x", 4, "none: no such folder"),
        ("s.yaml/x", 4, "s.yaml: no such folder"),
        ("loop", 4, "loop: a link that leads back to itself"),
        ("x" * 300, 4, "File name too long"),
        ("/dev/full", 4, "/dev/full: not a plain file"),
    ):
        done = call(*command.split(), *CALLS[command].split(), option, out)
        assert (done.exit_code, done.stdout) == (code, ""), (out, done.output)
        assert told in done.stderr
        assert state(folder) == before


def test_a_name_as_long_as_names_may_be_is_written(folder: Path) -> None:
    assert call("import", "n.bif", "-o", "x" * 255).exit_code == 0
    assert (folder / ("x" * 255)).is_file()


@pytest.mark.parametrize("name", ["evidence.yaml", "resolutions.yaml"])
def test_what_lies_beside_a_scenario_and_is_checked_with_it_is_never_written_over(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    for file in ("scenario.yaml", "evidence.yaml", "resolutions.yaml"):
        shutil.copy(ROOT / "scenarios" / "venezuela-2025" / file, folder)
    before = (folder / name).read_bytes()
    result = call("check", str(folder), "--force", "-o", str(folder / name))
    assert result.exit_code == 2
    assert (folder / name).read_bytes() == before
