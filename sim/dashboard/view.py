"""Everything that one run of the page shows."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from sim.dashboard.state import State
from sim.results.forecast.model import Answer, Forecast
from sim.scenario.resolve.scenario import Scenario
from sim.show.charts.ink import DARK, LIGHT, Palette


@dataclass(frozen=True)
class View:
    """One scenario under one policy, seen from one question.

    file, scenario: as the file has it, and with the edits. ghost: the file's forecast while it differs.
    """

    state: State
    file: Scenario
    scenario: Scenario
    forecast: Forecast
    ghost: Forecast | None

    @property
    def answer(self) -> Answer:
        """The selected question's."""
        return self.forecast.answers[self.state.policy, self.state.question]

    @property
    def palette(self) -> Palette:
        """The inks for the theme that the browser shows."""
        return find_palette()


def find_palette() -> Palette:
    """The inks for the theme that the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT
