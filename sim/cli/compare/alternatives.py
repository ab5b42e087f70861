"""`sim alternatives`: all answers under each view that the scenario names."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.files import FileCommand, InputFile, out_option
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, policy_option, set_option, size_options
from sim.cli.common.output import put, terminal
from sim.cli.common.seen import observed, seen_options
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.compare.views import Views


@click.command(cls=FileCommand)
@click.argument("path", type=InputFile(scenario=True), metavar="SCENARIO")
@policy_option("that at which the dashboard opens")
@click.option("--question", "questions", multiple=True, metavar="Q", help="This question.")
@set_option
@seen_options
@size_options(threads=True)
@format_option("text", "json", "csv")
@out_option
def alternatives(
    path: Path, policy: str, questions: tuple[str, ...], settings: tuple[str, ...], evidence: Path | None,
    until: date | None, given: tuple[str, ...], form: str, out: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Show all answers under each alternative that the scenario names.

    With what was seen, also how likely each alternative made it, all together and one by one: which evidence speaks for
    and against which view.
    """
    tell_rounding(options["worlds"])

    def work(file: Path, progress: Progress) -> Views:
        from sim.results.compare.alternatives import alternatives as told

        scenario = scenario_with(file, all_settings(settings))
        seen = observed(scenario, evidence, given, until)
        return told(
            scenario, policy=policy or None, questions=questions, observations=seen, progress=progress, **options
        )

    each([path], work, lambda made: put(_rendered(made, form, out), out), shows_progress=True)


def _rendered(made: list[Views], form: str, out: Path | None) -> str:
    if form in ("json", "csv"):
        from sim.results.compare.views_export import as_csv, as_json

        return as_json(made) if form == "json" else as_csv(made)
    from sim.show.views import as_text

    width, bold = terminal(out)
    return as_text(made, width=width, bold=bold)
