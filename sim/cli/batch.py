"""`sim batch`: a sweep of settings worked out into a store, and what a store says."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common.failures import say
from sim.cli.common.options import memory_option
from sim.errors import FormatError, Problem

if TYPE_CHECKING:
    from sim.batch.driver import Standing

A_LINE = 60.0  # seconds between two lines of progress where there is no terminal


@click.command()
@click.argument("sweep", type=click.Path(path_type=Path))
@click.argument("store", type=click.Path(path_type=Path), required=False)
@click.option("--plan", is_flag=True, help="Price the sweep from a timed sample; write nothing.")
@click.option("--workers", type=click.IntRange(1, 256), show_default="every core", metavar="N", help="Processes.")
@click.option("--retry-refused", is_flag=True, help="Work out again the chunks with refused settings.")
@memory_option
def batch(
    sweep: Path, store: Path | None, plan: bool, workers: int | None, retry_refused: bool, memory: int
) -> None:  # fmt: skip
    """Work out every setting of a sweep file into a store, on every core; go on where it stopped.

    SWEEP is a sweep file (docs/batch.md), STORE a folder of Parquet files. A store that is there already is gone on
    with: what it holds is not worked out again. Stop with Ctrl-C or a signal at any time.
    """
    from sim.batch.driver import carry_out, stop_on_signals
    from sim.batch.store.store import Store
    from sim.batch.sweep.read import read_sweep
    from sim.batch.work.local import LocalCrew
    from sim.batch.work.order import chunks
    from sim.batch.work.price import cores, price

    made = read_sweep(sweep)
    for note in made.notes:
        say(f"note: {note}")
    laid_out = chunks(made)
    count = workers or cores()
    if plan:
        click.echo(price(made, laid_out, store or Path(), memory).text(count))
        return
    if store is None:
        raise FormatError([Problem("name the folder of the store, or give --plan", file="STORE")])
    kept = Store.create(store, made, laid_out)
    with kept.locked():
        crew = LocalCrew(made, min(count, max(1, len(kept.missing()))), memory)
        with stop_on_signals(say) as stopped, _told() as tell:
            standing = carry_out(made, kept, laid_out, crew, tell, stopped)
        _end(standing, sweep, store, stopped())


def _end(standing: Standing, sweep: Path, store: Path, stopped: bool) -> None:
    """Says how far it got, and ends with the exit code for it."""
    for failure in standing.failures:
        first, last = failure.runs
        say(f"settings {first} to {last} (chunk {failure.number}) were left: {failure.reason}")
    refused = f"; {standing.refused} settings were refused: the store says why" if standing.refused else ""
    click.echo(f"{store}: {standing.done:,} of {standing.settings:,} settings{refused}")
    if standing.failures:
        raise click.exceptions.Exit(1)
    if not standing.complete and stopped:
        say(f"stopped; to go on: sim batch {sweep} {store}")
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
        task = bar.add_task("", total=None, told="starting")
        yield lambda standing: bar.update(
            task, total=standing.settings, completed=standing.done, told=_pace(standing)
        )  # fmt: skip


def _lines() -> Callable[[Standing], None]:
    last = time.monotonic()

    def tell(standing: Standing) -> None:
        nonlocal last
        if time.monotonic() - last >= A_LINE or (standing.fresh and standing.complete):
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
