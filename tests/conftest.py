"""What all tests share: a small forecast, the order of a run, and that where a browser is required nothing may skip."""

from __future__ import annotations

import math
import os
import re
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from sim.results.forecast.draws import Draws
from sim.results.forecast.model import Answer, Confidence, Curve, Forecast, Interval
from sim.results.forecast.percent import percent
from sim.results.settings import RunSettings
from sim.results.shares.model import AnswerShares

# A test that says no number of examples of its own takes that of the profile; `.ci/run` asks for the larger one.
settings.register_profile("quick", max_examples=60, deadline=None)
settings.register_profile("release", max_examples=100, deadline=None)
settings.load_profile("quick")

# A shell that runs the tests in the background, or nohup, has them ignore signals, and so all that they start.
for _name, _handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    if hasattr(signal, _name) and signal.getsignal(getattr(signal, _name)) == signal.SIG_IGN:
        signal.signal(getattr(signal, _name), _handler)

# What takes longest begins first, so that no process waits for it at the end.
LONGEST = (
    "tests/browser/", "tests/agreement/", "tests/house/test_linters.py", "tests/house/test_wheel.py",
    "tests/benchmarks/", "tests/scenario/test_fuzz.py", "tests/scenario/test_properties.py", "tests/exchange/networks/",
)  # fmt: skip


SHARES = AnswerShares(
    {"kosevich": 0.41, "author": 0.5}, {"assumption": 0.5, "published": 0.41}, {"who is right": 0.06, "together": 0.03},
    {("war", "kosevich"): 0.41, ("war", "author"): 0.5},
)  # fmt: skip

GROUNDS = {
    "shares": SHARES, "words": "almost no chance to very unlikely", "towards": ("even odds",),
    "confidence": Confidence("moderate", "one voice beside the author; 50 % the author's assumptions"),
    "assumptions": ("War: the author's own numbers (A1), 50 % of the doubt", "A2 (war): a bare number"),
}  # fmt: skip


@pytest.fixture
def small_forecast() -> Forecast:
    """Two policies, two questions and two steps, by hand; every kind of answer is among them."""
    sampled = {"method": "sampled, noise 25 % of spread", "noise_share": 0.25, "worlds_needed": 192}
    fixed = {"shown": "excluded", "word": "excluded", "method": "set by policy"}
    answers = [
        _answer("stay", "Q1", 0.041, 0.0125, **GROUNDS),
        _answer("stay", "Q2", 0.0, 0.0, **fixed),
        _answer("let_it_run", "Q1", 0.25, 0.031, word="unlikely", **sampled),
        _answer("let_it_run", "Q2", 0.0004, 0.0001, shown="< 0.1 %", notes=("the deadline falls inside week 3",)),
    ]
    return Forecast(
        scenario="tiny",
        title="A tiny scenario",
        as_of=date(2025, 12, 24),
        file="scenarios/tiny.yaml",
        policies=("stay", "let_it_run"),
        questions=("Q1", "Q2"),
        answers={(answer.policy, answer.question): answer for answer in answers},
        assumptions=("war rests on the author alone", "A1 (war): a bare number", "A2 (war): a bare number"),
        warnings=("a warning",),
        draws=Draws(("stay", "let_it_run"), ("Q1", "Q2"), np.zeros((2, 2, 1000)), np.full((2, 1, 1000), 1 / 1000)),
        settings=RunSettings(1000, 64, 1),
        pool_rule="log",
        concentration=float("inf"),
        lexicon="capphrase",
        digest="0f",
        edits=("pool.concentration=inf",),
        voices={"kosevich": 1.0, "author": 0.25},
        speakers={"kosevich": ("Ekaterina Kosevich", "published"), "author": ("The author", "assumption")},
    )


_ASKS = {"Q1": "Does it come to war by 7 January 2026?", "Q2": "Is the port closed, on 7 January 2026?"}


def _answer(policy: str, question: str, probability: float, error: float, **others: object) -> Answer:
    low, high = probability / 2, probability * 1.5
    two = (probability / 4, probability)
    values: dict[str, object] = {
        "policy": policy,
        "question": question,
        "asks": _ASKS[question],
        "variable": "war",
        "event": "incident or more",
        "deadline": date(2026, 1, 7),
        "probability": probability,
        "median": probability,
        "interval50": Interval(0.5, low, high),
        "interval90": Interval(0.9, low / 2, min(high * 2, 1.0)),
        "sampling_error": error,
        "noise_share": 0.0,
        "worlds_needed": None,
        "method": "solved",
        "word": "almost no chance",
        "word_lexicon": "icd203",
        "shown": percent(probability),
        "curve": Curve((date(2025, 12, 31), date(2026, 1, 7)), two, two, two, two, two, two),
        "rests_on": ("kosevich", "author"),
        "notes": (),
    }
    return Answer(**(values | others))  # type: ignore[arg-type]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next((k for k, path in enumerate(LONGEST) if item.nodeid.startswith(path)), 99))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Several processes (`-n`) take whole groups of tests, in the order in which they were collected."""
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group(nodeid)

    config.option.loadscopereorder = False
    return Groups(config, log)


def _group(nodeid: str) -> str:
    """A group is a file, so that what its tests share is made once; all browser tests are one, with one server."""
    if nodeid.startswith(("tests/agreement/", "tests/house/test_linters.py")):
        return nodeid  # long, and with nothing to share
    return "browser" if nodeid.startswith("tests/browser/") else nodeid.split("::")[0]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if _skipped(session.config) and _nothing_may_skip():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = _skipped(terminalreporter.config)
    for report in skipped:
        terminalreporter.write_line(f"skipped: {report.nodeid}: {report.longrepr[-1]}")
    if skipped and _nothing_may_skip():
        terminalreporter.write_line("SIM_BROWSER=required: a skipped test fails the run")


def _skipped(config: pytest.Config) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.getplugin("terminalreporter")
    return reporter.stats.get("skipped", []) if reporter else []


def _nothing_may_skip() -> bool:
    return os.environ.get("SIM_BROWSER") == "required"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write golden files anew instead of comparing with them")
    parser.addoption("--dense-seeds", type=int, default=2, help="seeds of dense networks; 40 is the campaign")
    parser.addoption("--fuzz-cases", type=int, default=0, help="inputs for each fuzz test, instead of its own number")
    parser.addoption("--random-cases", type=int, default=40, help="random scenarios compared with all their worlds")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with a file, numbers to ten digits; under --rewrite the file then holds the text.

    Other digits are left to the processor: under --rewrite too they stay as the file has them.
    """

    def compare(file: Path, text: str) -> None:
        told = file.read_bytes().decode("utf-8") if file.exists() else ""
        found = in_digits_of(told, text)
        if request.config.getoption("--rewrite"):
            file.write_text(found, encoding="utf-8", newline="")
        else:
            assert found == told

    return compare


_NUMBER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.]*\w)")


def in_digits_of(told: str, text: str) -> str:
    """A text in which the numbers that agree with those of another to ten digits are written as they are there."""
    here, there = _NUMBER.split(text), _NUMBER.split(told)
    if len(here) != len(there):
        return text
    return "".join(b if odd % 2 and _alike(a, b) else a for odd, (a, b) in enumerate(zip(here, there, strict=True)))


def _alike(one: str, other: str) -> bool:
    """Whether two numbers agree to ten digits, and either is written with more: what is printed shorter is exact."""
    more = any(len(re.sub(r"[eE].*|\.", "", number).lstrip("0")) > 10 for number in (one, other))
    return more and math.isclose(float(one), float(other), rel_tol=1e-10)
