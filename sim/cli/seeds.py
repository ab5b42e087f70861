"""`sim seeds`: what seed questions say about the voices."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.common.files import FileCommand, out_option, paths_argument
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, set_option
from sim.cli.common.output import put
from sim.cli.common.settings import all_settings, scenario_with


@click.command(cls=FileCommand)
@paths_argument
@set_option
@format_option("text", "json")
@out_option
def seeds(paths: tuple[Path, ...], settings: tuple[str, ...], form: str, out: Path | None) -> None:
    """Score the voices on the scenario's seed questions (Cooke's classical model).

    For each voice calibration, information and weight; the decision makers with equal, global and item
    weights, without and with the optimised cut-off; and the scenario's own without each voice and each question.

    Examples of --set: pool.kind=item, pool.cut_off=0.05, experts.ann.weight=0.
    """
    from sim.results.seeds.export import as_json, as_text
    from sim.results.seeds.report import report

    changes = all_settings(settings)
    as_shown = as_json if form == "json" else as_text
    each(paths, lambda file, _: report(scenario_with(file, changes)), lambda reports: put(as_shown(reports), out))
