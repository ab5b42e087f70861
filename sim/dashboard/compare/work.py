"""What the page compares, as the commands of the same names have it; what was worked out once is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from sim.dashboard.compare.recall import recall
from sim.dashboard.guard.budget import Work, estimate_work
from sim.dashboard.state import DRAWS, State
from sim.dashboard.turns import TURNS
from sim.results.choices.compare import Choices, choices
from sim.results.compare.alternatives import alternatives
from sim.results.compare.compare import compare
from sim.results.compare.model import Comparison
from sim.results.compare.views import Views
from sim.results.score.model import ScoreTable
from sim.results.score.report import score
from sim.scenario import edit, evidence, resolutions
from sim.scenario.resolve.observations import Observations
from sim.scenario.resolve.scenario import Scenario

MOST_SECONDS = 20.0
"""Of a core, about, for what a switch asks for; what takes more is done with fewer draws."""
_SHARE = 0.4  # of what a whole run is estimated at, such a run takes: much is kept from one to the next (measured)

FileState = tuple[str, int, int]
Run = tuple[int, int, int]
_BY_DIGEST: Any = {"hash_funcs": {Scenario: lambda scenario: scenario.digest}}
_QUIETLY: Any = {**_BY_DIGEST, "show_spinner": False}


@st.cache_data(max_entries=64, **_QUIETLY)
def compare_policies(scenario: Scenario, policies: tuple[str, ...], questions: tuple[str, ...], run: Run) -> Comparison:
    """The first policy less each other. run: draws, worlds and seed."""
    with TURNS.take():
        return compare(scenario, policies, questions=questions, **_as_options(run))


@st.cache_data(max_entries=64, **_QUIETLY)
def compare_versions(
    file: Scenario, version: Scenario, policy: str, questions: tuple[str, ...], run: Run
) -> Comparison:  # fmt: skip
    """The file, or one version of it, less another, under one policy: with other values, and added judgments."""
    before, after = file.content(), version.content()
    changes = {part: edit.value(version, part) for part in after if before.get(part) != after[part]}
    with TURNS.take():
        return compare(file, [policy], questions=questions, changes=changes, **_as_options(run))


def find_views(scenario: Scenario, policy: str, run: Run) -> Views:
    """Every answer under each alternative."""
    return recall(
        ("views", scenario.digest, policy, run), "Working out every answer under each view",
        lambda progress: alternatives(scenario, policy=policy, progress=progress, **_as_options(run)),
    )  # fmt: skip


def weigh_views(scenario: Scenario, policy: str, question: str, run: Run, seen: FileState) -> Views:
    """How likely each alternative made what was seen, all of it and one by one. seen: the file of it."""
    return recall(
        ("seen", scenario.digest, policy, question, run, seen), "Weighing every view by what was seen",
        lambda progress: alternatives(
            scenario, policy=policy, questions=[question], observations=read_seen(scenario, seen), progress=progress,
            **_as_options(run),
        ),
    )  # fmt: skip


def try_choices(scenario: Scenario, policy: str, questions: tuple[str, ...], run: Run) -> Choices:
    """Some answers, all where none are named, under every other word list and way to pool."""
    return recall(
        ("choices", scenario.digest, policy, questions, run), "Trying word lists and ways to pool",
        lambda progress: choices(scenario, policy=policy, questions=questions, progress=progress, **_as_options(run)),
    )  # fmt: skip


def score_forecast(scenario: Scenario, run: Run, came: FileState) -> ScoreTable:
    """The scores by what came. came: the file of resolutions."""
    answers = resolutions.load(came[0], scenario)
    return recall(
        ("scores", scenario.digest, run, came), "Scoring the forecast and everyone beside it",
        lambda progress: score(scenario, answers, progress=progress, **_as_options(run)),
    )  # fmt: skip


@st.cache_data(max_entries=32, **_QUIETLY)
def read_seen(scenario: Scenario, seen: FileState) -> Observations:
    """What was seen, as a file has it."""
    return evidence.evidence(scenario, seen[0])


def tell_state(file: Path) -> FileState | None:
    """A file with what tells one version of it from the next; None where there is none."""
    try:
        status = file.stat()
    except OSError:
        return None
    return str(file), status.st_mtime_ns, status.st_size


@dataclass(frozen=True)
class Effort:
    """What a part of the page takes. state: with as many draws as there is time for. seconds: of a core, about."""

    state: State
    seconds: float


def fit_draws(scenario: Scenario, state: State, policy: str, runs: float) -> Effort:
    """The work of so many runs of one policy, with as many draws, of those a page may have, as there is time for."""
    work = _estimate(scenario, policy, state.worlds)
    fitting = [draws for draws in DRAWS if _SHARE * runs * work.seconds(draws) <= MOST_SECONDS]
    draws = min(state.draws, max(fitting, default=DRAWS[0]))
    return Effort(replace(state, draws=draws), _SHARE * runs * work.seconds(draws))


@st.cache_data(max_entries=128, **_QUIETLY)
def _estimate(scenario: Scenario, policy: str, worlds: int) -> Work:
    return estimate_work(scenario, [policy], worlds)


def find_run(state: State) -> Run:
    """Draws, worlds and seed."""
    return state.draws, state.worlds, state.seed


def _as_options(run: Run) -> Any:
    return dict(zip(("draws", "worlds", "seed"), run, strict=True))
