"""Every answer under every policy, as far as it is worked out: an edit that is new is worked out on demand.

The whole forecast of a large scenario takes seconds, a moved slider may take a tenth of one. So after a move the
chosen question is there at once under every policy, what the edit cannot reach is as it was, and the rest stays as in
the file, marked, until somebody asks for it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock

from sim.dashboard import compute
from sim.dashboard.state import State
from sim.results.forecast.model import Forecast
from sim.results.reach import find_reached
from sim.scenario.resolve.scenario import Scenario

Pairs = frozenset[tuple[str, str]]

_MOST = 64
_known: OrderedDict[tuple[object, ...], Forecast] = OrderedDict()
_lock, _making = Lock(), Lock()


@dataclass(frozen=True)
class AllAnswers:
    """Every answer. stale: those, each a policy and a question, that are still as they were in the file."""

    forecast: Forecast
    stale: Pairs = frozenset()


def find_all(file: Scenario, scenario: Scenario, state: State, focused: Forecast) -> AllAnswers:
    """The answers of a scenario, from what is known of it and of its file.

    focused: the chosen question under every policy, which is up to date in any case. Where nothing is known of the
    file, its whole forecast is made.
    """
    made = _find_known(scenario, state)
    if made is None and scenario == file:
        made = work_out(file, state)
    if made is not None:
        return AllAnswers(made)
    base = _find_known(file, state) or work_out(file, state)
    reached = find_reached(file, scenario, tuple(file.policies)) - focused.answers.keys()
    return AllAnswers(replace(base, answers=dict(base.answers) | dict(focused.answers)), reached)


def work_out(scenario: Scenario, state: State) -> Forecast:
    """The whole forecast, kept for the next who asks; who asks while it is made waits for it."""
    with _making:
        made = _find_known(scenario, state)
        if made is None:
            made = compute.compute_every_policy(scenario, state.draws, state.worlds, state.seed)
    with _lock:
        _known[_key(scenario, state)] = made
        while len(_known) > _MOST:
            _known.popitem(last=False)
    return made


def _find_known(scenario: Scenario, state: State) -> Forecast | None:
    with _lock:
        key = _key(scenario, state)
        if key in _known:
            _known.move_to_end(key)
        return _known.get(key)


def _key(scenario: Scenario, state: State) -> tuple[object, ...]:
    return scenario.digest, state.draws, state.worlds, state.seed
