"""`sim flip`: the smallest change that takes an answer to another word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.files import FileCommand, out_option, scenario_argument
from sim.cli.common.many_files import each
from sim.cli.common.one_scenario import one_scenario
from sim.cli.common.options import format_option, policy_option, set_option, size_options
from sim.cli.common.output import put_result
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.compare.flip_model import Flips


@click.command(cls=FileCommand)
@scenario_argument
@click.argument("question")
@policy_option("that at which the dashboard opens")
@set_option
@size_options(200, threads=True)
@format_option("text", "json", "csv")
@out_option
def flip(
    path: Path, question: str, policy: str, settings: tuple[str, ...], form: str, out: Path | None, **options: Any
) -> None:
    """Show what it takes to move the answer to QUESTION to another word.

    The smallest change of any one judgment, weight or reading that does, the smallest first: where a red team looks.

    Example: sim flip scenarios/venezuela-2025 Q6 --policy strikes
    """
    tell_rounding(options["worlds"])

    def work(file: Path, progress: Progress) -> Flips:
        from sim.results.compare.flip import flip as flipped

        scenario = scenario_with(file, all_settings(settings))
        return flipped(scenario, question, policy=policy or None, progress=progress, **options)

    def write(made: list[Flips]) -> None:
        from sim.results.compare import flip_export
        from sim.show.flips import as_text

        put_result(made[0], form, out, flip_export, as_text)

    each([one_scenario(path)], work, write, shows_progress=True)
