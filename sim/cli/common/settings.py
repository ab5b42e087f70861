"""The settings of several `--set`, and the note on rounded worlds."""

from __future__ import annotations

from collections.abc import Iterable

from sim.cli.common.failures import say
from sim.errors import FormatError, Problem


def tell_rounding(worlds: int) -> None:
    """Says so where more worlds are played than were asked for."""
    from sim.engine.program.uniforms import round_worlds

    if round_worlds(worlds) != worlds:
        say(f"note: --worlds {worlds} is rounded up to {round_worlds(worlds)}, whole blocks of 64")


def all_settings(texts: Iterable[str]) -> dict[str, object]:
    """Paths and values of several --set; FormatError for a path that is there twice."""
    from sim.scenario.edit import setting

    changes: dict[str, object] = {}
    twice: list[Problem] = []
    for path, value in map(setting, texts):
        if path in changes:
            twice.append(Problem("is set twice: keep one", path, "--set"))
        changes[path] = value
    if twice:
        raise FormatError(twice)
    return changes
