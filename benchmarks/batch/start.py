"""What starting costs: `python -m benchmarks.batch.start [OLD_CHECKOUT]`; not on Windows.

Processor seconds of whole commands against those of the imports that they stand on (the floor), all of them in turns,
medians of seven. With a checkout of another commit, one in which the flagship had 11 variables, its `sim run` of one
policy of that is measured in the same turns.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
TURNS = 7
FLOOR = ("-c", "import numpy, pydantic, yaml, click, scipy.special")
FLAGSHIP, ITS_FORMER_PLACE = "tests/scenarios/valid/flagship-11.yaml", "scenarios/venezuela-2025"
COMMANDS = {
    "floor": FLOOR,
    "check first-steps": ("-m", "sim", "check", "scenarios/first-steps.yaml"),
    "run first-steps": ("-m", "sim", "run", "scenarios/first-steps.yaml"),
    "run flagship-11, strikes": ("-m", "sim", "run", FLAGSHIP, "--policy", "strikes"),
}


def processor_seconds(words: Sequence[str], root: Path, compiled: Path) -> float:
    """User and system time of one Python process in a checkout; raises CalledProcessError where it fails.

    compiled: a folder for compiled modules, as an installed package has them.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(root), "OMP_NUM_THREADS": "1", "PYTHONPYCACHEPREFIX": str(compiled)}
    subprocess.run([sys.executable, *words], cwd=root, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def medians(calls: Mapping[str, tuple[Sequence[str], Path]], turns: int = TURNS) -> dict[str, float]:
    """The median seconds of every call, run in turns so that all meet the same load."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    with tempfile.TemporaryDirectory() as compiled:
        for _ in range(turns + 1):
            for name, (words, root) in calls.items():
                taken[name].append(processor_seconds(words, root, Path(compiled)))
    return {name: statistics.median(seconds[1:]) for name, seconds in taken.items()}  # the first compiles


def main() -> None:
    """Prints a line a command: seconds, and the ratio to the floor or to the other checkout."""
    calls: dict[str, tuple[Sequence[str], Path]] = {name: (words, ROOT) for name, words in COMMANDS.items()}
    if len(sys.argv) > 1:
        calls["the same, other checkout"] = (
            ("-m", "sim", "run", ITS_FORMER_PLACE, "--policy", "strikes"), Path(sys.argv[1]).resolve(),
        )  # fmt: skip
    found = medians(calls)
    for name, seconds in found.items():
        ratio = f"{seconds / found['floor']:.2f} of the floor"
        if name == "run flagship-11, strikes" and len(sys.argv) > 1:
            ratio += f", {seconds / found['the same, other checkout']:.2f} of the other checkout"
        print(f"{name:26} {seconds:.3f} s  {ratio}")


if __name__ == "__main__":
    main()
