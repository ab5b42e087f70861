"""`sim choices`: one scenario, many settings, one table of how far the answers move."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common.files import FileCommand, InputFile, out_option
from sim.cli.common.many_files import each
from sim.cli.common.options import WholeNumber, memory_option
from sim.cli.common.output import put, terminal
from sim.cli.common.settings import all_settings
from sim.errors import FormatError, Problem
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.choices.compare import Choices


@click.command(cls=FileCommand)
@click.argument("path", type=InputFile(scenario=True), metavar="PATH")
@click.option("--policy", metavar="P", help="Under this policy; by default the one at which the dashboard opens.")
@click.option("--questions", metavar="Q1,Q6", help="These questions; by default the four headlines.")
@click.option("--all", "every", is_flag=True, help="Every question.")
@click.option("--also", multiple=True, metavar="PATH=VALUE", help="One more choice, a row; may be given again.")
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change a value in every row.")
@click.option("--draws", type=WholeNumber("draws"), default=1000, show_default=True, help="Samples of what is unknown.")
@click.option("--worlds", type=WholeNumber("worlds"), default=64, show_default=True, help="Histories played a draw.")
@click.option("--seed", type=WholeNumber("seed"), default=1, show_default=True, help="Another seed, another sample.")
@click.option("--threads", type=WholeNumber("threads"), default=1, show_default=True, help="Change no byte.")
@memory_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv", "markdown"]), default="text", show_default=True
)
@out_option
@click.pass_context
def choices(
    ctx: click.Context,
    /,
    path: Path,
    questions: str | None,
    every: bool,
    form: str,
    out: Path | None,
    **options: object,
) -> None:
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
        return _table(file, progress, asked, every, **options)  # type: ignore[arg-type]

    tables, code = each([path], work, shows_progress=True)
    if tables:
        put(_rendered(tables, form), out)
    ctx.exit(code)


def _table(
    file: Path,
    progress: Progress,
    questions: tuple[str, ...],
    every: bool,
    *,
    policy: str | None,
    also: Sequence[str],
    settings: Sequence[str],
    **size: int,
) -> Choices:
    """One scenario's table."""
    from dataclasses import replace

    from sim.results.choices.compare import choices as compared
    from sim.scenario import edit
    from sim.scenario.file import read

    scenario = read.read(file)
    if settings:
        scenario = edit.edit(scenario, all_settings(settings))
    shown = tuple(scenario.questions) if every else questions
    made = compared(scenario, policy=policy, questions=shown, also=also, progress=progress, **size)
    return replace(made, edits=tuple(settings))


def _rendered(tables: Sequence[Choices], form: str) -> str:
    if form in ("json", "csv"):
        from sim.results.choices.export import as_csv, as_json

        return as_json(tables) if form == "json" else as_csv(tables)
    from sim.show.choices import as_markdown, as_text

    if form == "markdown":
        return as_markdown(tables)
    width, bold = terminal()
    return as_text(tables, width=width, bold=bold)
