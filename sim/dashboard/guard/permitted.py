"""Which values an address may change: those that have a slider or a setting on the page, and no structure.

An address comes from anybody. A longer timeline, another variable or a note of the file's is not its to give.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import Problem
from sim.scenario.model.places import Steps
from sim.scenario.resolve.scenario import Scenario

_POOL = frozenset(("rule", "concentration", "gamma", "extremize", "recalibrate"))


def keep_permitted(file: Scenario, edits: Mapping[str, str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The edits that an address may make, and a problem for each of the others.

    >>> from sim.scenario.file.read import read
    >>> file = read("scenarios/first-steps.yaml")
    >>> kept, refused = keep_permitted(file, {"pool.rule": "linear", "timeline.steps": "520"})
    >>> kept, refused[0].path
    ({'pool.rule': 'linear'}, 'timeline.steps')
    """
    records = ("none", "record", file.pool.recalibrate)  # an address names no file
    kept = {
        path: text
        for path, text in edits.items()
        if _permitted(file.file.steps(path)) and (path != "pool.recalibrate" or text in records)
    }
    message = "the page changes weights, nudges, what is said, the pool and the lexicon: this stays as in the file"
    return kept, tuple(Problem(message, path, "the address") for path in edits if path not in kept)


def _permitted(steps: Steps) -> bool:
    match steps:
        case ("dependence",) | ("lexicon", *_) | ("experts", _, "weight"):
            return True
        case ("judgments", _, _, "nudge") | ("judgments", _, _, "says", *_):
            return True
        case ("pool", name):
            return name in _POOL
    return False
