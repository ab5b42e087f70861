"""`sim choices`: one scenario, many settings, one table of how far the answers move."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.files import FileCommand, InputFile, out_option
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, policy_option, set_option, size_options
from sim.cli.common.output import put, put_result
from sim.cli.common.settings import all_settings, scenario_with
from sim.errors import FormatError, Problem
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.choices.compare import Choices


@click.command(cls=FileCommand)
@click.argument("path", type=InputFile(scenario=True), metavar="PATH")
@policy_option("that at which the dashboard opens")
@click.option("--questions", metavar="Q1,Q6", show_default="the four headlines", help="These questions.")
@click.option("--all", "every", is_flag=True, help="Every question.")
@click.option("--also", multiple=True, metavar="PATH=VALUE", help="One more choice, a row; may be given again.")
@set_option
@size_options(threads=True)
@format_option("text", "json", "csv", "markdown")
@out_option
def choices(
    path: Path, policy: str, questions: str | None, every: bool, settings: tuple[str, ...], form: str, out: Path | None,
    **options: Any,
) -> None:  # fmt: skip
    """Show how far the answers move under other choices.

    One row as the file has it, then every other word list and a blend, the other pooling rules, and other settings of
    the pool; all on the same random numbers. The headlines are the question at which the dashboard opens and those
    whose median moves most, four in all.

    Example of --also: 'lexicon={capphrase: 1, kent: 1}'.
    """
    if questions is not None and every:
        raise FormatError([Problem("either --questions or --all, not both", file="--questions")])
    asked = tuple(dict.fromkeys(name.strip() for name in questions.split(","))) if questions is not None else ()

    def work(file: Path, progress: Progress) -> Choices:
        from sim.results.choices.compare import choices as compared

        scenario = scenario_with(file, all_settings(settings))
        shown = tuple(scenario.questions) if every else asked
        made = compared(scenario, policy=policy or None, questions=shown, progress=progress, **options)
        return replace(made, edits=settings)

    def write(tables: list[Choices]) -> None:
        from sim.results.choices import export
        from sim.show.choices import as_markdown, as_text

        if form == "markdown":
            put(as_markdown(tables), out)
        else:
            put_result(tables, form, out, export, as_text)

    each([path], work, write, shows_progress=True)
