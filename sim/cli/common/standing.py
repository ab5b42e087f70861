"""How far work on many files has got: a bar on a terminal, else a line a minute."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sim.cli.common.failures import say
from sim.text_files import label

A_LINE = 60.0
"""Seconds between two lines of progress where there is no terminal."""
_MOST_LETTERS = 40  # of a file's name beside the bar

Tell = Callable[[float, Path], None]
"""Takes the files done, parts of one included, and the file whose turn it is."""
Aside = Callable[[], AbstractContextManager[None]]
"""Within it standard output is written to, and no bar is in the way."""


@contextmanager
def told(files: int, shown: bool) -> Iterator[tuple[Tell, Aside]]:
    """How the work on so many files is told while it goes on; not at all unless `shown`."""
    many = f"{files:,} scenario{'s' if files != 1 else ''}"
    if not shown:
        yield lambda done, file: None, nullcontext
        return
    if not sys.stderr.isatty():
        yield _lines(many), nullcontext
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress as Bar

    # Standard output is none of its business: what is printed there may go to a file.
    with Bar(console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(many, total=files)

        def tell(done: float, file: Path) -> None:
            at = f": {escape(label(file)[-_MOST_LETTERS:])}" if files > 1 else ""
            bar.update(task, completed=done, description=many + at)

        @contextmanager
        def aside() -> Iterator[None]:
            bar.stop()
            yield
            bar.start()

        yield tell, aside if sys.stdout.isatty() else nullcontext


def _lines(many: str) -> Tell:
    last = time.monotonic()

    def tell(done: float, file: Path) -> None:
        nonlocal last
        if time.monotonic() - last >= A_LINE:
            last = time.monotonic()
            say(f"{int(done):,} of {many}; at {label(file)}")

    return tell
