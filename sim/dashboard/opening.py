"""What the page shows first, computed before anybody asks for it, into the caches from which the page reads."""

from __future__ import annotations

from collections.abc import Sequence

from sim.dashboard import compute, picker
from sim.dashboard.sliders.controls import find_controls
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
        compute.find_places(file)
        compute.compute_forecast(file, policy, state.draws, state.worlds, state.seed)
        compute.compute_answer(file, policy, question, state.draws, state.worlds, state.seed)
        find_controls(file, file, question, policy)
    except (SimError, OSError):
        return
