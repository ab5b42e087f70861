"""What one moved slider costs: every judgment's nudge under every policy of the flagship, and every voice's weight.

    python -m benchmarks.nudge [draws]

A nudge is a new value each time, so nothing is answered from memory; what is kept is what the dashboard keeps, the
workings of the forecasts before. The time is the CPU time of the edit, its checks and the forecast of one policy.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import load, on_one_core, seconds
from sim.results.forecast.cache import Cache
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

FLAGSHIP = Path(__file__).parents[1] / "tests" / "scenarios" / "valid" / "flagship-11.yaml"
AIM = 150.0  # milliseconds
HEAD = "| policy | moved | moves | median ms | worst ms | worst at | at most 150 ms | all anew, median ms |"
RULE = "| --- | --- | ---: | ---: | ---: | --- | ---: | ---: |"


def paths(scenario: Scenario) -> dict[str, dict[str, float]]:
    """What is moved, by kind: path -> a value that the file does not have."""
    names = [name for group in scenario.judgments.values() for name in group]
    spoken = {judgment.expert for group in scenario.judgments.values() for judgment in group.values()}
    return {
        "nudge": {f"judgments.{name}.nudge": 0.25 + 0.01 * place for place, name in enumerate(names)},
        "weight": {f"experts.{name}.weight": 1.3 * scenario.experts[name].weight for name in sorted(spoken)},
    }


def moves(scenario: Scenario, policy: str, changes: dict[str, float], draws: int) -> Iterator[tuple[str, float, float]]:
    """The path, and the milliseconds of each move: with what is kept, and all anew."""
    kept = Cache()
    forecast(scenario, draws=draws, policies=[policy], kept=kept, shares=False)
    for path, value in changes.items():

        def anew(path: str = path, value: float = value, kept: Cache | None = None) -> None:
            forecast(edit.edit(scenario, {path: value}), draws=draws, policies=[policy], kept=kept, shares=False)

        again = 1000 * seconds(lambda anew=anew: anew(kept=kept))  # type: ignore[misc]
        yield path, again, 1000 * seconds(anew)


def row(policy: str, kind: str, took: list[tuple[str, float, float]]) -> str:
    """One line of the table."""
    again = [ms for _, ms, _ in took]
    worst, at = max((ms, path) for path, ms, _ in took)
    within = sum(ms <= AIM for ms in again) / len(again)
    return (
        f"| {policy} | {kind} | {len(took)} | {statistics.median(again):.0f} | {worst:.0f} | {at} | "
        f"{100 * within:.0f} % | {statistics.median(ms for *_, ms in took):.0f} |"
    )


def table(scenario: Scenario, draws: int) -> Iterator[str]:
    """The table, line by line."""
    yield HEAD
    yield RULE
    every: dict[str, list[tuple[str, float, float]]] = {}
    for policy in scenario.policies:
        for kind, changes in paths(scenario).items():
            took = list(moves(scenario, policy, changes, draws))
            every.setdefault(kind, []).extend(took)
            yield row(policy, kind, took)
    for kind, took in every.items():
        yield row("all", kind, took)


def main() -> None:
    """Print the table."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    on_one_core()
    print(f"### A moved slider, {draws:,} draws ({load()})\n")
    for line in table(read.read(FLAGSHIP), draws):
        print(line, flush=True)


if __name__ == "__main__":
    main()
