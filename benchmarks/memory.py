"""Estimated against measured memory: `python -m benchmarks.memory [--only steps,states]`.

Every model is run in a process of its own, started anew, by `sim run --format json`; the peak is that of the whole
process. Prints a table of docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory_models import Shape, text
from sim.results.memory.bulk import tried
from sim.results.memory.estimate import Extent, memory_of
from sim.scenario.file import read

ROOT = Path(__file__).parents[1]
FLAGSHIP = ROOT / "tests" / "scenarios" / "valid" / "flagship-11.yaml"
SEEN = "us_action: limited_strike or more @ 2026-01-06"
PEAK = """
import pathlib, resource, sys
from sim.cli.commands import cli
cli.main(sys.argv[1:], prog_name="sim", standalone_mode=False)
"""
# Where there is one, Linux's own mark: getrusage counts what the parent held before this program was loaded.
MARK = """
status = pathlib.Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
marks = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
print(1024 * (marks[0] if marks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


@dataclass(frozen=True)
class Run:
    """One model and how it is run. source: a file, or a shape of which one is made. policies: those that are run."""

    source: Path | Shape
    draws: int = 1000
    seen: bool = False
    policies: tuple[str, ...] | None = None


RUNS = {
    "first-steps": Run(ROOT / "scenarios" / "first-steps.yaml"),
    "flagship": Run(FLAGSHIP),
    "flagship-many-draws": Run(FLAGSHIP, 20_000),
    "flagship-evidence": Run(FLAGSHIP, 10_000, seen=True, policies=("let_it_run",)),
    "eighteen": Run(ROOT / "tests" / "scenarios" / "valid" / "eighteen.yaml", 5_000),
    "steps": Run(Shape(30, steps=260, questions=40)),
    "policies": Run(Shape(12, steps=52, policies=20, questions=12), 2_000),
    "states": Run(Shape(10, steps=52, states=20, questions=4), 5_000),
    "questions": Run(Shape(20, steps=60, states=6, questions=100)),
    "sampled": Run(Shape(12, steps=14, remembers=True, questions=12)),
    "sampled-steps": Run(Shape(9, steps=104, remembers=True, questions=18), 500),
    "network": Run(Shape(30, states=4, parents=3, worth=True, questions=10)),
    "variables": Run(Shape(200, questions=10), 20_000),
    "tables": Run(Shape(6, states=6, parents=4, worth=True), 2_000),
}


def measured(arguments: Sequence[str]) -> int:
    """The peak of a process that runs `sim` with some arguments, in bytes."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", PEAK + MARK, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
    return int(done.stdout.split()[-1])


def compared(run: Run, folder: Path) -> tuple[int, int]:
    """Estimated and measured bytes of one run; files that it needs go into the folder."""
    file = run.source if isinstance(run.source, Path) else folder / "made.yaml"
    if isinstance(run.source, Shape):
        file.write_text(text(run.source), encoding="utf-8")
    out = folder / "out.json"
    options = ["--draws", str(run.draws), "--format", "json", "--out", str(out), "--memory", "8GB"]
    given = ["--given", SEEN] if run.seen else []
    peak = measured(["run", str(file), *options, *given])
    out.unlink()
    scenario = read.read(file)
    bulk = tried(scenario, run.policies or tuple(scenario.policies), tuple(scenario.questions))
    return sum(memory_of(bulk, Extent(run.draws, seen=run.seen)).values()), peak


def table(only: Sequence[str] = ()) -> str:
    """Estimated and measured peaks as a markdown table, in MB; beyond what a run of almost nothing takes as well."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _, least = compared(Run(ROOT / "scenarios" / "first-steps.yaml", 2), folder)
        lines = [
            "| model | draws | estimate, MB | peak, MB | ratio | ratio beyond the least |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
        ]
        for label, run in RUNS.items():
            if only and label not in only:
                continue
            told, peak = compared(run, folder)
            beyond = f"{(told - least) / (peak - least):.2f}" if peak - least > 5e6 else "-"
            sizes = f"{told / 1e6:,.0f} | {peak / 1e6:,.0f}"
            lines.append(f"| {label} | {run.draws:,} | {sizes} | {told / peak:.2f} | {beyond} |")
    return "\n".join([*lines, "", f"The least, `first-steps` with two draws: {least / 1e6:.0f} MB."])


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--only", default="", help="some of the models, with commas between")
    names = [name.strip() for name in parser.parse_args(arguments).only.split(",") if name.strip()]
    if unknown := set(names) - set(RUNS):
        parser.error(f"--only: unknown {', '.join(sorted(unknown))} ({', '.join(RUNS)})")
    print(table(names))


if __name__ == "__main__":
    main(sys.argv[1:])
