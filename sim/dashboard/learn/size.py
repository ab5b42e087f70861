"""How much work the page does unasked, so that neither a toggle nor an address costs more than a few seconds."""

from __future__ import annotations

from sim.dashboard.guard.budget import BUDGET
from sim.dashboard.learn.work import LearnRun
from sim.dashboard.state import DRAWS
from sim.scenario.resolve.observations import Observations

AT_ONCE = 1.0
"""Seconds of work up to which nobody need ask for it."""
DIAGRAM_DRAWS = 200
"""Draws from which the diagram is coloured, at most."""
WATCHING_DRAWS = 200
"""Draws by which events to watch are weighed, at most, where they are dear."""
_EACH = 8e-6  # seconds of a core for a draw, a step and a variable of one answer given what was seen


def fit_draws(run: LearnRun, seen: Observations) -> int:
    """The draws that are taken: as many as are asked for, or the most of those offered that are soon worked out."""
    if not seen:
        return run.draws
    fitting = [draws for draws in DRAWS if draws < run.draws and _weigh(run, draws, 1) <= BUDGET]
    return run.draws if _weigh(run, run.draws, 1) <= BUDGET else (fitting or [DRAWS[0]])[-1]


def fit_watching(run: LearnRun, seen: Observations) -> int:
    """The draws by which events to watch are weighed: few where what was seen makes each of them dear."""
    return run.draws if not seen or is_cheap(run, 100, run.draws) else min(fit_draws(run, seen), WATCHING_DRAWS)


def is_cheap(run: LearnRun, answers: int, draws: int) -> bool:
    """Whether so many answers given what was seen are worked out within `AT_ONCE`."""
    return _weigh(run, draws, answers) <= AT_ONCE


def _weigh(run: LearnRun, draws: int, answers: int) -> float:
    """Seconds of a core, about; where many answers are asked for together they share most of their work."""
    shared = max(1.0, answers / 6)
    return _EACH * run.scenario.timeline.steps * len(run.scenario.variables) * draws * shared
