"""One command: `python -m benchmarks.trace` tells what one run and one nudge of a scenario call, and how often.

What a scenario's words mean (names, dates, events, weights) is worked out once a scenario: as often as there are
variables, judgments, policies and questions, however many answers are made of it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, TypeVar

import sim
from sim.results.forecast.cache import Cache
from sim.results.forecast.run import forecast

Result = TypeVar("Result")

RESOLVING = (
    "sim.scenario.resolve.calendar.calendar_of", "sim.scenario.resolve.axes.axes", "sim.scenario.resolve.axes.box",
    "sim.scenario.resolve.axes.order", "sim.scenario.resolve.policy_path.policy",
    "sim.scenario.resolve.questions.target", "sim.priors.rows.weights.weigh",
)  # fmt: skip


@dataclass
class Trace:
    """Calls of the package's functions by name, and how often the work moved from one module to another."""

    calls: Counter[str] = field(default_factory=Counter)
    modules: set[str] = field(default_factory=set)
    moves: int = 0
    _last: str = ""

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        """Enter one event of `sys.setprofile`."""
        module = frame.f_globals.get("__name__", "")
        if event == "call" and module.startswith("sim."):
            self.calls[f"{module}.{frame.f_code.co_qualname}"] += 1
            self.modules.add(module)
            self.moves += module != self._last
            self._last = module


def traced(work: Callable[[], Result]) -> tuple[Result, Trace]:
    """What a piece of work returns, and its trace."""
    trace = Trace()
    sys.setprofile(trace)
    try:
        return work(), trace
    finally:
        sys.setprofile(None)


def run_and_nudge(path: str, judgment: str, draws: int = 200) -> dict[str, Trace]:
    """The traces of reading and forecasting a scenario, and of the same with one judgment nudged."""
    cache = Cache()

    def run() -> sim.Scenario:
        scenario = sim.read(path)
        forecast(scenario, draws=draws, kept=cache, shares=False)
        return scenario

    scenario, first = traced(run)
    change = {f"judgments.{judgment}.nudge": 0.3}
    _, second = traced(lambda: forecast(sim.edit(scenario, change), draws=draws, kept=cache, shares=False))
    return {"run": first, "nudge": second}


def main() -> None:
    """Print both traces of the flagship."""
    forecast(sim.read("scenarios/first-steps.yaml"), draws=20)  # modules are loaded
    for name, trace in run_and_nudge("tests/scenarios/valid/flagship-11.yaml", "S14").items():
        print(f"{name}: {len(trace.modules)} modules, {trace.moves:,} moves, {trace.calls.total():,} calls")
        for function in RESOLVING:
            print(f"  {trace.calls[function]:>5}  {function}")


if __name__ == "__main__":
    main()
