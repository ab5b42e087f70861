"""What the first page shows of one run: one question, under the chosen policy at once and under all of them after."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from sim.dashboard import compute, picker
from sim.dashboard.sliders.doubt import explain_answer
from sim.dashboard.state import State
from sim.dashboard.visit import PageVisit
from sim.errors import SimError
from sim.results.explain.model import Explanation
from sim.results.focus.focus import Focus
from sim.results.forecast.model import Answer
from sim.scenario.resolve.scenario import Scenario
from sim.show.charts.ink import DARK, LIGHT, Palette
from sim.show.titles import Titles, find_titles

_BEFORE = {True: "in the file", False: "before these values"}


@dataclass(frozen=True)
class Moment:
    """One scenario under one policy, seen from one question.

    file, scenario: as the file has it, and with the edits. other: what it is compared with, the variant that is kept or
    the file; None where that is the same scenario. now: the answer under the chosen policy. before: that of `other`.
    before_name: what texts call it.
    """

    state: State
    file: Scenario
    scenario: Scenario
    other: Scenario | None
    now: Focus
    before: Focus | None
    before_name: str
    titles: Titles

    @property
    def answer(self) -> Answer:
        """The answer under the chosen policy."""
        return self.now.forecast.answers[self.state.policy, self.state.question]

    @property
    def answer_before(self) -> Answer | None:
        """That of the variant or the file, where it is another scenario."""
        return None if self.before is None else self.before.forecast.answers[self.state.policy, self.state.question]

    def everywhere(self) -> Focus:
        """The question under every policy of the file."""
        return focus_on(self.scenario, self.state, tuple(self.file.policies))

    def explain(self) -> Explanation:
        """What `sim explain` says of the answer under the chosen policy. Raises SimError where that is nothing."""
        state = self.state
        run = (state.question, state.policy, state.draws, state.worlds, state.seed)
        return explain_answer(self.scenario, *run)

    @property
    def palette(self) -> Palette:
        """The inks for the theme that the browser shows."""
        return DARK if st.context.theme.type == "dark" else LIGHT


def focus_on(scenario: Scenario, state: State, policies: tuple[str, ...]) -> Focus:
    """The chosen question of a scenario under some policies."""
    return compute.compute_focus(scenario, policies, state.question, state.draws, state.worlds, state.seed)


def settle_moment(visit: PageVisit) -> Moment:
    """The moment of a visit; edits that do not go together are left out, and the page says why.

    Raises SimError where the file itself cannot be run.
    """
    state, file, scenario = visit.state, visit.file, visit.scenario
    only = (state.policy,)
    try:
        now = focus_on(scenario, state, only)
    except SimError as error:
        now = focus_on(file, state, only)
        with visit.problems:
            picker.show_problems(error, "These values do not go together, so the file's own are shown")
        state, scenario = replace(state, edits={}), file
    kept, before = _compare(visit, state, scenario)
    other = file if kept is None else kept
    return Moment(
        state, file, scenario, None if before is None else other, now, before,
        _BEFORE[visit.source == file] if kept is None else "in variant B", find_titles(file),
    )  # fmt: skip


def _compare(visit: PageVisit, state: State, scenario: Scenario) -> tuple[Scenario | None, Focus | None]:
    """The variant, unless there is none or it cannot be run; and the answer to compare with, None for one scenario."""
    kept, only = visit.kept, (state.policy,)
    if kept is not None and kept != scenario:
        try:
            return kept, focus_on(kept, state, only)
        except SimError as error:
            with visit.problems:
                picker.show_problems(error, "The values of variant B do not go together, so it is not shown")
            kept = None
    other = visit.file if kept is None else kept
    return kept, None if other == scenario else focus_on(other, state, only)
