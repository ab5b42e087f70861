"""`sim alternatives`: all answers under each view that the scenario names."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.files import FileCommand, out_option, scenario_argument
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, policy_option, questions_option, set_option, size_options
from sim.cli.common.output import put_result
from sim.cli.common.seen import observed, seen_options
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.compare.views import Views


@click.command(cls=FileCommand)
@scenario_argument
@policy_option("that at which the dashboard opens")
@questions_option
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

    def write(made: list[Views]) -> None:
        from sim.results.compare import views_export
        from sim.show.views import as_text

        put_result(made, form, out, views_export, as_text)

    each([path], work, write, shows_progress=True)
