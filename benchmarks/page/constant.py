"""The page with constant data: same layout, widgets and charts, and nothing computed when a slider moves.

    python -m benchmarks.page.constant [scenario]

What Streamlit caches in `sim.dashboard` is what computes. Each such function answers from a table, and edits give
one of four scenarios in turn, so that every move draws other numbers, and none that the browser still keeps from
before. A set of edited paths is computed on its first four moves; whoever measures makes these beforehand.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Hashable
from functools import wraps
from threading import RLock
from types import ModuleType
from typing import Any

import streamlit
from streamlit.runtime.caching.cache_utils import CachedFunc

import sim.dashboard
from sim.scenario.resolve.scenario import Scenario

TURNS = 4
EDITS = "apply_edits"  # (file, edits) -> scenario, edits, problems
_TABLE: dict[Hashable, Any] = {}
_LOCK = RLock()


def make_constant() -> list[str]:
    """Replace what computes by tables, in every module of the dashboard; the names of what was replaced."""
    modules = [importlib.import_module(name) for name in _names(sim.dashboard)]
    replaced: dict[int, Callable[..., Any]] = {}
    names = set()
    for module in modules:
        for name, function in list(vars(module).items()):
            if isinstance(function, CachedFunc):
                constant = replaced.setdefault(id(function), _constant(function, name))
                setattr(module, name, constant)
                names.add(f"{module.__name__}.{name}")
    return sorted(names)


def _names(package: ModuleType) -> list[str]:
    return [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]


def _constant(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    @wraps(function)
    def answer(*args: Any, **named: Any) -> Any:
        key = (name, *map(_key, args), *((word, _key(value)) for word, value in sorted(named.items())))
        with _LOCK:
            if key not in _TABLE:
                _TABLE[key] = function(*args, **named)
            return _TABLE[key]

    return _in_turn(function) if name == EDITS else answer


def _in_turn(apply_edits: Callable[..., Any]) -> Callable[..., Any]:
    """Edits are taken in name only: the scenario is one of those that had edits of the same paths before."""
    made: dict[Hashable, list[Any]] = {}
    turns: dict[tuple[Hashable, Hashable], int] = {}

    @wraps(apply_edits)
    def answer(file: Scenario, edits: tuple[tuple[str, str], ...]) -> Any:
        with _LOCK:
            paths = (file.digest, tuple(sorted(path for path, _ in edits)))
            scenarios = made.setdefault(paths, [])
            turn = turns.setdefault((paths, edits), sum(known == paths for known, _ in turns))
            if turn == len(scenarios) < TURNS:
                scenarios.append(apply_edits(file, edits))
            scenario, _, problems = scenarios[turn % TURNS]
            return scenario, edits, problems

    return answer


def _key(value: Any) -> Hashable:
    if isinstance(value, Scenario):
        return value.digest
    try:
        hash(value)
    except TypeError:
        return id(value)  # a constant, so it lives as long as the table
    return value  # type: ignore[no-any-return]


def main() -> None:
    """Serve the page as `sim dashboard` does."""
    print("constant:", ", ".join(make_constant()), f"(Streamlit {streamlit.__version__})", flush=True)
    from sim.cli import main as run

    sys.argv = ["sim", "dashboard", *sys.argv[1:]]
    run()


if __name__ == "__main__":
    main()
