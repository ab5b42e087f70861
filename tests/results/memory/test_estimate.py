"""The memory of a run is told before it: near what is measured, and refused with the number of draws that fits."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from benchmarks.memory import Run, compared, measured
from benchmarks.memory_models import Shape, text
from sim.errors import FormatError, ModelError
from sim.results.ancestry import needed_variables
from sim.results.choices.compare import choices
from sim.results.coherence.report import coherence
from sim.results.explain.case import case
from sim.results.forecast.cache import Cache
from sim.results.forecast.run import forecast
from sim.results.limits import size
from sim.results.memory.bulk import bound, tried
from sim.results.memory.estimate import Extent, memory_of, most_draws, require_memory
from sim.results.resolved.report import text as resolved
from sim.scenario.file.read import loads, read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[3]
LARGE = Shape(10, steps=260, states=5, questions=10)
SMALL = ROOT / "scenarios" / "first-steps.yaml"
NEAR = 0.25


def estimate(scenario: Scenario, extent: Extent) -> dict[str, int]:
    return memory_of(tried(scenario, tuple(scenario.policies), tuple(scenario.questions)), extent)


def made(shape: Shape) -> Scenario:
    return loads(text(shape))


@cache
def both(run: Run) -> tuple[int, int]:
    """Estimated and measured bytes of the whole process."""
    with tempfile.TemporaryDirectory() as folder:
        return compared(run, Path(folder))


@pytest.mark.parametrize("run", [Run(LARGE), Run(Shape(20, questions=5), 20_000)])
def test_the_estimate_is_near_the_measured_peak(run):
    told, peak = both(run)
    assert abs(told - peak) < NEAR * peak


def test_that_of_watched_worlds_is_near_the_measured_peak(tmp_path: Path) -> None:
    """`sim paths` answers no question: neither answers, nor their spread, nor columns taken apart are in memory."""
    file, draws = tmp_path / "made.yaml", 5000
    file.write_text(text(Shape(30, steps=26, questions=30)), encoding="utf-8")
    scenario = read(file)
    names, policy = list(scenario.variables)[:2], next(iter(scenario.policies))
    peak = measured(["paths", str(file), "--variables", ",".join(names), "--policy", policy, "--draws", str(draws),
                     "--memory", "8GB", "-o", str(tmp_path / "out.txt")])  # fmt: skip
    extent = Extent(draws, watched=len(needed_variables(scenario, names)))
    told = sum(memory_of(tried(scenario, (policy,), ()), extent).values())
    assert (tmp_path / "out.txt").exists()
    assert abs(told - peak) < NEAR * peak
    whole = sum(memory_of(tried(scenario, (policy,), tuple(scenario.questions)), Extent(draws, seen=True)).values())
    assert whole > (1 + NEAR) * peak


def test_an_estimate_that_forgets_the_slices_is_not():
    told, peak = both(Run(LARGE))
    assert abs(told - estimate(made(LARGE), Extent(1000))["slices"] - peak) > NEAR * peak


def test_no_run_exceeds_the_bound_that_needs_no_trial():
    for shape in (LARGE, Shape(5, states=4, parents=2, worth=True), Shape(7, steps=14, remembers=True, questions=7)):
        scenario = made(shape)
        named = tuple(scenario.policies), tuple(scenario.questions)
        whole, found = bound(scenario, *named), tried(scenario, *named)
        assert all(getattr(found, name) <= getattr(whole, name) for name in vars(whole))


def test_rows_and_slices_are_counted_to_the_byte():
    """Two policies; ten variables with 5 states: a row for each state of the one above and 2 for the lever's child."""
    parts = estimate(made(LARGE), Extent(1000))
    lever = 1
    assert parts["rows"] == 8 * 1000 * (4 * (2 + 9 * 5) + lever)
    assert parts["slices"] == 8 * 1000 * 260 * 5 * 10
    assert parts["answers"] == 2 * 8 * 1000 * 260 * 10


def test_what_does_not_fit_is_refused_with_the_draws_that_do():
    scenario, limit = made(LARGE), 300_000_000
    with pytest.raises(ModelError, match=r"20,000 draws would take [\d.]+ GB .* at most ([\d,]+) draws fit") as caught:
        forecast(scenario, draws=20_000, memory="300MB")
    told = int(str(caught.value).split("at most ")[1].split()[0].replace(",", ""))
    bulk = tried(scenario, tuple(scenario.policies), tuple(scenario.questions))
    assert told == most_draws(bulk, Extent(20_000), limit)
    fits, more = (sum(memory_of(bulk, Extent(draws)).values()) for draws in (told, round(told * 1.1)))
    assert fits <= limit < more
    require_memory(scenario, Extent(told), limit)


def test_where_nothing_fits_it_is_said_so():
    with pytest.raises(ModelError, match=r"no draws fit into 50 MB: give --memory 100MB"):
        forecast(read(SMALL), draws=100, memory=50_000_000)


def test_no_work_is_done_before_a_refusal(monkeypatch):
    monkeypatch.setattr("sim.results.forecast.run.build", lambda *_: pytest.fail("priors were made"))
    with pytest.raises(ModelError, match="would take"):
        forecast(made(LARGE), draws=20_000)


@pytest.mark.parametrize(
    "run",
    [
        lambda one: forecast(one, kept=Cache(), memory="60MB"),
        lambda one: case(one, "Q0", "p0", memory="60MB"),
        lambda one: choices(one, policy="p0", memory="60MB"),
        lambda one: resolved(one, memory="60MB"),
    ],
)
def test_everything_that_runs_a_forecast_asks(run):
    with pytest.raises(ModelError, match="fit into 60 MB"):
        run(made(LARGE))


def test_coherence_asks_where_there_is_something_to_run():
    with pytest.raises(ModelError, match="fit into 60 MB"):
        coherence(read(ROOT / "tests" / "scenarios" / "valid" / "overall.yaml"), memory="60MB")


def test_kept_worlds_count():
    scenario = made(LARGE)
    worlds = estimate(scenario, Extent(2, keep_worlds=100_000))["worlds"]
    assert worlds == 100_000 * 260 * len(scenario.variables)


@pytest.mark.parametrize("text", ["1", "GB", "-1GB", "1TB", "1e3MB", "", "0MB", True, 0, -5, 1.5])
def test_a_limit_that_is_no_size_is_refused(text):
    with pytest.raises(FormatError, match="must be a size such as 500MB"):
        size(text)
