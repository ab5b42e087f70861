"""Standard input and output by the name `-`, and names of files that would drive the terminal, in every command."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sim.cli import cli

VALID = Path(__file__).parents[1] / "scenarios" / "valid"
BIF = "network x { } variable a { type discrete [2] { y, n }; } probability ( a ) { table 0.2, 0.8; }\n"
TABLE = """round,question,expert,element,value
1,direct_military: combat,Ida Moss,odds_within,3
1,direct_military: combat,Ida Moss,probability,20%
"""
SEEN = "schema_version: 1\nevidence:\n  E1: {date: 2026-01-06, variable: direct_military, is: none}\n"
FILES = {"n.bif": BIF, "t.csv": TABLE, "e.yaml": SEEN, "a.txt": "It is unlikely, said Jane Doe.\n"}

READ = [
    ("check", "s.yaml", ""),
    ("choices", "v.yaml", "--draws 20"),
    ("coherence", "v.yaml", ""),
    ("draft", "a.txt", ""),
    ("explain", "s.yaml", "Q6 --draws 100"),
    ("export", "s.yaml", "--bif"),
    ("import", "n.bif", "--as-of 2026-01-01"),
    ("judgments export", "s.yaml", ""),
    ("judgments import", "t.csv", "--into s.yaml --add-experts"),
    ("judgments import --add-experts --into", "s.yaml", "t.csv"),
    ("run", "s.yaml", "--draws 20"),
    ("run s.yaml --evidence", "e.yaml", "--draws 20"),
    ("seeds", "v.yaml", ""),
]
"""Every way to read a file: what comes before its name, the file, what comes behind."""
NASTY = "a\n\x1b[2J\u202eb"
SHOWN = r"a\n\x1b[2J\u202eb"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, first_steps: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    shutil.copy(first_steps, "s.yaml")
    shutil.copy(VALID / "seeds.yaml", "v.yaml")
    return tmp_path


def call(*words: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(cli, [part for word in words for part in word.split(" ")], prog_name="sim", input=stdin)


def as_if(text: str, told: str, file: str) -> str:
    """The text with one name put for another, without what is only told for a file that can be opened again."""
    text = text.replace("draft-stdin", "draft-a").replace(f"draft-{SHOWN}", "draft-a")
    return text.replace(told, file).partition("\nTo ")[0]


@pytest.mark.parametrize(("before", "file", "behind"), READ)
def test_standard_input_is_read_like_the_file(before: str, file: str, behind: str) -> None:
    named = call(before, file, *behind.split())
    piped = call(before, "-", *behind.split(), stdin=Path(file).read_bytes())
    assert (piped.exit_code, named.exit_code) == (0, 0), piped.output
    assert as_if(piped.stdout, "<stdin>", file) == as_if(named.stdout, file, file)
    assert as_if(piped.stderr, "<stdin>", file) == named.stderr


@pytest.mark.parametrize(("before", "file", "behind"), READ)
def test_what_is_wrong_in_standard_input_is_told_of_it(before: str, file: str, behind: str) -> None:
    done = call(before, "-", *behind.split(), stdin=b"\xff")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("<stdin>:1")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", ["check - -", "run - --evidence -", "judgments import - --into -"])
def test_standard_input_is_read_once(words: str) -> None:
    done = call(words, stdin=Path("s.yaml").read_bytes())
    assert (done.exit_code, done.stdout) == (2, "")
    assert "standard input can be read once" in done.stderr


def test_the_dashboard_needs_a_file() -> None:
    done = call("dashboard -")
    assert (done.exit_code, done.stderr) == (2, "-  the page reads its scenario again and again: name a file\n")


@pytest.mark.parametrize(("before", "file", "behind"), READ)
def test_standard_output_is_where_it_goes_anyway(before: str, file: str, behind: str) -> None:
    plain = call(before, file, *behind.split())
    done = call(before, file, *behind.split(), "-o", "-")
    assert (done.exit_code, done.stdout, done.stderr) == (0, plain.stdout, plain.stderr)


def test_a_second_output_may_be_the_standard_one() -> None:
    few = "--draws 20 --format csv --out x.csv --keep-worlds 1"
    done = call(f"run s.yaml {few} --worlds-out -")
    assert (done.exit_code, done.stdout.splitlines()[0][:20]) == (0, "scenario,policy,draw")
    assert call(f"run s.yaml {few} --force").exit_code == 0
    assert done.stdout == Path("x.worlds.csv").read_text(encoding="utf-8")
    for words in ("run s.yaml --keep-worlds 1 --worlds-out -", "coherence v.yaml --adopt -"):
        done = call(words)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "goes to standard output too" in done.stderr


def test_a_copy_with_nudges_can_be_standard_output() -> None:
    overall = (VALID / "boxes.yaml").read_bytes()
    done = call("coherence - --draws 100 --adopt - -o report.txt", stdin=overall)
    assert (done.exit_code, done.stderr) == (0, "-: a copy of <stdin> with 3 nudges in it\n")
    assert call("coherence - --draws 100 --adopt copy.yaml -o second.txt", stdin=overall).exit_code == 0
    assert done.stdout == Path("copy.yaml").read_text(encoding="utf-8")


def test_a_file_called_dash_is_named_by_its_folder() -> None:
    shutil.copy("s.yaml", "./-")
    done = call("check ./-")
    assert (done.exit_code, done.stdout) == (0, f"{os.getcwd()}/-: ok\n")
    assert call("import n.bif -o ./- --force").exit_code == 0
    assert Path("./-").absolute().read_text(encoding="utf-8").startswith("# yaml-language-server")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize(("before", "file", "behind"), READ)
def test_a_name_is_told_on_one_line_and_drives_no_terminal(before: str, file: str, behind: str) -> None:
    nasty = NASTY + Path(file).suffix
    shutil.copy(file, nasty)
    plain, done = (call(before, name, *behind.split()) for name in (file, nasty))
    assert done.exit_code == 0
    assert not {"\x1b", "\u202e"} & set(done.output)
    told = f"{SHOWN}{Path(file).suffix}"
    assert as_if(done.stdout, told, file).count("\n") == as_if(plain.stdout, file, file).count("\n")
    done = call(before, nasty + "?", *behind.split())
    assert (done.exit_code, done.stderr.count("\n"), done.stdout) == (4, 1, "")
    assert told in done.stderr
    Path(nasty).write_bytes(b"\xff")
    done = call(before, nasty, *behind.split())
    assert (done.exit_code, done.stderr.count("\n"), done.stdout) == (2, 1, "")
    assert done.stderr.startswith(f"{told}:1")


@pytest.mark.parametrize(("before", "file", "behind"), READ)
def test_the_name_of_an_output_is_told_on_one_line_too(before: str, file: str, behind: str) -> None:
    Path(NASTY).mkdir()
    done = call(before, file, *behind.split(), "-o", NASTY)
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr == f"{SHOWN}: not a plain file, so it is left alone\n"


def test_a_name_in_no_encoding_is_told_and_written(folder: Path) -> None:
    name = os.fsdecode(b"a\xff.yaml")
    shutil.copy("s.yaml", name)
    done = call(f"run {name} --draws 20 --format json --out x.json")
    assert (done.exit_code, done.output) == (0, "")
    assert r'"file": "a\\udcff.yaml"' in Path("x.json").read_text(encoding="utf-8")


def test_a_name_in_a_slip_is_told_on_one_line_too() -> None:
    done = call("export --bif s.yaml", NASTY)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, f"Error: Got unexpected extra argument ({SHOWN})")


@pytest.mark.parametrize("day", ["9999-12-31", "9999-13-01", "0000-01-01", "10000-01-01", "", "1-1-1", "-1"])
def test_days_outside_of_the_calendar_are_told(day: str) -> None:
    for words in (f"import n.bif --as-of {day}", f"run s.yaml --evidence e.yaml --until {day} --draws 20"):
        if "until 9999-12-31" not in words:
            done = call(words)
            assert (done.exit_code, done.stdout) == (2, "")
            assert done.stderr.count("\n") <= 4
            assert "fault of sim" not in done.stderr


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-30"])
def test_the_first_and_the_last_day_that_a_network_can_have(day: str) -> None:
    text = call(f"import n.bif --as-of {day}").stdout
    assert call("check -", stdin=text.encode()).exit_code == 0
    assert "20 %" in call("run - --draws 20", stdin=text.encode()).stdout


def test_evidence_until_the_ends_of_the_calendar() -> None:
    whole = call("run s.yaml --evidence e.yaml --draws 20 --format csv")
    assert call("run s.yaml --evidence e.yaml --draws 20 --format csv --until 9999-12-31").stdout == whole.stdout
    none = call("run s.yaml --evidence e.yaml --draws 20 --format csv --until 0001-01-01")
    assert (none.exit_code, none.stderr[:40]) == (0, "note: nothing was seen by 0001-01-01: th")
