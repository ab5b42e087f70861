"""Whether a worker's memory is flat: `python -m benchmarks.batch.worker_memory [--settings 10000]`.

One worker's bench, in this process, takes one setting of the first steps after another, each of them new; prints the
megabytes in each tenth of the way, and the last tenth over the second. Linux only.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from sim.batch.sweep.read import read_sweep
from sim.batch.work.chunk import Bench

ROOT = Path(__file__).parents[2]
BAR = 1.05
SWEEP = f"""batch_version: 1
title: Many settings
scenarios: [{ROOT / "scenarios" / "first-steps.yaml"}]
design: latin
points: %d
vary:
  judgments.S14.nudge: {{from: -2, to: 2}}
  judgments.S22.nudge: {{from: -2, to: 2}}
"""


def resident() -> float:
    """Megabytes of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def tenths(settings: int) -> list[float]:
    """The median of megabytes in each tenth of the way."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sweep.yaml"
        file.write_text(SWEEP % settings)
        sweep = read_sweep(file)
    bench, held = Bench(sweep, 10**9), []
    for run in range(1, settings + 1):
        bench.rows([sweep.setting(run)])
        if run % max(1, settings // 1000) == 0:
            held.append(resident())
    size = len(held) // 10
    return [statistics.median(held[place * size : (place + 1) * size]) for place in range(10)]


def main() -> None:
    """Prints the tenths and the bar."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=int, default=10_000)
    found = tenths(parser.parse_args().settings)
    print("MB by tenths:", ", ".join(f"{held:.0f}" for held in found))
    ratio = found[-1] / found[1]
    print(f"last / second: {ratio:.3f}; bar {BAR}: {'met' if ratio <= BAR else 'missed'}")


if __name__ == "__main__":
    main()
