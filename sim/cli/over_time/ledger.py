"""`sim ledger`: what was really said, kept by day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.failures import clean
from sim.cli.common.files import FileCommand, InputFile, out_option
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, read_day, size_options
from sim.cli.common.output import put
from sim.cli.common.seen import observed, seen_options
from sim.cli.common.settings import tell_rounding
from sim.errors import FormatError
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.ledger.model import Entered

_folder = click.argument("folder", type=InputFile(), metavar="DIR")


@click.group()
def ledger() -> None:
    """Keep what was really said: dated forecasts that nobody changes unnoticed."""


@ledger.command(cls=FileCommand)
@click.argument("path", type=InputFile(scenario=True), metavar="SCENARIO")
@_folder
@click.option("--date", "day", type=read_day, metavar="DATE", show_default="today", help="The day of the entry.")
@seen_options
@size_options(threads=True)
@out_option
def add(
    path: Path, folder: Path, day: date | None, evidence: Path | None, until: date | None, given: tuple[str, ...],
    out: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Enter a forecast into the ledger in the folder DIR.

    One file holds all answers, with quantiles over draws, the evidence, digests, versions, draws, worlds and seed; the
    digest in its name covers its bytes. It is written whole or not at all, and over no other: a day that was entered
    with other numbers is refused, and with the same numbers it is there already.

    Example: sim ledger add scenarios/venezuela-2025 said --date 2026-01-06
    """
    tell_rounding(options["worlds"])

    def work(file: Path, progress: Progress) -> Entered:
        from sim.results.ledger.ledger import Ledger
        from sim.scenario.file import read

        scenario = read.read(file)
        seen = observed(scenario, evidence, given, until)
        return Ledger(folder).add(scenario, date=day, observations=seen, progress=progress, **options)

    def write(made: list[Entered]) -> None:
        from sim.show.over_time.ledger import told_of_entry

        put(clean("".join(f"{told_of_entry(one)}\n" for one in made)), out)

    each([path], work, write, shows_progress=True)


@ledger.command("list", cls=FileCommand)
@_folder
@format_option("text", "json", "csv")
@out_option
def list_(folder: Path, form: str, out: Path | None) -> None:
    """List the entries of the ledger in the folder DIR, by day."""
    from sim.results.ledger.entries import entries
    from sim.results.ledger.export import as_csv, as_json
    from sim.show.over_time.ledger import as_text

    found = entries(folder)
    put(as_json(found) if form == "json" else as_csv(found) if form == "csv" else clean(as_text(found)), out)


@ledger.command(cls=FileCommand)
@_folder
@out_option
def check(folder: Path, out: Path | None) -> None:
    """Check that no entry of the ledger in the folder DIR was changed, renamed, removed or entered twice.

    What was entered stands in its entered.txt; who takes an entry out of both leaves no trace: keep the folder under
    version control.
    """
    from sim.results.ledger.entries import check_ledger
    from sim.show.over_time.ledger import told_of_state

    state = check_ledger(folder)
    put(clean(told_of_state(state)), out)
    if state.problems:
        raise FormatError(state.problems)
