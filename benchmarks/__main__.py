"""One command: `python -m benchmarks [--seed N] [--only w1,w3] [--repeats 7]` prints docs/performance.md's tables."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from benchmarks import doubt, report, workloads
from benchmarks.contestants import CONTESTANTS, worst_z
from benchmarks.exact import solve
from benchmarks.timing import enough, interleaved, load, on_one_core
from benchmarks.workloads import Workload

PACKAGES = ("numpy", "scipy", "jax", "numpyro", "pyagrum", "pgmpy", "squigglepy")


def sampling(workload: Workload, rounds: int, seed: int, least_seconds: float = 0.2) -> str:
    """Worlds a second of everybody who is installed, as a markdown table."""
    made = {one.label: one.sampler(workload, seed) for one in CONTESTANTS}
    there = {label: sampler for label, sampler in made.items() if sampler is not None}
    worlds = {label: enough(one.run, one.most, least_seconds) for label, one in there.items()}
    agrees = {label: worst_z(one.counts(one.run(worlds[label])), workload) for label, one in there.items()}
    runs = {label: lambda label=label: there[label].run(worlds[label]) for label in there}
    taken = interleaved(runs, rounds, seed)
    rates = {label: worlds[label] / float(np.median(times)) for label, times in taken.items()}
    best = {label: worlds[label] / min(times) for label, times in taken.items()}
    return report.sampling_table(CONTESTANTS, rates, best, agrees)


def spread(workload: Workload, seed: int, *, draws: int = 1000, runs: int = 25, long: int = 200_000) -> str:
    """W3 on one workload, as a markdown table and a line on what is left out of it."""
    known = doubt.truth(workload, long, seed)
    ours, planning = doubt.ours(workload, draws, seed)
    methods = {
        f"nested plain NumPy, {draws:,} x {draws:,}": (doubt.nested(workload, draws, draws, seed), runs),
        f"ours, {draws:,} Latin-hypercube draws, solved": (ours, 4 * runs),
    }
    loop = doubt.pyagrum_loop(workload, draws, seed)
    if loop is not None:
        methods[f"pyAgrum, {draws:,} draws in a loop, solved"] = loop, max(3, runs // 5)
    table = report.doubt_table(doubt.measure(methods, known), known)
    if loop is None:
        table += f"\npyAgrum: {report.MISSING}.\n"
    return table + (
        f"\nTruth: mean {known.mean:.6f} (exact); spread {known.sd:.6f} and 95 % quantile {known.quantile:.6f} from "
        f"{known.draws:,} independent solved draws. Left out of ours: {planning:.2f} s for the plan and the quantile "
        "tables, once a structure and its parameters.\n"
    )


def sections(only: set[str], seed: int | None, rounds: int) -> Iterator[str]:
    """Headed tables, one at a time, as they are ready."""
    shapes = {"w1": [workloads.w1()], "w2": [workloads.w2()]}
    if seed is not None:
        shapes["w1"].append(workloads.fresh_w1(seed))
        shapes["w2"].append(workloads.fresh_w2(seed))
    base = 1 if seed is None else seed
    for name, made in shapes.items():
        for workload in made if name in only else []:
            yield f"### {workload.name}: whole worlds, one thread ({load()})\n\n{sampling(workload, rounds, base)}"
            yield f"### {workload.name}: exact ({load()})\n\n{report.solved_table(solve(workload, rounds))}"
    for workload in shapes["w1"] if "w3" in only else []:
        title = workload.name.replace("W1", "W3")
        yield f"### {title}: the spread over draws ({load()})\n\n{spread(workload, base, runs=max(25, rounds))}"


def versions() -> str:
    """What was measured, on what."""
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} {report.MISSING}")
    return f"Python {platform.python_version()}, {platform.machine()}; {', '.join(found)}.\n"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--seed", type=int, help="add fresh networks of the same shapes, made from this seed")
    parser.add_argument("--only", default="w1,w2,w3", help="some of w1, w2, w3, with commas between")
    parser.add_argument("--repeats", type=int, default=7, help="rounds in which everybody takes a turn (7)")
    given = parser.parse_args(arguments)
    only = set(given.only.lower().split(","))
    if unknown := only - {"w1", "w2", "w3"}:
        parser.error(f"--only: unknown {', '.join(sorted(unknown))} (w1, w2, w3)")
    if (given.seed is not None and given.seed < 0) or given.repeats < 1:
        parser.error("--seed must be 0 or more, --repeats 1 or more")
    on_one_core()
    print(versions())
    for section in sections(only, given.seed, given.repeats):
        print(section, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
