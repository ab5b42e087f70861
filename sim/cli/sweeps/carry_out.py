"""A sweep worked out into a store: who works, how it is told on the way, and how it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common.failures import say
from sim.errors import FormatError, Problem

if TYPE_CHECKING:
    from sim.batch.driver import Standing
    from sim.batch.sweep.model import Sweep
    from sim.batch.work.crew import Crew

A_LINE = 60.0  # seconds between two lines of progress where there is no terminal


@dataclass(frozen=True)
class Workforce:
    """Who works. workers: processes; None for every core. dask: a scheduler's address; None for this machine. memory:
    bytes that one forecast may take. retry_refused: refused settings are worked out again. share: of the chunks, as
    (1, 4) for the first of four machines; None for all."""

    workers: int | None
    dask: str | None
    memory: int
    retry_refused: bool
    share: tuple[int, int] | None = None

    def takes(self, number: int) -> bool:
        """Whether a chunk, by its number from 0, is in the share."""
        return self.share is None or number % self.share[1] == self.share[0] - 1


def open_sweep(path: Path) -> Sweep:
    """The sweep in a file; its notes are said. Raises as `read_sweep`."""
    from sim.batch.sweep.read import read_sweep

    sweep = read_sweep(path)
    for note in sweep.notes:
        say(f"note: {note}")
    return sweep


def price_sweep(path: Path, store: Path, force: Workforce) -> str:
    """What the sweep would cost, as text."""
    from sim.batch.work.order import chunks
    from sim.batch.work.price import price
    from sim.cores import count_cores

    sweep = open_sweep(path)
    return price(sweep, chunks(sweep), store, force.memory).text(force.workers or count_cores()) + "\n"


def work_out(path: Path, folder: Path, force: Workforce) -> None:
    """Works out what the store lacks; ends the command with the exit code for how far it got."""
    from sim.batch.driver import carry_out, stop_on_signals
    from sim.batch.store.store import Store
    from sim.batch.work.local import LocalCrew
    from sim.batch.work.order import chunks
    from sim.cores import count_cores

    sweep = open_sweep(path)
    laid_out = chunks(sweep)
    store = Store.create(folder, sweep, laid_out)
    with store.locked():
        if force.retry_refused:
            store.forget(store.refused_chunks())
        most = max(1, len(store.missing()))
        crew: Crew = LocalCrew(sweep, min(force.workers or count_cores(), most), force.memory)
        if force.dask is not None:
            crew = _cluster(sweep, force.dask, force.memory)
        with stop_on_signals(say) as stopped, _told() as tell:
            standing = carry_out(sweep, store, laid_out, crew, tell, stopped, force.takes)
    words = f"{path} {folder}" + (f" --dask {force.dask}" if force.dask else "")
    words += f" --share {force.share[0]}/{force.share[1]}" if force.share else ""
    _end(standing, words, folder, stopped())


def _cluster(sweep: Sweep, address: str, memory: int) -> Crew:
    """The workers of a Dask scheduler; raises FormatError where Dask is not installed."""
    try:
        from sim.batch.work.cluster import ClusterCrew
    except ModuleNotFoundError as error:
        message = f"needs `pip install 'scenario-sim[cluster]'` ({error})"
        raise FormatError([Problem(message, file="--dask")]) from None
    return ClusterCrew(sweep, address, memory, say)


def _end(standing: Standing, words: str, store: Path, stopped: bool) -> None:
    """Says how far it got, and ends with the exit code for it."""
    for failure in standing.failures:
        first, last = failure.runs
        say(f"settings {first} to {last} (chunk {failure.number}) were left: {failure.reason}")
    refused = f"; {standing.refused} settings were refused: the store says why" if standing.refused else ""
    click.echo(f"{store}: {standing.done:,} of {standing.settings:,} settings{refused}")
    if standing.failures:
        raise click.exceptions.Exit(1)
    if not standing.finished and stopped:
        say(f"stopped; to go on: sim batch {words}")
        raise click.exceptions.Exit(130)


@contextmanager
def _told() -> Iterator[Callable[[Standing], None]]:
    """How the work is told while it goes on: a bar on a terminal, else a line a minute."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    text = TextColumn("{task.completed:,} of {task.total:,} settings; {task.fields[told]}")
    with Bar(BarColumn(), text, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=0, told="starting")
        yield lambda standing: bar.update(
            task, total=standing.settings, completed=standing.done, told=_pace(standing)
        )  # fmt: skip


def _lines() -> Callable[[Standing], None]:
    last = time.monotonic()

    def tell(standing: Standing) -> None:
        nonlocal last
        if time.monotonic() - last >= A_LINE or (standing.fresh and standing.finished):
            last = time.monotonic()
            say(f"{standing.done:,} of {standing.settings:,} settings; {_pace(standing)}")

    return tell


def _pace(standing: Standing) -> str:
    from sim.batch.work.price import in_time

    parts = [f"{standing.rate:.3g} settings/s" if standing.fresh else "starting"]
    if standing.left:
        parts.append(f"{in_time(standing.left)} left")
    if standing.refused:
        parts.append(f"{standing.refused} refused")
    if standing.failures:
        parts.append(f"{len(standing.failures)} chunks left")
    return ", ".join(parts)
