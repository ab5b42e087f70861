"""A command that works on one scenario, not on a folder of several."""

from __future__ import annotations

from pathlib import Path

from sim.errors import FormatError, Problem


def one_scenario(path: Path) -> Path:
    """The scenario's file; raises FormatError for a folder that holds several, or none."""
    from sim.scenario.file import read

    files = read.find(path)
    if not files:
        raise FormatError([Problem("no scenario in this folder", file=str(path))])
    if len(files) > 1:
        message = f"{len(files)} scenarios in this folder - name one of them, such as {files[0]}"
        raise FormatError([Problem(message, file=str(path))])
    return files[0]
