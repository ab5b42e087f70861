"""`sim diff`: from one scenario, date or setting to another, edit by edit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.chart_file import chart_option, require_one_chart, write_chart
from sim.cli.common.files import FileCommand, InputFile, out_option, scenario_argument
from sim.cli.common.many_files import each
from sim.cli.common.one_scenario import one_scenario
from sim.cli.common.options import format_option, policy_option, questions_option, set_option, size_options
from sim.cli.common.output import put_result
from sim.cli.common.seen import evidence_option, until_option
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.errors import FormatError, Problem
from sim.progress import Progress
from sim.text_files import STREAM

if TYPE_CHECKING:
    from sim.results.replay.diff_model import ScenarioDiff
    from sim.results.replay.mixture import Seen
    from sim.scenario.resolve.scenario import Scenario


@click.command(cls=FileCommand)
@scenario_argument
@click.argument("other", required=False, type=InputFile(scenario=True), metavar="[SECOND]")
@set_option
@click.option(
    "--set-first", "first_settings", multiple=True, metavar="PATH=VALUE", help="Change a value of the first side."
)
@until_option(multiple=True)
@evidence_option(multiple=True)
@questions_option
@policy_option("that at which the dashboard opens; with evidence, let_it_run")
@click.option(
    "--orders", type=click.IntRange(4, 1000), default=8, show_default=True, metavar="N",
    help="Orders of steps that are drawn where there are more than 6 steps; an even number.",
)  # fmt: skip
@size_options(threads=True)
@chart_option
@format_option("text", "json", "csv")
@out_option
def diff(
    path: Path, other: Path | None, settings: tuple[str, ...], first_settings: tuple[str, ...], until: tuple[date, ...],
    evidence: tuple[Path, ...], questions: tuple[str, ...], policy: str, chart: Path | None, form: str,
    out: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Show what led from one answer to another, edit by edit.

    Two files; or two dates of one (--until twice: the evidence.yaml beside it, or --evidence, by the one day and by the
    other); or one file and the same with --set, or with --set-first on the one side and --set on the other. --until,
    and --evidence, given once are of both sides. Each step has what it did to the answer, averaged over all orders in
    which the steps could be made (of more than 6 steps, over some), on the same draws. Edits that cannot be made alone
    are one step.

    Example: sim diff scenarios/venezuela-2025 --until 2026-01-02 --until 2026-01-31 --question Q6
    """
    _require_two_sides(path, other, (*settings, *first_settings), until, evidence)
    if options["orders"] % 2:
        raise FormatError([Problem("must be even: each second order is the reverse of the first", file="--orders")])
    tell_rounding(options["worlds"])
    require_one_chart(chart, questions)

    def work(file: Path, progress: Progress) -> ScenarioDiff:
        from sim.results.replay.diff import diff as compared

        first = scenario_with(file, all_settings(first_settings))
        second = scenario_with(file if other is None else one_scenario(other), all_settings(settings))
        seen = (_seen(first, evidence[:1], until[:1], until), _seen(second, evidence[-1:], until[-1:], until))
        return compared(
            first, second, seen=seen, questions=questions, policy=policy or None, progress=progress, **options
        )  # fmt: skip

    def write(made: list[ScenarioDiff]) -> None:
        from sim.results.replay import diff_export
        from sim.show.charts.over_time.waterfall import waterfall_caption, waterfall_spec
        from sim.show.over_time.diff import as_text

        put_result(made[0], form, out, diff_export, as_text)
        if chart is not None:
            write_chart(waterfall_spec(made[0]), waterfall_caption(made[0], date.today()), chart)

    each([one_scenario(path)], work, write, shows_progress=True)


def _require_two_sides(
    path: Path, other: Path | None, settings: Sequence[str], until: Sequence[date], evidence: Sequence[Path]
) -> None:
    """Refuses before the work what leaves nothing to compare: FormatError."""
    problems = []
    if other is None and not settings and len(until) < 2 and len(evidence) < 2:
        problems.append(Problem("name a second file, two dates (--until), or a change (--set)", file=str(path)))
    if len(until) > 2:
        problems.append(Problem("two dates at most: one for each side", file="--until"))
    if len(evidence) > 2:
        problems.append(Problem("two files at most: one for each side", file="--evidence"))
    if other is None and path == STREAM:
        problems.append(Problem("standard input can be read once, and is both sides", file=str(path)))
    if problems:
        raise FormatError(problems)


def _seen(scenario: Scenario, evidence: Sequence[Path], until: Sequence[date], dates: Sequence[date]) -> Seen:
    """What one side has seen: nothing where neither evidence nor a date is named."""
    from sim.results.replay.days import seen_by

    if not evidence and not dates:
        return ()
    return seen_by(scenario, evidence[0] if evidence else None, ())(until[0] if until else None)
