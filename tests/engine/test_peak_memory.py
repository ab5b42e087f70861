"""More worlds a draw must not need more memory: blocks come one after another."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PEAK = """
import pathlib, resource, sys
sys.path.insert(0, "tests/engine")
import tiny_models, seen_histories
from sim.engine import sample
made = tiny_models.MODELS["ladder"]()
seen = seen_histories.EVIDENCE["ladder"]["middle"] if sys.argv[2] == "seen" else ()
worlds = int(sys.argv[1])
sample.run_all(made.program(300), {"free": {}}, worlds, 1, observations=seen, threads=1)
kept = [bytearray(1 << 20) for _ in range(int(sys.argv[3]) * (worlds // 64))]
status = pathlib.Path("/proc/self/status")
# Where there is one, Linux's own mark: getrusage counts what the parent held before this program was loaded.
lines = status.read_text().splitlines() if status.exists() else []
marks = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
print(marks[0] if marks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(worlds: int, *, seen: str = "", kept: int = 0) -> int:
    """Peak memory in kB of a process that samples; `kept`: MB that it holds on to for every block of worlds."""
    command = [sys.executable, "-c", PEAK, str(worlds), seen, str(kept)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
    return int(run.stdout)


@pytest.mark.parametrize("seen", [pytest.param("", marks=pytest.mark.slow), "seen"])
def test_6400_worlds_a_draw_need_the_memory_of_64(seen):
    assert peak(6400, seen=seen) < 1.1 * peak(64, seen=seen)


@pytest.mark.slow
def test_a_megabyte_kept_for_every_block_is_caught():
    assert peak(6400, kept=1) > 1.1 * peak(64, kept=1)
