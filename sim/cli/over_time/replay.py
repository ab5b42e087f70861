"""`sim replay`: the forecast as of every day on which something was seen."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.chart_file import chart_option, require_one_chart, write_chart
from sim.cli.common.files import FileCommand, out_option, scenario_argument
from sim.cli.common.many_files import each
from sim.cli.common.one_scenario import one_scenario
from sim.cli.common.options import format_option, policy_option, questions_option, read_day, set_option, size_options
from sim.cli.common.output import put_result
from sim.cli.common.seen import evidence_option, given_option, ledger_option
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.replay.model import Replay


@click.command(cls=FileCommand)
@scenario_argument
@click.option(
    "--from", "--first-day", "start", type=read_day, metavar="DATE", show_default="as_of", help="The first day."
)
@click.option(
    "--to", "--last-day", "end", type=read_day, metavar="DATE", show_default="the last of the evidence",
    help="The last day.",
)  # fmt: skip
@questions_option
@policy_option("let_it_run, or that at which the dashboard opens")
@evidence_option()
@given_option
@ledger_option
@set_option
@size_options(threads=True)
@chart_option
@format_option("text", "json", "csv")
@out_option
def replay(
    path: Path, start: date | None, end: date | None, questions: tuple[str, ...], policy: str, evidence: Path | None,
    given: tuple[str, ...], ledger: Path | None, settings: tuple[str, ...], chart: Path | None, form: str,
    out: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Show the forecast as of every day on which something was seen, and what moved it.

    Reads the evidence.yaml beside the scenario, or --evidence. A day's figures are those of sim run --evidence --until
    that day. Where several things were seen on a day, each has what it did to the answer, averaged over all orders in
    which they could have come. With --ledger, what was really said stands beside it. Without --question, the question
    at which the dashboard opens.

    Example: sim replay scenarios/venezuela-2025 --to 2026-01-31 --question Q6 --chart replay.svg
    """
    tell_rounding(options["worlds"])
    require_one_chart(chart, questions)

    def work(file: Path, progress: Progress) -> Replay:
        from sim.results.replay.replay import replay as replayed

        scenario = scenario_with(file, all_settings(settings))
        return replayed(
            scenario, evidence, given=given, start=start, end=end, questions=questions, policy=policy or None,
            ledger=ledger, progress=progress, **options,
        )  # fmt: skip

    def write(made: list[Replay]) -> None:
        from sim.results.replay import export
        from sim.show.charts.over_time.replay import replay_caption, replay_spec
        from sim.show.over_time.replay import as_text

        put_result(made, form, out, export, as_text)
        if chart is not None:
            write_chart(replay_spec(made[0]), replay_caption(made[0], date.today()), chart)

    each([one_scenario(path)], work, write, shows_progress=True)
