"""`sim edit`: the file with other values, run to the same numbers as `sim run --set`."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

Done = subprocess.CompletedProcess[str]
Sim = Callable[..., Done]

SETTINGS = ("--set", "experts.past.weight=2", "--set", "judgments.J1.says.widen=1.5")
HARBOUR = Path(__file__).parents[1] / "dashboard" / "harbour.yaml"


def test_what_is_written_runs_as_the_settings_do_and_keeps_its_comments(sim: Sim, tmp_path: Path) -> None:
    done = sim("edit", HARBOUR, *SETTINGS, "-o", tmp_path / "mine.yaml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    before, after = HARBOUR.read_bytes(), (tmp_path / "mine.yaml").read_bytes()
    assert after.count(b"#") == before.count(b"#")
    assert len(set(after.splitlines()) - set(before.splitlines())) == 2
    run = ("--draws", 50, "--format")
    sets, mine, bare = (
        [{key: cell for key, cell in row.items() if key not in ("file", "edits")} for row in table]
        for table in (
            csv.DictReader(sim("run", *words, *run, "csv").stdout.splitlines())
            for words in ((HARBOUR, *SETTINGS), (tmp_path / "mine.yaml",), (HARBOUR,))
        )
    )
    assert sets == mine != bare
    first, second = (
        json.loads(sim("run", file, *more, *run, "json").stdout)["forecasts"][0]
        for file, more in ((HARBOUR, SETTINGS), (tmp_path / "mine.yaml", ()))
    )
    told = ("file", "edits")
    assert {key: first.pop(key) for key in told} != {key: second.pop(key) for key in told}
    assert first == second


def test_a_mark_of_byte_order_and_line_ends_stay(sim: Sim, tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + HARBOUR.read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / "a.yaml").write_bytes(raw)
    done = sim("edit", "a.yaml", "--set", "dependence=0.25", "-o", "b.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    after = (tmp_path / "b.yaml").read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\n") == after.count(b"\r\n")
    assert len(set(raw.splitlines()) ^ set(after.splitlines())) <= 2


def test_a_lexicon_that_is_left_behind_is_told(sim: Sim, tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("phrase,concept,low,high\nlikely,likely,55,90\n", encoding="utf-8")
    text = HARBOUR.read_text(encoding="utf-8").replace("experts:", "lexicons: {own: words.csv}\nexperts:", 1)
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "other").mkdir()
    here = sim("edit", "s.yaml", *SETTINGS, "-o", "t.yaml", cwd=tmp_path)
    there = sim("edit", "s.yaml", *SETTINGS, "-o", "other/t.yaml", cwd=tmp_path)
    assert (here.returncode, here.stderr) == (0, "")
    assert there.stderr == "note: words.csv must lie beside other/t.yaml, where reading it looks for them\n"


def test_faults_are_told_as_by_run(sim: Sim, tmp_path: Path) -> None:
    shutil.copy(HARBOUR, tmp_path / "a.yaml")
    shutil.copy(HARBOUR, tmp_path / "b.yaml")
    many = sim("edit", tmp_path, *SETTINGS)
    assert (many.returncode, "2 scenarios in this folder: name one of them" in many.stderr) == (2, True)
    unknown = sim("edit", HARBOUR, "--set", "pool.rul=log")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "did you mean 'rule'" in unknown.stderr
