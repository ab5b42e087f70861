"""What counts as seen or supposed on the page Learn, and is not taken into what is compared."""

from __future__ import annotations

import streamlit as st

from sim.dashboard.learn.beside import read_beside
from sim.dashboard.learn.choice import settle_choice
from sim.dashboard.visit import PageVisit
from sim.show import words


def tell_learned(visit: PageVisit) -> None:
    """One line where something counts as seen; nothing else."""
    known = read_beside(visit.scenario)
    chosen, _ = settle_choice(visit.state, visit.scenario, known)
    entries, given = len(chosen.shows(known)), len(chosen.given)
    told = [f"{entries} thing{'s' * (entries > 1)} seen by {words.day(chosen.day)}"] if entries else []
    told += ["silence since"] if chosen.silence is not None else []
    told += [f"{given} condition{'s' * (given > 1)}"] if given else []
    if told:
        st.caption(
            f"All is compared as of {words.day(visit.scenario.as_of)}. What the page Learn takes in "
            f"({words.join_items(told)}) is not in these differences."
        )
