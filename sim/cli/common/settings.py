"""The settings of several `--set`, the scenario with them, and the note on rounded worlds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.common.failures import say
from sim.errors import FormatError, Problem

if TYPE_CHECKING:
    from sim.scenario.resolve.scenario import Scenario


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


def scenario_with(file: Path, changes: Mapping[str, object]) -> Scenario:
    """The scenario of a file, with values changed; raises what reading and editing raise."""
    from sim.scenario import edit
    from sim.scenario.file import read

    scenario = read.read(file)
    return edit.edit(scenario, changes) if changes else scenario
