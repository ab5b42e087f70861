"""`sim batch`: a sweep of settings worked out into a store, and what a store says."""

from __future__ import annotations

import re
from pathlib import Path

import click

from sim.cli.common.files import FileCommand, InputFile, OutputFile, out_option
from sim.cli.common.options import format_option, memory_option, policy_option, workers_option
from sim.cli.common.output import put, terminal
from sim.cli.sweeps.carry_out import Workforce, price_sweep, work_out
from sim.errors import FormatError, Problem

MERGE = "merge"
_READINGS = ("status", "summary", "what_leads_to", "csv")


def _read_share(value: object) -> tuple[int, int] | None:
    """A share of the chunks, `2/4`; a usage error for anything else."""
    if value is None or isinstance(value, tuple):
        return value
    share = re.fullmatch(r"([1-9]\d{0,4})/([1-9]\d{0,4})", str(value).strip())
    if share is None or int(share[1]) > int(share[2]):
        raise click.BadParameter(f"{value!r} - must be I/N with I from 1 to N, as in 2/4")
    return int(share[1]), int(share[2])


@click.command(cls=FileCommand)
@click.argument("paths", nargs=-1, required=True, type=InputFile(sweep=True), metavar="SWEEP STORE")
@click.option("--plan", is_flag=True, help="Price the sweep from a timed sample; write no store.")
@workers_option
@click.option("--dask", metavar="ADDRESS", help="Work on the cluster of this Dask scheduler, as tcp://host:8786.")
@click.option("--share", type=_read_share, metavar="I/N", help="Work out the I-th of N shares: one for each machine.")
@click.option("--retry-refused", is_flag=True, help="Work out again the chunks with refused settings.")
@memory_option
@click.option("--status", is_flag=True, help="Say how far a store is, and what was refused.")
@click.option("--summary", is_flag=True, help="How every answer spreads over the settings, and what moves it.")
@click.option("--what-leads-to", metavar="CONDITION", help="The settings that lead to an answer, as in 'Q6 > 10%'.")
@policy_option("every policy")
@click.option("--csv", type=OutputFile(is_main=False), metavar="FILE", help="All rows of a store as one CSV.")
@format_option("text", "json", "csv")
@out_option
def batch(
    paths: tuple[Path, ...], plan: bool, workers: int | None, dask: str | None, retry_refused: bool, memory: int,
    share: tuple[int, int] | None, form: str, out: Path | None, **asked: object,
) -> None:  # fmt: skip
    """Work out every setting of a sweep file into a store, on every core; go on where it stopped.

    SWEEP is a sweep file (docs/batch.md), STORE a folder of Parquet files. What a store holds is not worked out again.
    Stop with Ctrl-C or a signal at any time: the chunks in hand are finished, and the same command goes on.

    \b
    sim batch SWEEP STORE                  work it out, or go on
    sim batch SWEEP [STORE] --plan         what it would cost
    sim batch STORE --status               how far it is; also --summary, --what-leads-to, --csv
    sim batch merge STORE... STORE         parts from several machines into one store, the last named
    """
    force = Workforce(workers, dask, memory, retry_refused, share)
    reads = any(asked[name] for name in _READINGS)
    if not (reads or plan):
        _require_no_reading(form, out, asked)
    if str(paths[0]) == MERGE and len(paths) > 2:
        _merge(paths[1:])
    elif reads:
        _require_store(paths, out, asked)
        from sim.cli.sweeps.readings import read_store

        width, bold = terminal(out)
        put(read_store(paths[0], form, width=width, bold=bold, **asked), out)  # type: ignore[arg-type]
    elif plan:
        put(price_sweep(paths[0], paths[1] if len(paths) > 1 else Path(), force), out)
    elif len(paths) != 2:
        message = "name a sweep file and the folder of the store, or one of --plan, --status, --summary"
        raise FormatError([Problem(message, file="sim batch")])
    else:
        work_out(*paths, force)


def _merge(paths: tuple[Path, ...]) -> None:
    from sim.batch.store.merge import merge

    made = merge(paths[:-1], paths[-1])
    click.echo(f"{paths[-1]}: {made.status().text}")


def _require_no_reading(form: str, out: Path | None, asked: dict[str, object]) -> None:
    """Refuses what goes with a reading of a store, where none is asked for."""
    given = (("--out", out is not None), ("--format", form != "text"), ("--policy", bool(asked["policy"])))
    if problems := [Problem("goes with --summary or --what-leads-to", file=name) for name, there in given if there]:
        raise FormatError(problems)


def _require_store(paths: tuple[Path, ...], out: Path | None, asked: dict[str, object]) -> None:
    """One store, which nothing is written into, and one question about it."""
    problems = []
    if len(paths) != 1:
        problems.append(Problem("name the store alone, without its sweep", file="sim batch"))
    names = [f"--{name.replace('_', '-')}" for name in _READINGS if asked[name]]
    if len(names) > 1:
        problems.append(Problem(f"one of {', '.join(names)} at a time", file="sim batch"))
    if asked["csv"] and out is not None:
        problems.append(Problem("goes to a file of its own: leave --out away", file="--csv"))
    for option, path in (("--out", out), ("--csv", asked["csv"])):
        if isinstance(path, Path) and path.resolve().is_relative_to(paths[0].resolve()):
            problems.append(Problem(f"{path} lies in the store: name a file elsewhere", file=option))
    if problems:
        raise FormatError(problems)
