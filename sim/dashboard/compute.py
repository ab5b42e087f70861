"""The road from a scenario to its forecast, remembered: what was computed once is not computed again.

Everything is keyed on the scenario's digest, so two visitors with the same values share an answer.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from sim.dashboard.sliders.ranges import Ranges, ranges
from sim.errors import ModelError, Problem, SimError
from sim.results import ancestry
from sim.results.explain.case import case
from sim.results.explain.model import Explanation
from sim.results.explain.shares import explain
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

Edits = tuple[tuple[str, str], ...]


def scenario_at(path: Path) -> Scenario:
    """The scenario in a file, read again only when the file, or a lexicon of its own beside it, has changed."""
    scenario = _read(str(path), _state(path), ())
    folder = path.parent
    return _read(str(path), _state(path), tuple(_state(folder / file) for file in scenario.lexicons.values()))


def _state(path: Path) -> tuple[int, int]:
    """What tells one version of a file from the next."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return status.st_mtime_ns, status.st_size


def with_edits(file: Scenario, edits: Edits) -> tuple[Scenario, Edits, tuple[Problem, ...]]:
    """The scenario with values replaced, the edits that are in it, and what is wrong with the others.

    edits: each a path and the text of a value as in `sim run --set`. Where they do not all go together, each
    is taken that goes with the file and with those taken before it.
    """
    return _edited(file.digest, edits, file) if edits else (file, (), ())


def places(file: Scenario) -> Ranges:
    """Where each slider of the file can stand."""
    return _places(file.digest, file)


def answers(scenario: Scenario, policy: str, draws: int, worlds: int, seed: int) -> Forecast:
    """The forecast of one policy."""
    return _forecast(scenario.digest, policy, draws, worlds, seed, scenario)


def explanation(scenario: Scenario, policy: str, question: str, draws: int, worlds: int, seed: int) -> Explanation:
    """What moves one answer, without the runs that leave a voice out or hold a judgment."""
    return _explanation(scenario.digest, policy, question, draws, worlds, seed, scenario)


def opening(scenario: Scenario) -> tuple[str, str]:
    """The policy and the question at which the page opens."""
    return _opening(scenario.digest, scenario)


@st.cache_resource(max_entries=32, show_spinner=False)
def _read(path: str, state: tuple[int, int], beside: tuple[tuple[int, int], ...]) -> Scenario:
    return read.read(path)


@st.cache_resource(max_entries=64, show_spinner=False)
def _edited(digest: str, edits: Edits, _file: Scenario) -> tuple[Scenario, Edits, tuple[Problem, ...]]:
    try:
        return _changed(_file, edits), edits, ()
    except SimError:
        scenario, taken, problems = _file, (), []  # type: tuple[Scenario, Edits, list[Problem]]
    for one in edits:
        try:
            scenario, taken = _changed(_file, (*taken, one)), (*taken, one)
        except SimError as error:
            problems += (replace(problem, path=problem.path or one[0]) for problem in error.problems)
    return scenario, taken, tuple(dict.fromkeys(problems))


def _changed(file: Scenario, edits: Edits) -> Scenario:
    """The edited scenario; one of other names is refused, for the page offers the names of the file."""
    scenario = edit.edit(file, {path: edit.parse(text) for path, text in edits})
    for part in ("variables", "policies", "questions", "experts"):
        if getattr(scenario, part).keys() != getattr(file, part).keys():
            raise ModelError([Problem("the page changes values, it adds and drops none", part, "--set")])
    if _ids(scenario) != _ids(file):
        raise ModelError([Problem("the page changes values, it adds and drops none", "judgments", "--set")])
    return scenario


def _ids(scenario: Scenario) -> dict[str, set[str]]:
    return {variable: set(group) for variable, group in scenario.judgments.items()}


@st.cache_resource(max_entries=32, show_spinner=False)
def _places(digest: str, _file: Scenario) -> Ranges:
    return ranges(_file)


@st.cache_data(max_entries=128, show_spinner=False)
def _forecast(digest: str, policy: str, draws: int, worlds: int, seed: int, _scenario: Scenario) -> Forecast:
    return forecast(_scenario, draws=draws, worlds=worlds, seed=seed, policies=[policy], kept=_kept())


@st.cache_resource(show_spinner=False)
def _kept() -> Cache:
    """What a moved slider need not work out again, for all visitors together."""
    return Cache()


@st.cache_data(max_entries=128, show_spinner="Taking the answer apart")
def _explanation(
    digest: str, policy: str, question: str, draws: int, worlds: int, seed: int, _scenario: Scenario
) -> Explanation:
    return explain(case(_scenario, question, policy, draws, worlds, seed))


@st.cache_data(max_entries=128, show_spinner=False)
def _opening(digest: str, _scenario: Scenario) -> tuple[str, str]:
    return ancestry.opening(_scenario)
