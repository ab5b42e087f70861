"""Overhead of a setting beside other tools: `python -m benchmarks.batch.peers [SETTINGS] [TURNS]`.

    pip install ema_workbench monaco    # some 600 MB with what they bring

One model, first-steps forecast at 200 draws with one nudge moved, runs over the same settings in a plain loop, by
`sim batch` (one process and two workers), by EMA Workbench (in sequence and with two workers) and by monaco, in
turns. Overhead is wall time by workers beyond that of the loop: judge it on a quiet machine. The time in which a tool
is loaded is not counted, that in which its workers start is. `sim batch` also writes its store, tells every
difference from the file as it stands, and keeps workings between neighbours: the loop "with kept workings" is the one
that it is measured against, and the loop without is that of the peers, whose model function is a plain call.
"""

from __future__ import annotations

import logging
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from sim.batch.driver import carry_out
from sim.batch.store.store import Store
from sim.batch.sweep.read import read_sweep
from sim.batch.work.chunk import Bench
from sim.batch.work.crew import Crew, Done, Failed, Task, work_out
from sim.batch.work.local import LocalCrew
from sim.batch.work.order import chunks
from sim.results.forecast.cache import Cache
from sim.results.forecast.run import forecast
from sim.scenario.edit import edit
from sim.scenario.file import read

FIRST_STEPS = Path(__file__).parents[2] / "scenarios" / "first-steps.yaml"
NUDGE = "judgments.S14.nudge"
MEMORY = 10**9
SWEEP = "batch_version: 1\ntitle: Peers\nscenarios: [{file}]\nvary:\n  {path}: {{from: -1, to: 1, points: {count}}}\n"
_scenario = read.read(FIRST_STEPS)


def answers(nudge: float, kept: Cache | None = None) -> dict[str, float]:
    """The model: the probability of every answer at one nudge."""
    made = forecast(edit(_scenario, {NUDGE: float(nudge)}), draws=200, shares=False, curves=False, kept=kept)
    return {f"{policy}_{question}": answer.probability for (policy, question), answer in made.answers.items()}


class _Here:
    """A crew of this process alone."""

    def __init__(self, bench: Bench, sweep: Any) -> None:
        self._bench, self._sweep = bench, sweep

    def results(self, tasks: Any, stopped: Callable[[], bool]) -> Iterator[Done | Failed]:
        for task in tasks:
            assert isinstance(task, Task)
            yield work_out(self._bench, self._sweep, task)


def loop(nudges: Sequence[float]) -> None:
    """The model's own time."""
    for nudge in nudges:
        answers(nudge)


def loop_kept(nudges: Sequence[float]) -> None:
    """The model's own time where workings are kept from one setting to the next."""
    kept = Cache()
    for nudge in nudges:
        answers(nudge, kept)


def by_sim(nudges: Sequence[float], workers: int) -> None:
    """`sim batch` from the sweep file to the finished store; workers: 0 for this process alone."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "sweep.yaml"
        file.write_text(SWEEP.format(file=FIRST_STEPS, path=NUDGE, count=len(nudges)))
        sweep = read_sweep(file)
        laid_out = chunks(sweep)
        store = Store.create(Path(name) / "store", sweep, laid_out)
        crew: Crew = LocalCrew(sweep, workers, MEMORY) if workers else _Here(Bench(sweep, MEMORY), sweep)
        assert carry_out(sweep, store, laid_out, crew).complete


def by_ema(nudges: Sequence[float], workers: int) -> None:
    """EMA Workbench; workers: 0 for its evaluator in sequence."""
    from ema_workbench import (
        Model,
        MultiprocessingEvaluator,
        RealParameter,
        ScalarOutcome,
        Scenario,
        SequentialEvaluator,
    )

    model = Model("firststeps", function=answers)
    model.uncertainties = [RealParameter("nudge", -1, 1)]
    model.outcomes = [ScalarOutcome(name) for name in answers(0.0)]
    scenarios = [Scenario(str(number), nudge=nudge) for number, nudge in enumerate(nudges)]
    evaluator = MultiprocessingEvaluator(model, n_processes=workers) if workers else SequentialEvaluator(model)
    with evaluator:
        found, _ = evaluator.perform_experiments(scenarios)
    assert len(found) == len(nudges)


def by_monaco(nudges: Sequence[float]) -> None:
    """monaco in one process, case after case; the nudge is that of the case's number."""
    import monaco
    from scipy.stats import randint

    def prepare(case: Any) -> tuple[float]:
        return (nudges[case.ncase],)

    def collect(case: Any, found: dict[str, float]) -> None:
        for name, probability in found.items():
            case.addOutVal(name, probability)

    functions = {"preprocess": prepare, "run": lambda nudge: (answers(nudge),), "postprocess": collect}
    sim = monaco.Sim(
        name="peers", ndraws=len(nudges), fcns=functions, firstcaseismedian=False, singlethreaded=True, verbose=False,
        samplemethod="random", seed=1, savecasedata=False, savesimdata=False,
    )  # fmt: skip
    sim.addInVar(name="place", dist=randint, distkwargs={"low": 0, "high": len(nudges)})
    sim.runSim()
    assert len(sim.casespostprocessed) == len(nudges)


def seconds(made: Callable[[], None]) -> float:
    """Wall time."""
    started = time.perf_counter()
    made()
    return time.perf_counter() - started


def main() -> None:
    """Prints a line a tool: medians over the turns."""
    count, turns = (int(text) for text in [*sys.argv[1:], "300", "3"][:2])
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    nudges = np.linspace(-1, 1, count).tolist()
    tools: dict[str, tuple[Callable[[], None], int]] = {
        "loop": (lambda: loop(nudges), 1),
        "loop, kept workings": (lambda: loop_kept(nudges), 1),
        "sim batch, this process": (lambda: by_sim(nudges, 0), 1),
        "sim batch, 2 workers": (lambda: by_sim(nudges, 2), 2),
        "EMA Workbench, in sequence": (lambda: by_ema(nudges, 0), 1),
        "EMA Workbench, 2 workers": (lambda: by_ema(nudges, 2), 2),
        "monaco": (lambda: by_monaco(nudges), 1),
    }
    taken: dict[str, list[float]] = {name: [] for name in tools}
    by_ema(nudges[:2], 0), by_monaco(nudges[:2]), by_sim(nudges[:2], 0)  # all are loaded
    for _ in range(turns):
        for name, (made, _) in tools.items():
            taken[name].append(seconds(made))
    own, kept = (statistics.median(taken[name]) for name in ("loop", "loop, kept workings"))
    print(f"{count} settings, {turns} turns; ema_workbench {version('ema_workbench')}, monaco {version('monaco')}")
    for name, (_, workers) in tools.items():
        wall = statistics.median(taken[name])
        plain, beyond_kept = (1000 * (wall * workers - time) / count for time in (own, kept))
        each = 1000 * wall / count
        print(f"{name:28} {each:6.2f} ms a setting; beyond the loop {plain:+.2f}, kept {beyond_kept:+.2f}")


if __name__ == "__main__":
    main()
