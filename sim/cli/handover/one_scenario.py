"""The one scenario that a command is about."""

from __future__ import annotations

from pathlib import Path

from sim.errors import FormatError, Problem


def find_one(path: Path) -> list[Path]:
    """The scenario's file, as `sim.cli.common.many_files.each` takes it; raises FormatError for a folder of several."""
    from sim.scenario.file import read

    files = read.find(path)
    if len(files) > 1:
        message = f"{len(files)} scenarios in this folder - name one of them, such as {files[0]}"
        raise FormatError([Problem(message, file=str(path))])
    return [path]
