"""What the page compares, as the commands of the same names have it; what was worked out once is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from sim.dashboard.guard.budget import Work, estimate_work
from sim.dashboard.state import DRAWS, State
from sim.dashboard.turns import TURNS
from sim.progress import Progress
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
    """The file less a version of it, under one policy. version: with other values, and judgments that were added."""
    before, after = file.content(), version.content()
    changes = {part: edit.value(version, part) for part in after if before.get(part) != after[part]}
    with TURNS.take():
        return compare(file, [policy], questions=questions, changes=changes, **_as_options(run))


@st.cache_data(max_entries=32, **{**_BY_DIGEST, "show_spinner": "Working out every answer under each view"})
def find_views(scenario: Scenario, policy: str, run: Run) -> Views:
    """Every answer under each alternative."""
    with _between_others() as progress:
        return alternatives(scenario, policy=policy, progress=progress, **_as_options(run))


@st.cache_data(max_entries=16, **{**_BY_DIGEST, "show_spinner": "Weighing every view by what was seen"})
def weigh_views(scenario: Scenario, policy: str, question: str, run: Run, seen: FileState) -> Views:
    """How likely each alternative made what was seen, all of it and one by one. seen: the file of it."""
    observations = read_seen(scenario, seen)
    with _between_others() as progress:
        return alternatives(
            scenario, policy=policy, questions=[question], observations=observations, progress=progress,
            **_as_options(run),
        )  # fmt: skip


@st.cache_data(max_entries=32, **{**_BY_DIGEST, "show_spinner": "Trying word lists and ways to pool"})
def try_choices(scenario: Scenario, policy: str, run: Run) -> Choices:
    """Every answer under every other word list and way to pool."""
    with _between_others() as progress:
        return choices(scenario, policy=policy, progress=progress, **_as_options(run))


@st.cache_data(max_entries=32, **{**_BY_DIGEST, "show_spinner": "Scoring the forecast and everyone beside it"})
def score_forecast(scenario: Scenario, run: Run, came: FileState) -> ScoreTable:
    """The scores by what came. came: the file of resolutions."""
    answers = resolutions.load(came[0], scenario)
    with _between_others() as progress:
        return score(scenario, answers, progress=progress, **_as_options(run))


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


def fit_draws(scenario: Scenario, state: State, policy: str, runs: int) -> Effort:
    """So many runs of one policy, with as many draws, of those that a page may have, as there is time for."""
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


@contextmanager
def _between_others() -> Iterator[Progress]:
    """Long work that holds a turn and, at every step of its progress, lets go before it whoever waits."""
    with ExitStack() as held:
        held.enter_context(TURNS.take())

        def step(share: float) -> None:
            held.close()
            held.enter_context(TURNS.take())

        yield step
