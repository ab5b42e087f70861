"""`sim import` and `sim export`: other people's networks in, scenarios out."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from sim.cli.common.files import FileCommand, InputFile, out_option, scenario_argument
from sim.cli.common.options import as_of_option
from sim.cli.common.output import put
from sim.text_files import label


@click.command("import", cls=FileCommand)
@click.argument("file", type=InputFile(), metavar="FILE.bif")
@as_of_option
@out_option
def import_(file: Path, as_of: datetime.date | None, out: Path | None) -> None:
    """Make a scenario of a discrete Bayesian network (BIF).

    Every probability stands as in the file, a table a variable; the network is the one voice. Names that a
    scenario cannot hold are changed, and `sim export` restores them.
    """
    from sim.exchange.networks import bif, to_scenario

    put(to_scenario.write_scenario(bif.read(file), label(Path(file.name)), as_of or datetime.date.today()), out)


@click.command(cls=FileCommand)
@scenario_argument
@click.option("--bif", is_flag=True, required=True, help="As a Bayesian network in the Bayesian Interchange Format.")
@click.option("--steps", type=click.IntRange(min=1), metavar="N", help="Unroll the first N steps, a node a step.")
@out_option
def export(path: Path, bif: bool, steps: int | None, out: Path | None) -> None:
    """Write a scenario as a Bayesian network.

    A network holds no doubt: each row is written as its mean over draws. Policies and questions stay behind.
    """
    from sim.exchange.networks import bif_write, to_network
    from sim.scenario.file.read import read

    put(bif_write.write_bif(to_network.build_network(read(path), steps)), out)
