"""`sim replay`: the forecast as of every day on which something was seen."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.files import FileCommand, InputFile, OutputFile, out_option
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, policy_option, read_day, set_option, size_options
from sim.cli.common.output import put, terminal
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.cli.over_time.chart_file import require_one_chart, write_chart
from sim.cli.over_time.one_file import one_scenario
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.replay.model import Replay


@click.command(cls=FileCommand)
@click.argument("path", type=InputFile(scenario=True), metavar="SCENARIO")
@click.option(
    "--from", "--first-day", "start", type=read_day, metavar="DATE", show_default="as_of", help="The first day."
)
@click.option(
    "--to", "--last-day", "end", type=read_day, metavar="DATE", show_default="the last of the evidence",
    help="The last day.",
)  # fmt: skip
@click.option("--question", "questions", multiple=True, metavar="Q", help="This question.")
@policy_option("let_it_run, or that at which the dashboard opens")
@click.option("--evidence", type=InputFile(), metavar="FILE", help="What was seen: a file of dated observations.")
@click.option(
    "--given", multiple=True, metavar="'VARIABLE: EVENT @ DATE'", help="One more observation; may be given again."
)
@set_option
@size_options(threads=True)
@click.option(
    "--chart", type=OutputFile(is_main=False), metavar="FILE", help="Also a picture of it: .svg, .png or .html."
)
@format_option("text", "json", "csv")
@out_option
def replay(
    path: Path, start: date | None, end: date | None, questions: tuple[str, ...], policy: str, evidence: Path | None,
    given: tuple[str, ...], settings: tuple[str, ...], chart: Path | None, form: str, out: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Show the forecast as of every day on which something was seen, and what moved it.

    Reads the evidence.yaml beside the scenario, or --evidence. A day's figures are those of sim run --evidence --until
    that day. Where several things were seen on a day, each has what it did to the answer, averaged over all orders in
    which they could have come. Without --question, the question at which the dashboard opens.

    Example: sim replay scenarios/venezuela-2025 --to 2026-01-31 --question Q6 --chart replay.svg
    """
    tell_rounding(options["worlds"])
    require_one_chart(chart, questions)

    def work(file: Path, progress: Progress) -> Replay:
        from sim.results.replay.replay import replay as replayed

        scenario = scenario_with(file, all_settings(settings))
        return replayed(
            scenario, evidence, given=given, start=start, end=end, questions=questions, policy=policy or None,
            progress=progress, **options,
        )  # fmt: skip

    def write(made: list[Replay]) -> None:
        from sim.show.charts.over_time.replay import replay_caption, replay_spec

        put(_rendered(made, form, out), out)
        if chart is not None:
            write_chart(replay_spec(made[0]), replay_caption(made[0], date.today()), chart)

    each([one_scenario(path)], work, write, shows_progress=True)


def _rendered(made: list[Replay], form: str, out: Path | None) -> str:
    if form in ("json", "csv"):
        from sim.results.replay.export import as_csv, as_json

        return as_json(made) if form == "json" else as_csv(made)
    from sim.show.over_time.replay import as_text

    width, bold = terminal(out)
    return as_text(made, width=width, bold=bold)
