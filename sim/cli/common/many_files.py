"""The same work on many scenarios: one that fails does not stop the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from sim.cli.common.failures import say, tell
from sim.cli.common.standing import Tell, told
from sim.cli.common.stopping import require_going
from sim.errors import FormatError, Problem
from sim.progress import Progress, portion
from sim.text_files import label

Result = TypeVar("Result")
Work = Callable[[Path, Progress], Result]

ALONE = 1.0
"""Seconds for which this process works alone: what is done by then is done before others would have begun."""
_MOST_NAMES = 20  # of files that failed, when all are named again


def each(
    paths: Sequence[Path],
    work: Work[Result],
    write: Callable[[list[Result]], None],
    *,
    shows_progress: bool = False,
) -> NoReturn:
    """Writes what `work` makes of every scenario in `paths`, if anything, and ends the command with its exit code."""
    results: list[Result] = []
    code = each_in_turn(paths, work, results.append, shows_progress=shows_progress)
    if results:
        write(results)
    click.get_current_context().exit(code)


def each_in_turn(
    paths: Sequence[Path],
    work: Work[Result],
    take: Callable[[Result], None],
    *,
    workers: int | None = 1,
    shows_progress: bool = True,
) -> int:
    """Hands what `work` makes of every scenario in `paths` to `take`, one after another; the command's exit code.

    work, workers: as `work_in_order` has them. shows_progress: whether it is told how far it is,
    and in the end which scenarios are missing.
    """
    files, codes = _find(paths)
    failed: list[Path] = []
    done = 0
    try:
        with (
            told(len(files), shows_progress) as (tell_so_far, aside),
            closing(work_in_order(files, work, workers, tell_so_far)) as results,
        ):
            for file, result in results:
                if isinstance(result, Exception):
                    codes.append(tell(result))
                    failed.append(file)
                else:
                    with aside():
                        take(result)
                    done += 1
    except KeyboardInterrupt:
        if len(files) > 1:
            say(f"{done:,} of {len(files):,} scenarios were done; a file is written whole or not at all")
        raise
    if shows_progress and failed and len(files) > 1:
        names = ", ".join(map(label, failed[:_MOST_NAMES])) + (", ..." if len(failed) > _MOST_NAMES else "")
        say(f"{done:,} of {len(files):,} scenarios; {len(failed):,} failed: {names}")
    return min(codes, default=0)


def work_in_order(
    files: Sequence[Path], work: Work[Result], workers: int | None, tell: Tell
) -> Generator[tuple[Path, Result | Exception], None, None]:
    """Every file, in order, with what `work` makes of it or raises.

    work: with more than one worker it and its results are pickled. workers: processes at most, None for one a core; the
    number changes the time, never a result. tell: is called again and again.
    """
    begun = time.monotonic()
    for number, file in enumerate(files):
        if workers != 1 and number + 1 < len(files) and time.monotonic() - begun > ALONE:
            from sim.cli.common.workers import work_by_others
            from sim.cores import count_cores

            if (workers or count_cores()) > 1:
                yield from work_by_others(files, number, work, workers or count_cores(), tell)
                return
        tell(number, file)
        try:
            result: Result | Exception = work(file, portion(partial(_told_of, tell, file), number, number + 1))
        except Exception as error:
            result = error
        require_going()
        yield file, result


def _told_of(tell: Tell, file: Path, done: float) -> None:
    tell(done, file)


def _find(paths: Sequence[Path]) -> tuple[list[Path], list[int]]:
    """The scenario files, and the exit codes of paths that lead to none, which are told."""
    from sim.scenario.file import read

    files: list[Path] = []
    codes: list[int] = []
    for path in paths:
        try:
            files += (found := read.find(path))
            if not found:  # to check nothing and say nothing would look like success
                raise FormatError([Problem("no scenario in this folder", file=str(path))])
        except Exception as error:
            codes.append(tell(error))
    return files, codes
