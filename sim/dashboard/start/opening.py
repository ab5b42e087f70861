"""What the page shows first, computed before anybody asks for it, into the caches from which the page reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sim.dashboard import compute, picker
from sim.dashboard.forecast.all_answers import work_out
from sim.dashboard.forecast.moment import focus_on
from sim.dashboard.sliders.controls import find_controls
from sim.dashboard.sliders.doubt import find_shares
from sim.dashboard.sliders.rack import find_places
from sim.dashboard.state import State
from sim.errors import SimError


def make_opening(arguments: Sequence[str]) -> None:
    """Make the forecast at which the page opens; nothing where there is none (and the page says why).

    arguments: those of the page, as of `picker.find_root`.
    """
    state = State()
    try:
        file = compute.read_scenario(next(iter(picker.list_scenarios(picker.find_root(arguments)).values())))
        policy, question = compute.find_opening(file)
        state = replace(state, policy=policy, question=question)
        for policies in ((policy,), tuple(file.policies)):
            focus_on(file, state, policies)
        run = question, policy, state.draws, state.worlds, state.seed
        find_controls(file, file, question, policy, find_shares(file, *run))
        find_places(file)
        work_out(file, state)
    except (SimError, OSError, StopIteration):
        return
