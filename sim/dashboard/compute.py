"""From a scenario to its forecast, cached: what was computed once is not computed again.

Everything is keyed on the scenario's digest, so two visitors with the same values share an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from sim.dashboard.sliders.rack import find_places as find_places
from sim.dashboard.turns import TURNS
from sim.errors import ModelError, Problem, SimError
from sim.results import ancestry
from sim.results.focus.focus import Focus, focus
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.excerpt import fingerprint
from sim.scenario.file import read
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario

Edits = tuple[tuple[str, str], ...]

_BY_DIGEST: Any = {"hash_funcs": {Scenario: lambda scenario: scenario.digest}, "show_spinner": False}


def read_scenario(path: Path) -> Scenario:
    """The scenario in a file, read again only when the file, or a lexicon of its own beside it, has changed."""
    scenario = _read(str(path), _state(path), ())
    return _read(str(path), _state(path), tuple(_state(path.parent / file) for file in scenario.lexicons.values()))


def _state(path: Path) -> tuple[int, int]:
    """What tells one version of a file from the next."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return status.st_mtime_ns, status.st_size


@st.cache_resource(max_entries=64, **_BY_DIGEST)
def apply_edits(file: Scenario, edits: Edits) -> tuple[Scenario, Edits, tuple[Problem, ...]]:
    """The scenario with values replaced, the edits that are in it, and what is wrong with the others.

    edits: each a path and the text of a value as in `sim run --set`. Where they do not all go together, each
    is taken that goes with the file and with those taken before it.
    """
    try:
        return _changed(file, edits), edits, ()
    except SimError:
        scenario, taken, problems = file, (), []  # type: tuple[Scenario, Edits, list[Problem]]
    for pair in edits:
        try:
            scenario, taken = _changed(file, (*taken, pair)), (*taken, pair)
        except SimError as error:
            problems += (replace(problem, path=problem.path or pair[0]) for problem in error.problems)
    return scenario, taken, tuple(dict.fromkeys(problems))


find_opening = st.cache_data(max_entries=128, **_BY_DIGEST)(ancestry.find_opening)
"""The policy and the question at which the page opens on a scenario."""


@st.cache_data(max_entries=128, **_BY_DIGEST)
def compute_forecast(scenario: Scenario, policy: str, draws: int, worlds: int, seed: int) -> Forecast:
    """The forecast of one policy."""
    return forecast(scenario, draws=draws, worlds=worlds, seed=seed, policies=[policy], kept=_cache(), shares=False)


@st.cache_resource(max_entries=256, **_BY_DIGEST)
def compute_focus(
    scenario: Scenario, policies: tuple[str, ...], question: str, draws: int, worlds: int, seed: int
) -> Focus:  # fmt: skip
    """One question under some policies, in a fraction of the time of the whole forecast.

    Over time an answer is drawn under one policy alone: of several, only deadlines are counted.

    One policy is what a visitor waits for, so it goes before what others draw below their answers.
    """
    with TURNS.take(urgent=len(policies) == 1):
        return focus(
            scenario, question, policies, draws=draws, worlds=worlds, seed=seed, kept=_cache(),
            curves=len(policies) == 1,
        )  # fmt: skip


def compute_every_policy(scenario: Scenario, draws: int, worlds: int, seed: int) -> Forecast:
    """Every question under every policy; not cached here."""
    return forecast(scenario, draws=draws, worlds=worlds, seed=seed, kept=_cache(), shares=False)


@st.cache_data(max_entries=16, show_spinner=False, hash_funcs={Scenario: lambda scenario: _as_written(scenario)})
def compute_all(scenario: Scenario, draws: int, worlds: int, seed: int) -> Forecast:
    """Every policy with all shares: what `sim run` makes of the file, its name and its order included."""
    return forecast(scenario, draws=draws, worlds=worlds, seed=seed, kept=_cache())


def forecast_seen(scenario: Scenario, seen: Sequence[Observation], **options: Any) -> Forecast:
    """A forecast given what was seen, as `sim run --evidence` has it; not cached here. options: of `forecast`."""
    return forecast(scenario, observations=seen, shares=False, curves=False, kept=_cache(), **options)


@st.cache_resource(show_spinner=False)
def _cache() -> Cache:
    """What a moved slider need not compute again, for all visitors together."""
    return Cache()


def _as_written(scenario: Scenario) -> tuple[object, ...]:
    """The content in the file's order, and the names of files, which a digest leaves out."""
    return fingerprint(scenario), scenario.name, tuple(scenario.lexicons.items()), scenario.pool.recalibrate


@st.cache_resource(max_entries=32, show_spinner=False)
def _read(path: str, state: tuple[int, int], beside: tuple[tuple[int, int], ...]) -> Scenario:
    return read.read(path)


def _changed(file: Scenario, edits: Edits) -> Scenario:
    """The edited scenario; one of other names is refused, for the page offers the names of the file."""
    scenario = edit.edit(file, {path: edit.parse(text) for path, text in edits})
    names = _names(scenario)
    if changed := [part for part, before in _names(file).items() if before != names[part]]:
        raise ModelError([Problem("the page changes values, it adds and drops none", changed[0], "--set")])
    return scenario


def _names(scenario: Scenario) -> dict[str, object]:
    """The names of each section that the page may not change."""
    sections = ("variables", "policies", "questions", "experts")
    judgments = {variable: set(group) for variable, group in scenario.judgments.items()}
    return {section: set(getattr(scenario, section)) for section in sections} | {"judgments": judgments}
