"""`sim batch` and `sim plot` on the command line: every form, every refusal, and how the work is told."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest

from sim.batch.store.store import Store
from sim.batch.summary.stored import open_table
from sim.batch.summary.summarise import summarise_sweep
from sim.cli.sweeps import carry_out

ROOT = Path(__file__).parents[2]
SWEEP = f"""batch_version: 1
title: Two sentences
scenarios: [{ROOT}/scenarios/first-steps.yaml]
chunk: 4
vary:
  judgments.S14.nudge: {{from: -1, to: 1, points: 5}}
  judgments.S22.says: [unlikely, highly unlikely]
"""


@pytest.fixture
def sweep(tmp_path: Path) -> Path:
    path = tmp_path / "sweep.yaml"
    path.write_text(SWEEP)
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that is complete, to be read only."""
    folder = tmp_path_factory.mktemp("batch")
    (folder / "sweep.yaml").write_text(SWEEP)
    command = [sys.executable, "-m", "sim", "batch", folder / "sweep.yaml", folder / "store", "--workers", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout == f"{folder / 'store'}: 10 of 10 settings\n"
    assert re.fullmatch(r"10 of 10 settings; \d\S* settings/s\n", done.stderr)
    return folder / "store"


def parts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "answers").iterdir()}


def test_the_same_again_works_out_nothing(sim, store: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*.parquet")}
    done = sim("batch", store.parent / "sweep.yaml", store)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{store}: 10 of 10 settings\n", "")
    assert {path: path.stat().st_mtime_ns for path in store.rglob("*.parquet")} == before


def test_a_plan_prices_and_writes_nothing(sim, sweep: Path) -> None:
    done = sim("batch", sweep, sweep.parent / "store", "--plan", "--workers", "2")
    assert done.returncode == 0
    settings, work, memory, disk, _ = done.stdout.splitlines()
    assert settings == "settings  10 in 3 chunks, about 40 answers"
    assert re.fullmatch(r"work      [\d.]+ s of one core; [\d.]+ s with 2 workers, if each has a core", work)
    assert memory.startswith("memory    at most")
    assert disk.startswith("disk      ")
    assert [path.name for path in sweep.parent.iterdir()] == ["sweep.yaml"]


def test_status(sim, store: Path) -> None:
    assert "10 of 10 settings done: 10 ok, 0 refused" in sim("batch", store, "--status").stdout


def test_a_summary_is_that_of_python_in_every_form(sim, store: Path) -> None:
    told = summarise_sweep(open_table(Store.open(store)))
    found = json.loads(sim("batch", store, "--summary", "--format", "json").stdout)
    assert [(one["policy"], one["question"]) for one in found["answers"]] == [
        (one.policy, one.question) for one in told.answers
    ]
    assert "moved by" in sim("batch", store, "--summary").stdout
    only = sim("batch", store, "--summary", "--policy", "strikes", "--format", "csv").stdout.splitlines()
    assert "policy" in only[0]
    assert all("strikes" in line for line in only[1:])


def test_what_leads_to_an_answer(sim, store: Path) -> None:
    done = sim("batch", store, "--what-leads-to", "Q6 > 12%", "--policy", "strikes")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "strikes/Q6 above 12 %: in 6 of 10 settings (60 %)."
    wrong = sim("batch", store, "--what-leads-to", "Q66 > 12%")
    assert (wrong.returncode, "Q66" in wrong.stderr, "Q6" in wrong.stderr) == (2, True, True)


def test_all_rows_as_csv(sim, store: Path, tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    assert sim("batch", store, "--csv", out).returncode == 0
    with out.open() as stream:
        rows = list(csv.DictReader(stream))
    table = Store.open(store).pandas()
    assert [int(row["run"]) for row in rows] == table["run"].tolist()
    assert [float(row["probability"]) for row in rows] == table["probability"].tolist()
    assert sim("batch", store, "--csv", out).returncode == 4, "a file that is there stays without --force"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--summary", "--status"], "one of --status, --summary at a time"),
        (["--summary", "--policy", "strike"], "did you mean 'strikes'"),
        (["--status", "--format", "json"], "--status is told as text alone"),
        (["--summary", "-o", "{store}/answers/x.txt"], "lies in the store"),
        (["--csv", "{store}/x.csv"], "lies in the store"),
        (["--csv", "x.csv", "-o", "y.csv"], "leave --out away"),
        ([], "name a sweep file and the folder of the store"),
    ],
)
def test_what_cannot_be_asked_of_a_store(sim, store: Path, words: list[str], told: str) -> None:
    before = sorted(store.rglob("*"))
    done = sim("batch", store, *(word.format(store=store) for word in words))
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    assert sorted(store.rglob("*")) == before


def test_no_store_there(sim, tmp_path: Path) -> None:
    done = sim("batch", tmp_path / "none", "--status")
    assert (done.returncode, "none" in done.stderr) == (4, True)


def test_a_folder_with_other_things_is_no_store(sim, sweep: Path) -> None:
    done = sim("batch", sweep, sweep.parent)
    assert (done.returncode, "not empty and no store" in done.stderr) == (2, True)
    assert [path.name for path in sweep.parent.iterdir()] == ["sweep.yaml"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-o", "{here}/x.txt"], "--out  goes with --summary or --what-leads-to"),
        (["--format", "json"], "--format  goes with --summary"),
        (["--policy", "strikes"], "--policy  goes with --summary"),
    ],
)
def test_what_goes_with_a_reading_alone(sim, sweep: Path, words: list[str], told: str) -> None:
    done = sim("batch", sweep, sweep.parent / "store", *(word.format(here=sweep.parent) for word in words))
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    assert [path.name for path in sweep.parent.iterdir()] == ["sweep.yaml"]


@pytest.mark.parametrize("share", ["0/2", "3/2", "1", "a/b", "1/0"])
def test_a_share_that_is_none(sim, sweep: Path, share: str) -> None:
    done = sim("batch", sweep, sweep.parent / "store", "--share", share)
    assert (done.returncode, "I from 1 to N" in done.stderr) == (2, True)


def test_shares_are_merged_to_the_whole(sim, sweep: Path, store: Path) -> None:
    here, there, both = (sweep.parent / name for name in ("here", "there", "both"))
    assert sim("batch", sweep, here, "--workers", "1", "--share", "1/2").stdout == f"{here}: 6 of 10 settings\n"
    assert sim("batch", sweep, there, "--workers", "1", "--share", "2/2").stdout == f"{there}: 4 of 10 settings\n"
    done = sim("batch", "merge", here, there, both)
    assert (done.returncode, "3 of 3 chunks done" in done.stdout) == (0, True)
    assert parts(both) == parts(store)


def test_refused_for_memory_and_worked_out_with_more(sim, sweep: Path) -> None:
    sweep.write_text(SWEEP.replace("chunk: 4", "chunk: 10\ndraws: 3000"))
    where = sweep.parent / "store"
    done = sim("batch", sweep, where, "--workers", "1", "--memory", "74MB")
    assert (done.returncode, "10 settings were refused: the store says why" in done.stdout) == (0, True)
    assert "74 MB" in sim("batch", where, "--status").stdout
    again = sim("batch", sweep, where, "--workers", "1", "--memory", "1GB", "--retry-refused")
    assert again.stdout == f"{where}: 10 of 10 settings\n"
    assert "10 ok, 0 refused" in sim("batch", where, "--status").stdout


def test_a_broken_sweep_is_told_with_its_lines(sim, sweep: Path) -> None:
    sweep.write_text(SWEEP.replace("judgments.S14.nudge", "judgments.S41.nudge").replace("points: 5", "points: 0"))
    done = sim("batch", sweep, sweep.parent / "store")
    assert done.returncode == 2
    assert re.search(r"sweep.yaml:6:\d+  vary", done.stderr)
    assert not (sweep.parent / "store").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--kind", "surface"], "from"), (["--kind", "lines"], "strikes"), (["--kind", "dots"], "mean over settings"),
        (["--lines-by", "judgments.S22.says", "--policy", "strikes"], "unlikely"), ([], "over"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["svg", "png", "csv"])
def test_a_picture_of_each_kind_and_ending(
    sim, store: Path, tmp_path: Path, words: list[str], told: str, ending: str
) -> None:
    out = tmp_path / f"x.{ending}"
    done = sim("plot", store, *words, "-o", out)
    assert (done.returncode, told in done.stdout) == (0, True), done.stderr
    begins = {"svg": b"<svg", "png": b"\x89PNG", "csv": b""}[ending]
    assert out.read_bytes().startswith(begins)
    if ending == "csv":
        assert len(out.read_text().splitlines()) > 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--x", "judgments.S14.nugde"], "did you mean 'judgments.S14.nudge'"),
        (["--question", "Q9"], "unknown question 'Q9'"),
        (["--policy", "strikse"], "did you mean 'strikes'"),
        (["--kind", "surface", "--x", "judgments.S14.nudge", "--y", "judgments.S14.nudge"], "needs two axes"),
    ],
)
def test_a_picture_that_cannot_be(sim, store: Path, tmp_path: Path, words: list[str], told: str) -> None:
    done = sim("plot", store, *words, "-o", tmp_path / "x.svg")
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "x.svg").exists()


def test_a_picture_has_an_ending_that_is_known(sim, store: Path, tmp_path: Path) -> None:
    done = sim("plot", store, "-o", tmp_path / "x.gif")
    assert (done.returncode, ".svg, .png, .csv" in done.stderr) == (2, True)


def test_without_a_terminal_a_line_a_minute(sim, sweep: Path) -> None:
    with mock.patch.object(carry_out, "A_LINE", 0.0):
        done = sim("batch", sweep, sweep.parent / "store", "--workers", "1")
    lines = done.stderr.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["0", "4", "8", "10"]
    assert all("settings/s" in line for line in lines[1:])
    assert " left" in lines[1]


def test_on_a_terminal_a_bar_with_pace_and_time_left(sweep: Path) -> None:
    sweep.write_text(SWEEP.replace("points: 5", "points: 60"))
    outer, inner = pty.openpty()
    command = [sys.executable, "-m", "sim", "batch", str(sweep), str(sweep.parent / "store"), "--workers", "1"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=inner) as process:
        os.close(inner)
        told = b"".join(iter(lambda: _read(outer), b""))
        assert process.wait(timeout=60) == 0
    os.close(outer)
    assert b"settings/s" in told
    assert b" left" in told


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_finishes_what_is_in_hand_and_the_same_command_goes_on(
    sim, sweep: Path, begun: Callable[..., subprocess.Popen[str]], name: str
) -> None:
    sweep.write_text(SWEEP.replace("points: 5", "points: 200"))
    where = sweep.parent / "store"
    process = begun(sweep, where)
    process.send_signal(getattr(signal, name))
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert f"{name}: finishing the chunks in hand" in told
    assert f"stopped; to go on: sim batch {sweep} {where}" in told
    assert "Traceback" not in told
    there = len(list((where / "answers").iterdir()))
    assert 0 < there < 100
    assert not list(where.rglob("*.tmp"))


@pytest.mark.parametrize("wait", [0.0, 0.1, 0.2, 0.4])
def test_ctrl_c_on_a_terminal_while_workers_start(
    sweep: Path, begun: Callable[..., subprocess.Popen[str]], wait: float
) -> None:
    """A terminal tells the whole group, workers that are still importing too; none of them has a word to say."""
    sweep.write_text(SWEEP.replace("points: 5", "points: 200"))
    process = begun(sweep, sweep.parent / "store", wait_for="store/answers", workers=2)
    time.sleep(wait)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in told) == (130, False), told
    assert not list((sweep.parent / "store").rglob("*.tmp"))


def test_a_second_ctrl_c_ends_at_once(sweep: Path, begun: Callable[..., subprocess.Popen[str]]) -> None:
    sweep.write_text(SWEEP.replace("points: 5", "points: 500").replace("chunk: 4", "chunk: 500\ndraws: 5000"))
    process = begun(sweep, sweep.parent / "store", wait_for="store/batch.json")
    time.sleep(2)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
    _, told = process.communicate(timeout=20)
    assert (process.returncode, "Traceback" in told) == (130, False), told


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `sim batch` and returns once its first part, or `wait_for`, is there."""
    started: list[subprocess.Popen[str]] = []

    def begin(
        sweep: Path, where: Path, wait_for: str = "store/answers/*.parquet", workers: int = 1
    ) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "sim", "batch", str(sweep), str(where), "--workers", str(workers)], cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        started.append(process)
        last = time.monotonic() + 60
        while not list(tmp_path.glob(wait_for)):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < last
            time.sleep(0.02)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()
