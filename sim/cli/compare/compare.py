"""`sim compare`: two policies, or a file and its edits, on common draws."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.files import FileCommand, out_option, scenario_argument
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, questions_option, set_option, size_options
from sim.cli.common.output import put_result
from sim.cli.common.seen import observed, seen_options
from sim.cli.common.settings import all_settings, tell_rounding
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.compare.model import Comparison


@click.command(cls=FileCommand)
@scenario_argument
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@questions_option
@set_option
@click.option(
    "--alternative", "alternatives", multiple=True, metavar="NAME", help="With this alternative; may be given again."
)
@seen_options
@size_options(threads=True)
@format_option("text", "json", "csv")
@out_option
def compare(
    path: Path, policies: tuple[str, ...], questions: tuple[str, ...], settings: tuple[str, ...],
    alternatives: tuple[str, ...], evidence: Path | None, until: date | None, given: tuple[str, ...], form: str,
    out: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Show how far answers lie apart: the first policy less each other.

    With --set, the file less the file with the settings, under each policy named, or all; with --alternative, the
    file less the file under that alternative of its own. Both sides have the same draws: what moves both alike cancels,
    and the interval is that of the difference itself.

    Example: sim compare scenarios/venezuela-2025 strikes blockade --question Q6
    """
    tell_rounding(options["worlds"])
    changes = all_settings(settings) or None

    def work(file: Path, progress: Progress) -> Comparison:
        from sim.results.compare.compare import compare as compared
        from sim.scenario.file import read

        scenario = read.read(file)
        seen = observed(scenario, evidence, given, until)
        return compared(
            scenario, policies, questions=questions, changes=changes, alternatives=alternatives, observations=seen,
            progress=progress, **options,
        )  # fmt: skip

    def write(made: list[Comparison]) -> None:
        from sim.results.compare import export
        from sim.show.differences import as_text

        put_result(made, form, out, export, as_text)

    each([path], work, write, shows_progress=True)
