"""Whatever stands in a file or in a setting: problems are told, and nothing else is raised.

A file that is still valid must not fail later either: its priors are built, and now and then it is forecast.
A fault names the number of its input, which makes it again. More inputs: `pytest --fuzz-cases 150000`.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import mutations
import pytest

from sim.errors import SimError
from sim.priors.build import build
from sim.results.forecast.run import forecast
from sim.scenario import edit, evidence
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[2]
VALID = ROOT / "tests" / "scenarios" / "valid"
SEEDS = (
    "boxes", "clocks", "every-form", "every-part", "more-than-everything", "overall", "plain-words", "questions",
    "rounds", "seeds", "smallest",
)  # fmt: skip
SEEN = """schema_version: 1
evidence:
  E1: {date: 2026-01-08, variable: mood, is: tense or more, source: a, note: b}
  E2: {date: 2026-01-15, variable: answer, likelihood: {none: 0.5, words: 1, force: 2}}
  E3: {date: 2026-01-22, variable: mood, not_reached: hot, sensitivity: 80%}
  E4: {date: 2026-01-22, variable: pressure, reached: mid or high}
"""
SECONDS, BYTES = 5.0, 1 << 30


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [(VALID / f"{name}.yaml").read_text(encoding="utf-8") for name in SEEDS]


@pytest.fixture
def cases(request: pytest.FixtureRequest) -> Callable[[int], range]:
    asked = request.config.getoption("--fuzz-cases")
    return lambda usual: range(asked or usual)


class _Tally:
    """What came of the inputs: each is read, and used where it can be."""

    def __init__(self) -> None:
        self.of: Counter[str] = Counter()
        self.before = _peak()

    def take(self, number: int, made: Callable[[], Scenario | None]) -> None:
        began = time.process_time()
        try:
            self._use(made())
        except SimError:
            self.of["told"] += 1
        except Exception as error:
            raise AssertionError(f"input {number}: {type(error).__name__}: {error}") from error
        assert time.process_time() - began < SECONDS, number

    def _use(self, scenario: Scenario | None) -> None:
        self.of["valid"] += 1
        if scenario is not None and self.of["valid"] % 3 == 0:
            build(scenario, draws=4, seed=1)
        if scenario is not None and self.of["valid"] % 60 == 0:
            forecast(scenario, draws=10, worlds=8)

    def check(self) -> None:
        """Some inputs of either kind, so that neither side goes untried; and the memory of all."""
        assert min(self.of["told"], self.of["valid"]) > sum(self.of.values()) / 50
        assert _peak() in (self.before, min(_peak(), BYTES))


def _peak() -> int:
    """The most memory that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def test_mutated_files(texts: list[str], cases: Callable[[int], range]) -> None:
    tally = _Tally()
    for number in cases(600):
        tally.take(number, lambda number=number: read.loads(mutations.mutant(texts, number), "x.yaml", VALID))
    tally.check()


def test_mutated_evidence(texts: list[str], cases: Callable[[int], range]) -> None:
    scenario = read.loads(texts[SEEDS.index("every-part")])
    assert len(evidence.loads(SEEN, "e.yaml", scenario)) == 4
    tally = _Tally()
    for number in cases(400):
        text = mutations.mutant([SEEN], number)
        tally.take(number, lambda text=text: evidence.loads(text, "e.yaml", scenario) and None)
    tally.check()


def test_random_settings(texts: list[str], cases: Callable[[int], range]) -> None:
    scenarios = [read.loads(text) for text in texts]
    paths = [mutations.paths(one.file._data) + mutations.paths(one.file.model_dump(by_alias=True)) for one in scenarios]
    tally = _Tally()
    for number in cases(600):
        one = number % len(scenarios)
        settings = mutations.settings(paths[one], number)
        tally.take(number, lambda one=one, settings=settings: _edited(scenarios[one], settings))
    tally.check()


def _edited(scenario: Scenario, settings: list[tuple[str, str]]) -> Scenario:
    for path, _ in settings:
        try:
            edit.value(scenario, path)
        except SimError:
            continue
    return edit.edit(scenario, {path: edit.parse(text) for path, text in settings})


def test_a_mutant_follows_from_its_number(texts: list[str]) -> None:
    assert [mutations.mutant(texts, n) for n in range(20)] == [mutations.mutant(texts, n) for n in range(20)]
    assert len({mutations.mutant(texts, n) for n in range(200)}) > 190
