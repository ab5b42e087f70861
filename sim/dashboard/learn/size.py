"""How many draws the page takes, so that an address cannot buy more than a few seconds of work."""

from __future__ import annotations

from sim.dashboard.guard.budget import BUDGET
from sim.dashboard.learn.work import LearnRun
from sim.dashboard.state import DRAWS
from sim.scenario.resolve.observations import Observations

_EACH = 4e-6  # seconds of a core for a draw, a step and a variable of an answer given what was seen


def fit_draws(run: LearnRun, seen: Observations) -> int:
    """The draws that are taken: as many as are asked for, or the most of those offered that are soon worked out."""
    each = _EACH * run.scenario.timeline.steps * len(run.scenario.variables)
    fitting = [draws for draws in DRAWS if draws <= run.draws and each * draws <= BUDGET]
    return run.draws if not seen else fitting[-1] if fitting else DRAWS[0]
