"""The same work on many scenarios: one that fails does not stop the others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from sim.cli.common.failures import tell
from sim.errors import FormatError, Problem
from sim.progress import Progress, portion, untold

Result = TypeVar("Result")


def each(
    paths: Sequence[Path],
    work: Callable[[Path, Progress], Result],
    write: Callable[[list[Result]], None],
    *,
    shows_progress: bool = False,
) -> NoReturn:
    """Writes what `work` makes of every scenario in `paths`, if anything, and ends the command with its exit code."""
    from sim.scenario.file import read

    files: list[Path] = []
    results: list[Result] = []
    codes: list[int] = []
    for path in paths:
        try:
            files += (found := read.find(path))
            if not found:  # to check nothing and say nothing would look like success
                raise FormatError([Problem("no scenario in this folder", file=str(path))])
        except Exception as error:
            codes.append(tell(error))
    with _bar(len(files), shows_progress) as bar:
        for number, file in enumerate(files):
            try:
                results.append(work(file, portion(bar, number, number + 1)))
            except Exception as error:
                codes.append(tell(error))
    if results:
        write(results)
    click.get_current_context().exit(min(codes, default=0))


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
