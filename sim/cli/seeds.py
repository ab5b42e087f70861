"""`sim seeds`: what seed questions say about the voices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.each import Progress, each
from sim.cli.options import paths_argument
from sim.cli.output import require_writable, write
from sim.cli.run import all_settings

if TYPE_CHECKING:
    from sim.results.seeds import SeedReport


@click.command()
@paths_argument
@click.option(
    "--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change a value for this table; may be given again."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead, all or nothing.")
@click.pass_context
def seeds(
    ctx: click.Context, /, paths: tuple[Path, ...], settings: tuple[str, ...], form: str, out: Path | None
) -> None:
    """Score the voices on the scenario's seed questions (Cooke's classical model).

    For each voice calibration, information and weight; the decision makers with equal, global and item
    weights, without and with the optimised cut-off; and the scenario's own without each voice and each question.

    Examples of --set: pool.kind=item, pool.cut_off=0.05, experts.ann.weight=0.
    """
    from sim.results import seed_tables

    changes = all_settings(settings)
    if out is not None:
        require_writable(out)

    def work(file: Path, _: Progress) -> SeedReport:
        from sim.results.seeds import report
        from sim.scenario import edit, read

        scenario = read.read(file)
        return report(edit.edit(scenario, changes) if changes else scenario)

    reports, code = each(paths, work)
    if reports:
        text = seed_tables.as_json(reports) if form == "json" else seed_tables.as_text(reports)
        if out is not None:
            write(text, out)
        else:
            click.echo(text, nl=False)
    ctx.exit(code)
