"""`sim import` and `sim export`: other people's networks in, scenarios out."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from sim.cli.output import require_writable, write

out_option = click.option(
    "-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead, all or nothing."
)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.bif")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The scenario's `as_of`; today if not given."
)
@out_option
def import_(file: Path, as_of: datetime.datetime | None, out: Path | None) -> None:
    """Make a scenario of a discrete Bayesian network (BIF).

    Every probability stands as in the file, a table a variable; the network is the one voice. Names that a
    scenario cannot hold are changed, and `sim export` restores them.
    """
    from sim.exchange import bif, to_scenario

    if out is not None:
        require_writable(out)
    day = as_of.date() if as_of is not None else datetime.date.today()
    _print(to_scenario.text(bif.read(file), file.name, day), out)


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--bif", is_flag=True, required=True, help="As a Bayesian network in the Bayesian Interchange Format.")
@click.option("--steps", type=click.IntRange(min=1), metavar="N", help="Unroll the first N steps, a node a step.")
@out_option
def export(scenario: Path, bif: bool, steps: int | None, out: Path | None) -> None:
    """Write a scenario as a Bayesian network.

    A network holds no doubt: each row is written as its mean over draws. Policies and questions stay behind.
    """
    from sim.exchange import bif_write, to_network
    from sim.scenario.read import read

    if out is not None:
        require_writable(out)
    _print(bif_write.text(to_network.network(read(scenario), steps)), out)


def _print(text: str, out: Path | None) -> None:
    if out is not None:
        write(text, out)
    else:
        click.echo(text, nl=False)
