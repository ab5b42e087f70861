"""From and to other files: `sim draft` and `sim judgments`, `sim import` and `sim export` of networks."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from sim.cli.common.failures import clean, say
from sim.cli.common.files import FileCommand, InputFile, out_option, scenario_argument
from sim.cli.common.options import as_of_option
from sim.cli.common.output import put
from sim.text_files import content, folder, label


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


@click.group()
def judgments() -> None:
    """Judgments as a table: out to CSV, and in again, round by round.

    One row a round, question, expert and element, as users of the IDEA protocol and of aggreCAT have them.
    The columns are round, question, expert, element, value, phrase, locator, source, date.
    """


@judgments.command("export", cls=FileCommand)
@scenario_argument
@click.option("--anonymise", is_flag=True, help="Experts become E1, E2, ...; what would name them is left out.")
@out_option
def export_table(path: Path, anonymise: bool, out: Path | None) -> None:
    """Write all judgments of all rounds as CSV."""
    from sim.exchange.judgments import rows
    from sim.scenario.file.read import read

    put(rows.write_table(read(path), anonymise=anonymise), out)


@judgments.command("import", cls=FileCommand)
@click.argument("file", type=InputFile(), metavar="FILE.csv")
@click.option(
    "--into", required=True, type=InputFile(scenario=True), metavar="SCENARIO",
    help="What they are added to; the file itself stays as it is.",
)  # fmt: skip
@click.option(
    "--round", "only", type=click.IntRange(1, 100), metavar="N", help="Only round N; rows without a round are of it."
)
@click.option("--add-experts", is_flag=True, help="Unknown experts become voices with weight 1.")
@click.option("--per-cent", is_flag=True, help="Plain probabilities are per cent, as in aggreCAT: 5 is 5 %.")
@out_option
def import_table(file: Path, into: Path, only: int | None, add_experts: bool, per_cent: bool, out: Path | None) -> None:
    """Add the judgments in a CSV file to a scenario.

    The scenario's text is kept, comments and all; judgments are appended, those of earlier rounds are not
    touched, and of one voice's answers to a question only the latest round speaks. The result is checked
    before it is written.
    """
    from sim.exchange.judgments.insertion import TargetFile, insert_judgments
    from sim.exchange.judgments.table import SIZE_MAX
    from sim.scenario.file import yaml_text
    from sim.scenario.file.read import decoded

    scenario = into / "scenario.yaml" if into.is_dir() else into
    raw = content(scenario, yaml_text.SIZE_MAX)
    target = TargetFile(decoded(raw, label(scenario)), label(scenario), folder(scenario))
    table = content(file, SIZE_MAX)
    done = insert_judgments(target, table, label(file), only=only, add_experts=add_experts, per_cent=per_cent)
    mark = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") else ""
    put(mark + done.text, out)
    told = [f"{_counted(len(done.judgments), 'judgment')} added"]
    told += [f"{_counted(len(done.experts), 'new voice')}: {', '.join(done.experts)}"] if done.experts else []
    told += [f"{_counted(done.left_out, 'row')} of other rounds left out"] if done.left_out else []
    say("; ".join(told))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
