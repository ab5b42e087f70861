"""Memory of `sim run` over many files: `python -m benchmarks.batch.folder [FILES] [WORKERS]`; Linux alone.

Makes variants of first-steps in a folder that is gone afterwards, runs them, and samples what the process and those it
starts hold, from the first forecast that is written. Flat: the last tenth of that time holds at most 5 % more than
the second tenth.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

FIRST_STEPS = Path(__file__).parents[2] / "scenarios" / "first-steps.yaml"


def write_variants(folder: Path, count: int) -> None:
    """Writes so many copies of first-steps that differ in one weight."""
    text = FIRST_STEPS.read_text(encoding="utf-8")
    for number in range(count):
        weight = f"weight: {0.5 + number / count:.6f}"
        (folder / f"v{number:06d}.yaml").write_text(text.replace("weight: 0.25", weight, 1), encoding="utf-8")


def sample_run(folder: Path, workers: int, form: str = "json", every: float = 0.1) -> list[int]:
    """Bytes held by a run of the folder, sampled every so many seconds; raises CalledProcessError where it fails.

    The first sample is taken once a forecast is written: how long a process takes to load hangs on the machine.
    """
    options = ["--draws", "200", "--workers", str(workers), "--format", form, "--out", str(folder / "out.txt")]
    command = [sys.executable, "-m", "sim", "run", str(folder), *options]
    held, begun = [], False
    with subprocess.Popen(command) as running:
        while running.poll() is None:
            begun = begun or any(file.stat().st_size for file in folder.glob("*.tmp"))
            if begun:
                held.append(_held(running.pid))
            time.sleep(every)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return [bytes_held for bytes_held in held if bytes_held]


def growth(held: list[int]) -> float:
    """The median of the last tenth over that of the second tenth."""
    tenths = np.array_split(held, 10)
    return float(np.median(tenths[-1]) / np.median(tenths[1]))


def _held(pid: int) -> int:
    """Resident bytes of a process and of all below it; 0 where it has gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text().splitlines()
        own = next((1024 * int(line.split()[1]) for line in status if line.startswith("VmRSS:")), 0)
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    return own + sum(_held(int(child)) for child in below)


def main() -> None:
    """Prints one line a number of workers."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for workers in [int(sys.argv[2])] if len(sys.argv) > 2 else [1, 2]:
        with tempfile.TemporaryDirectory() as name:
            write_variants(Path(name), files)
            held = sample_run(Path(name), workers)
        last = np.median(np.array_split(held, 10)[-1]) / 1e6
        print(f"{files:,} files, {workers} workers: {last:.0f} MB at the end, {growth(held):.3f} of the second tenth")


if __name__ == "__main__":
    main()
