"""`sim draft`, `sim import` and `sim export`: other people's articles and networks in, networks out."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from sim.cli.common.failures import clean, say
from sim.cli.common.files import FileCommand, InputFile, out_option, scenario_argument
from sim.cli.common.options import as_of_option
from sim.cli.common.output import put
from sim.text_files import label


@click.command(cls=FileCommand)
@click.argument("article", type=InputFile(), metavar="ARTICLE.txt")
@out_option
def draft(article: Path, out: Path | None) -> None:
    """Make a draft scenario of an article in plain text (UTF-8).

    Each phrase of likelihood with a named speaker becomes a draft judgment: speaker, phrase and place stand as in
    the text, and `claim`, `about` and all else is left to you. `sim check` then lists what is to be filled in. The
    rules are in docs/draft.md; no network and no language model has a part in it.
    """
    from sim.exchange.article import draft as drafting
    from sim.exchange.article import yaml

    found = drafting.read_article(article)
    put(yaml.write_draft(found, label(Path(article.name))), out)
    summary = clean(yaml.summarise(found))
    if out is None:
        say(summary)
    else:
        click.echo(summary)


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
