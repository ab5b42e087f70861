"""`sim paths`: by which way the worlds go."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.chart_file import chart_option, require_one_chart, write_chart
from sim.cli.common.files import FileCommand, out_option, scenario_argument
from sim.cli.common.many_files import each
from sim.cli.common.one_scenario import one_scenario
from sim.cli.common.options import format_option, policy_option, read_day, set_option, size_options
from sim.cli.common.output import put_result
from sim.cli.common.seen import observed, require_seen, seen_options
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.paths.model import Paths


@click.command(cls=FileCommand)
@scenario_argument
@policy_option("that at which the dashboard opens; with evidence, let_it_run")
@click.option(
    "--variables", multiple=True, metavar="V", show_default="levers, and four that questions ask about",
    help="Told in a story, in this order: A,B or given again.",
)  # fmt: skip
@click.option("--by", type=read_day, metavar="DATE", show_default="the timeline's end", help="Events up to this day.")
@click.option(
    "--top", type=click.IntRange(1, 1000), default=8, show_default=True, metavar="N", help="How many are told."
)
@set_option
@seen_options
@size_options(threads=True)
@chart_option
@format_option("text", "json", "csv")
@out_option
def paths(
    path: Path, policy: str, variables: tuple[str, ...], settings: tuple[str, ...], evidence: Path | None,
    until: date | None, given: tuple[str, ...], chart: Path | None, form: str, out: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Show by which way the worlds go: the commonest stories, and the first time to each state.

    Counted from whole worlds, those of sim run. A story is the highest state that each variable has reached by the end,
    or the state it is in where its states have no order. Shares add up to 100, all other stories last.

    Example: sim paths scenarios/venezuela-2025 --policy strikes --chart paths.svg
    """
    tell_rounding(options["worlds"])
    require_one_chart(chart, ())
    require_seen(evidence, given, until)

    def work(file: Path, progress: Progress) -> Paths:
        from sim.results.paths.report import paths as told

        scenario = scenario_with(file, all_settings(settings))
        seen = observed(scenario, evidence, given, until)
        names = [name.strip() for text in variables for name in text.split(",")]
        return told(
            scenario, policy=policy or None, variables=names, observations=seen, progress=progress, **options
        )  # fmt: skip

    def write(made: list[Paths]) -> None:
        from sim.results.paths import export
        from sim.show.charts.over_time.alluvial import AlluvialChart, alluvial_caption
        from sim.show.over_time.paths import as_text

        put_result(made[0], form, out, export, as_text)
        if chart is not None:
            write_chart(AlluvialChart(made[0]).spec(), alluvial_caption(made[0], date.today()), chart)

    each([one_scenario(path)], work, write, shows_progress=True)
