"""`sim indicators`: what to watch before a question is decided."""

from __future__ import annotations

from datetime import date
from functools import partial
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
    from sim.results.indicators.model import Indicators
    from sim.scenario.resolve.scenario import Scenario


def _read_chance(_: click.Context, __: click.Parameter, value: str) -> float:
    """The chance; a usage error for what is none."""
    from sim.scenario.file.yaml_scalars import plain_scalar
    from sim.scenario.model import values

    try:
        return values.probability(plain_scalar(value))
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command(cls=FileCommand)
@scenario_argument
@click.argument("question")
@click.option(
    "--by", type=read_day, metavar="DATE", show_default="halfway to the deadline", help="Events up to this day."
)
@click.option(
    "--within", metavar="LENGTH", help="Instead: what first comes within '1 week' of --until, or of what was seen last."
)
@click.option(
    "--reported",
    default="100%",
    show_default=True,
    callback=_read_chance,
    metavar="CHANCE",
    help="How much of what happens would be reported: 95%.",
)
@policy_option("that at which the dashboard opens")
@click.option("--leading", is_flag=True, help="Leave out what follows from the question's own event.")
@click.option(
    "--top",
    type=click.IntRange(1, 100),
    default=5,
    show_default=True,
    metavar="N",
    help="How many are told.",
)
@set_option
@seen_options
@size_options(threads=True)
@format_option("text", "json", "csv")
@out_option
@chart_option
def indicators(
    path: Path, question: str, top: int, settings: tuple[str, ...], evidence: Path | None, until: date | None,
    given: tuple[str, ...], form: str, out: Path | None, chart: Path | None, policy: str, **options: Any,
) -> None:  # fmt: skip
    """Show what to watch before QUESTION is decided, and what it would tell.

    Every event of every other variable by a date: its chance, the answer if it is seen and if it is not, and its worth,
    the expected fall of entropy (bits) and of the Brier score. Then what asking would be worth: the expected fall of
    the answer's variance if a judgment, or who is right, were known. --within '1 week' tells what to watch next week:
    what has come before, or was seen, does not count.

    Example: sim indicators scenarios/venezuela-2025 Q6 --policy let_it_run --reported 95%
    """
    require_one_chart(chart, [question])
    require_seen(evidence, given, until)
    tell_rounding(options["worlds"])

    def work(file: Path, progress: Progress) -> tuple[Scenario, Indicators]:
        from sim.results.indicators.report import indicators as watched

        scenario = scenario_with(file, all_settings(settings))
        seen = observed(scenario, evidence, given, until)
        made = watched(
            scenario, question, policy=policy or None, observations=seen, since=until, progress=progress, **options
        )
        return scenario, made

    def write(made: list[tuple[Scenario, Indicators]]) -> None:
        from sim.results.indicators import export
        from sim.show.over_time.indicators import as_text

        scenario, found = made[0]
        if chart is not None:
            _draw(scenario, found, top, settings, chart)
        put_result(found, form, out, export, partial(as_text, top=top))

    each([one_scenario(path)], work, write, shows_progress=True)



def _draw(scenario: Scenario, made: Indicators, top: int, settings: tuple[str, ...], chart: Path) -> None:
    """The picture with what it shows written above it."""
    from sim.show.charts.export import Caption
    from sim.show.charts.over_time.dumbbells import Dumbbells
    from sim.show.titles import find_titles

    picture = Dumbbells(made, top)
    caption = Caption(
        "What to watch", picture.text(), picture.guide(), made.title, scenario.as_of,
        find_titles(scenario).policy(made.policy), made.asks, settings, date.today(),
    )  # fmt: skip
    write_chart(picture.spec(), caption, chart)
