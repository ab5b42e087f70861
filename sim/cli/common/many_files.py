"""The same work on many scenarios: one that fails does not stop the others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sim.cli.common.failures import tell
from sim.errors import FormatError, Problem
from sim.progress import Progress, portion, untold

Result = TypeVar("Result")


def each(
    paths: Sequence[Path], work: Callable[[Path, Progress], Result], *, shows_progress: bool = False
) -> tuple[list[Result], int]:
    """What `work` makes of every scenario in `paths`, and the exit code; a failure does not stop the others."""
    from sim.scenario.file import read

    files: list[Path] = []
    results: list[Result] = []
    codes: list[int] = []
    for path in paths:
        try:
            files += _found(path, read.find(path))
        except Exception as error:
            codes.append(tell(error))
    with _bar(len(files), shows_progress) as bar:
        for number, file in enumerate(files):
            try:
                results.append(work(file, portion(bar, number, number + 1)))
            except Exception as error:
                codes.append(tell(error))
    return results, min(codes, default=0)


def _found(path: Path, files: list[Path]) -> list[Path]:
    """The files, unless there are none: to check nothing and say nothing would look like success."""
    if not files:
        raise FormatError([Problem("no scenario in this folder", file=str(path))])
    return files


@contextmanager
def _bar(files: int, shown: bool) -> Iterator[Progress]:
    """A progress bar over files, on a terminal only; takes the number of files done."""
    if not (shown and sys.stderr.isatty()):
        yield untold
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{files} scenario{'s' if files != 1 else ''}", total=files)
        yield lambda done: bar.update(task, completed=done)
