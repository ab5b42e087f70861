"""The same work on many files, in processes of this machine; what it makes comes back in the order of the files."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import connection, get_context
from pathlib import Path
from typing import Any, TypeVar

from sim.cli.common.standing import Tell
from sim.errors import FormatError, Problem
from sim.progress import Progress, untold
from sim.signal_mask import signals_blocked
from sim.text_files import label

Result = TypeVar("Result")
Work = Callable[[Path, Progress], Result]

_AHEAD = 4  # files a worker that may be done, or in hand, before their turn
_LOOK = 1.0  # seconds between two words on how far it is, while all wait


def work_by_others(
    files: Sequence[Path], first: int, work: Work[Result], workers: int, tell: Tell
) -> Iterator[tuple[Path, Result | Exception]]:
    """Every file from the `first` on, in order, with what `work` makes of it or raises, in other processes.

    work: it and its results are pickled. workers: processes at most. tell: is called again and again. The processes end
    with this generator, finished or not.
    """
    crew: list[_Worker] = []
    made: dict[int, Any] = {}
    begun = first
    try:
        crew += (_Worker(work) for _ in range(min(workers, len(files) - first)))
        for number, file in enumerate(files[first:], first):
            tell(number, file)
            while number not in made:
                for worker in crew:
                    if worker.at is None and begun < min(len(files), number + _AHEAD * len(crew)):
                        worker.begin(begun, files[begun])
                        begun += 1
                ready = connection.wait([worker.pipe for worker in crew if worker.at is not None], _LOOK)
                tell(number, file)
                for worker in crew:
                    at = worker.at
                    if worker.pipe in ready and at is not None:
                        made[at] = worker.take(files[at])
            yield file, made.pop(number)
    finally:
        for worker in crew:
            worker.end()


class _Worker:
    """A process of its own. at: number of the file that it has in hand."""

    def __init__(self, work: Work[Any]) -> None:
        self._work = work
        self.at: int | None = None
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        with signals_blocked():  # Ctrl-C reaches them too, and is for this process to act on
            self._process.start()
            theirs.close()

    def begin(self, number: int, file: Path) -> None:
        """Hands over a file."""
        self.at = number
        with suppress(OSError):  # a process that has died is found when its result is asked for
            self.pipe.send(file)

    def take(self, file: Path) -> Any:
        """What became of the file in hand; where the process has died, the problem, and there is a new process."""
        self.at = None
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            self.end()
            code = self._process.exitcode
            self._start()
        message = f"the process that worked on it died (exit code {code}); for want of memory? Ask for fewer --workers"
        return FormatError([Problem(message, file=label(file))])

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _serve(pipe: connection.Connection, work: Work[Any]) -> None:
    """A worker's life; it ends when the other side has gone."""
    with suppress(EOFError, OSError):
        while True:
            pipe.send(_attempt(work, pipe.recv()))


def _attempt(work: Work[Result], file: Path) -> Result | Exception:
    """What `work` makes of a file, or raises, with where that was."""
    try:
        return work(file, untold)
    except Exception as error:
        error.add_note("".join(traceback.format_exception(error)))
        return error
