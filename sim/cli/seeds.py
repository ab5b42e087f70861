"""`sim seeds`: what seed questions say about the voices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common.files import FileCommand, out_option, paths_argument
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, set_option
from sim.cli.common.output import put
from sim.cli.common.settings import all_settings, scenario_with
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.seeds.report import SeedReport


@click.command(cls=FileCommand)
@paths_argument
@set_option
@format_option("text", "json")
@out_option
@click.pass_context
def seeds(
    ctx: click.Context, /, paths: tuple[Path, ...], settings: tuple[str, ...], form: str, out: Path | None
) -> None:
    """Score the voices on the scenario's seed questions (Cooke's classical model).

    For each voice calibration, information and weight; the decision makers with equal, global and item
    weights, without and with the optimised cut-off; and the scenario's own without each voice and each question.

    Examples of --set: pool.kind=item, pool.cut_off=0.05, experts.ann.weight=0.
    """
    from sim.results.seeds import export

    changes = all_settings(settings)

    def work(file: Path, _: Progress) -> SeedReport:
        from sim.results.seeds.report import report

        return report(scenario_with(file, changes))

    reports, code = each(paths, work)
    if reports:
        put(export.as_json(reports) if form == "json" else export.as_text(reports), out)
    ctx.exit(code)
