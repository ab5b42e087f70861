"""`sim run` of many files: the same bytes from any number of processes, written as it goes, and told."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest

from benchmarks.batch import folder as memory
from sim.cli.common import many_files, standing, workers
from sim.cli.common.forecast_files import ForecastFiles
from sim.cli.common.output import whole
from sim.errors import FormatError, Problem
from sim.progress import Progress

FEW = ("--draws", "20")
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and full devices are POSIX")


@pytest.fixture
def variants(tmp_path: Path, first_steps: Path) -> Path:
    """Six variants of first-steps, the fourth of them broken."""
    folder = tmp_path / "variants"
    folder.mkdir()
    memory.write_variants(folder, 6)
    broken = folder / "v000003.yaml"
    broken.write_text(broken.read_text(encoding="utf-8").replace("says: unlikely", "says: unlikly"), encoding="utf-8")
    return folder


def test_two_processes_write_the_bytes_of_one(
    sim, tmp_path: Path, variants: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_files, "ALONE", 0.0)
    made = {}
    for count in (1, 2):
        files = [tmp_path / f"{name}-{count}.csv" for name in ("out", "draws", "worlds")]
        options = ("--out", files[0], "--draws-out", files[1], "--worlds-out", files[2], "--keep-worlds", "1")
        done = sim("run", variants, *FEW, "--workers", count, *options)
        assert (done.returncode, done.stdout) == (2, "")
        assert "did you mean 'unlikely'" in done.stderr or "write 'unlikely'" in done.stderr
        assert done.stderr.splitlines()[-1] == f"5 of 6 scenarios; 1 failed: {variants / 'v000003.yaml'}"
        made[count] = [file.read_bytes() for file in files]
    assert made[1] == made[2]
    assert active_children() == []
    rows = list(csv.DictReader(made[1][0].decode().splitlines()))
    assert [row["file"] for row in rows[::4]] == [str(variants / f"v00000{number}.yaml") for number in (0, 1, 2, 4, 5)]


def test_json_in_pieces_is_one_object(sim, variants: Path) -> None:
    written = sim("run", variants, *FEW, "--workers", "1", "--format", "json", "--set", "dependence=0.2").stdout
    forecasts = json.loads(written)["forecasts"]
    assert written == json.dumps(json.loads(written), indent=1, ensure_ascii=False) + "\n"
    assert [(Path(one["file"]).stem, one["edits"]) for one in forecasts[:2]] == [
        ("v000000", ["dependence=0.2"]), ("v000001", ["dependence=0.2"]),
    ]  # fmt: skip


def _dies_at_two(file: Path, progress: Progress) -> str:
    if file.name == "2":
        os._exit(9)
    if file.name == "1":
        raise FormatError([Problem("no", "a.b", str(file))])
    return file.name


def test_a_process_that_dies_takes_one_file_with_it() -> None:
    files = [Path(str(number)) for number in range(7)]
    told: list[tuple[float, Path]] = []
    found = list(workers.work_by_others(files, 0, _dies_at_two, 2, lambda done, at: told.append((done, at))))
    assert [file for file, _ in found] == files
    assert [str(result) for _, result in found] == [
        "0", "1  a.b: no",
        "2  the process that worked on it died (exit code 9); for want of memory? Ask for fewer --workers",
        "3", "4", "5", "6",
    ]  # fmt: skip
    assert isinstance(found[1][1], FormatError)
    assert [at for _, at in dict.fromkeys(told)] == files


def test_without_a_terminal_a_line_a_minute_says_where_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr(standing.time, "monotonic", lambda: now)
    with standing.told(1200, True) as (tell, _):
        for done in range(1200):
            now = done / 10
            tell(done, Path(f"f{done}.yaml"))
    assert capsys.readouterr().err == "600 of 1,200 scenarios; at f600.yaml\n"


def test_nothing_is_held_of_what_is_written(tmp_path: Path, small_forecast) -> None:
    """What stands in the file before the end is all but the last piece."""
    from contextlib import ExitStack

    from sim.results.forecast.export import csv_pieces

    with ExitStack() as stack:
        files = ForecastFiles(stack, csv_pieces(), tmp_path / "x.csv", None, None)
        for _ in range(100):
            files.add(small_forecast, lambda: ())
        (unfinished,) = tmp_path.iterdir()
        assert unfinished.name != "x.csv"
        assert unfinished.stat().st_size > 50_000
        files.end()
    assert [file.name for file in tmp_path.iterdir()] == ["x.csv"]


@POSIX
def test_a_full_disk_is_told_with_the_name_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.whole_files.os.path.realpath", lambda path: "/dev/full")
    monkeypatch.setattr(Path, "with_name", lambda self, name: self)
    monkeypatch.setattr(Path, "unlink", lambda self, missing_ok=False: None)
    with pytest.raises(OSError, match="No space left") as told, whole(tmp_path / "x.csv") as stream:
        stream.write("x" * 1_000_000)
    assert told.value.filename == str(tmp_path / "x.csv")


def wait_for(there: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not there():
        assert time.monotonic() < end
        time.sleep(0.02)


@POSIX
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_stops_it_as_ctrl_c_does_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    memory.write_variants(folder, 400)
    command = [sys.executable, "-m", "sim", "run", str(folder), "--workers", "2", "-o", str(tmp_path / "x.csv")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        wait_for(lambda: any(file.suffix == ".tmp" and file.stat().st_size for file in tmp_path.iterdir()))
        running.send_signal(getattr(signal, name))
        told = running.stderr.read() if running.stderr else ""
    assert running.returncode == 130
    assert told.splitlines()[-1] == f"stopped by {name}"
    assert " of 400 scenarios were done; a file is written whole or not at all" in told
    assert [file.name for file in tmp_path.iterdir()] == ["many"]


SWALLOWED = """
import os, signal, sys
import sim.scenario.file.read as reading
from sim.cli.process import process
right = reading.read
def read(path):
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except BaseException:
        pass  # as pydantic does with what a callable of ours raises while it writes a record
    return right(path)
reading.read = read
sys.argv = ["sim", "run", *sys.argv[1:]]
sys.exit(process())
"""


@POSIX
def test_a_ctrl_c_that_a_library_swallows_stops_the_work_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    memory.write_variants(folder, 2)
    command = [sys.executable, "-c", SWALLOWED, str(folder), "-o", str(tmp_path / "x.csv")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (130, "stopped")
    assert [file.name for file in tmp_path.iterdir()] == ["many"]


@POSIX
@pytest.mark.parametrize("wait", [1.1, 1.3, 1.5, 1.7])
def test_ctrl_c_on_a_terminal_is_heard_while_other_processes_start(tmp_path: Path, wait: float) -> None:
    """They start after the first second; a terminal tells the whole group, and none of them has a word to say."""
    folder = tmp_path / "many"
    folder.mkdir()
    memory.write_variants(folder, 400)
    command = [sys.executable, "-m", "sim", "run", str(folder), "--workers", "2", "-o", str(tmp_path / "x.csv")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as running:
        time.sleep(wait)
        os.killpg(running.pid, signal.SIGINT)
        told = running.stderr.read() if running.stderr else ""
    assert (running.returncode, "Traceback" in told) == (130, False), told
    assert [file.name for file in tmp_path.iterdir()] == ["many"]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
@pytest.mark.slow
def test_memory_is_flat_in_the_number_of_files(tmp_path: Path) -> None:
    memory.write_variants(tmp_path, 300)
    assert memory.growth(memory.sample_run(tmp_path, 1, every=0.02)) <= 1.05
