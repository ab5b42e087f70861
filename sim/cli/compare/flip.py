"""`sim flip`: the smallest change that takes an answer to another word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.files import FileCommand, InputFile, out_option
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, policy_option, set_option, size_options
from sim.cli.common.output import put, terminal
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.errors import FormatError, Problem
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.compare.flip_model import Flips


@click.command(cls=FileCommand)
@click.argument("path", type=InputFile(scenario=True), metavar="SCENARIO")
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
    from sim.scenario.file import read

    if len(files := read.find(path)) > 1:
        message = f"{len(files)} scenarios in this folder - name one of them, such as {files[0]}"
        raise FormatError([Problem(message, file=str(path))])
    tell_rounding(options["worlds"])

    def work(file: Path, progress: Progress) -> Flips:
        from sim.results.compare.flip import flip as flipped

        scenario = scenario_with(file, all_settings(settings))
        return flipped(scenario, question, policy=policy or None, progress=progress, **options)

    each([path], work, lambda made: put(_rendered(made[0], form, out), out), shows_progress=True)


def _rendered(made: Flips, form: str, out: Path | None) -> str:
    if form in ("json", "csv"):
        from sim.results.compare.flip_export import as_csv, as_json

        return as_json(made) if form == "json" else as_csv(made)
    from sim.show.flips import as_text

    width, bold = terminal(out)
    return as_text(made, width=width, bold=bold)
