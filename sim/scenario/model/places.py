"""Where a value stands in its file, so that every complaint can point at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.errors import Problem

Steps = tuple[str, ...]
"""The way to a value through the file: keys, and positions in lists counted from 0."""

Place = tuple[int, int]
"""Line and column, counted from 1."""


@dataclass(frozen=True)
class Places:
    """The places of one file's values and keys; empty for data that come from elsewhere.

    `edited` holds the dotted paths that were set by hand: they stand in no file any more.
    """

    file: str = "<scenario>"
    values: Mapping[Steps, Place] = field(default_factory=dict)
    keys: Mapping[Steps, Place] = field(default_factory=dict)
    edited: frozenset[str] = frozenset()

    def problem(self, steps: Steps, message: str, *, at_key: bool = False) -> Problem:
        """A problem with the value at `steps`, placed there or at the nearest ancestor that has a place."""
        path = dotted(steps)
        if any(f"{path}.".startswith(f"{edit}.") or f"{edit}.".startswith(f"{path}.") for edit in self.edited):
            return Problem(message, path, "--set")
        first, second = (self.keys, self.values) if at_key else (self.values, self.keys)
        place = first.get(steps) or second.get(steps)
        while place is None and steps:
            steps = steps[:-1]
            place = self.keys.get(steps) or self.values.get(steps)
        line, column = place or (None, None)
        return Problem(message, path, self.file, line, column)


_RECORD_DEPTH = {
    "sources": 2, "experts": 2, "seeds": 2, "variables": 2, "judgments": 3, "not_encoded": 2, "policies": 2,
    "questions": 2, "alternatives": 2,
}  # fmt: skip


def record_of(steps: Steps) -> Steps:
    """The smallest record around a value that a scenario can be read without; () for the whole file.

    >>> record_of(("judgments", "us_action", "M2", "says")), record_of(("timeline", "steps"))
    (('judgments', 'us_action', 'M2'), ('timeline',))
    """
    return steps[: _RECORD_DEPTH.get(steps[0], 1)] if steps else ()


def dotted(steps: Steps) -> str:
    """The path as analysts write it; judgments are named without their variable.

    >>> dotted(("judgments", "direct_military", "S14", "about"))
    'judgments.S14.about'
    """
    if steps[:1] == ("judgments",) and len(steps) > 2:
        steps = (steps[0], *steps[2:])
    return ".".join(steps)
