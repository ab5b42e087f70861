"""`sim choices`: one scenario, many settings, one table of how far the answers move."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.each import Progress, each
from sim.cli.options import WholeNumber
from sim.cli.output import require_writable, write
from sim.cli.run import all_settings, setting
from sim.errors import FormatError, Problem

if TYPE_CHECKING:
    from sim.results.choices import Choices
    from sim.scenario.model import Scenario


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="PATH")
@click.option("--policy", metavar="P", help="Under this policy; by default the one at which the dashboard opens.")
@click.option("--questions", metavar="Q1,Q6", help="These questions; by default the four headlines.")
@click.option("--all", "every", is_flag=True, help="Every question.")
@click.option("--also", multiple=True, metavar="PATH=VALUE", help="One more choice, a row; may be given again.")
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change a value in every row.")
@click.option("--draws", type=WholeNumber("draws"), default=1000, show_default=True, help="Samples of what is unknown.")
@click.option("--worlds", type=WholeNumber("worlds"), default=64, show_default=True, help="Histories played a draw.")
@click.option("--seed", type=WholeNumber("seed"), default=1, show_default=True, help="Another seed, another sample.")
@click.option("--threads", type=WholeNumber("threads"), default=1, show_default=True, help="Change no byte.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv", "markdown"]), default="text", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead, all or nothing.")
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
    if out is not None:
        require_writable(out)
    asked = tuple(dict.fromkeys(name.strip() for name in questions.split(","))) if questions is not None else ()

    def work(file: Path, progress: Progress) -> Choices:
        return _table(file, progress, asked, every, **options)  # type: ignore[arg-type]

    tables, code = each([path], work, shows_progress=True)
    if tables:
        text = _rendered(tables, form)
        if out is not None:
            write(text, out)
        else:
            click.echo(text, nl=False)
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

    from sim.results.choices import Choice, compare
    from sim.scenario import edit, read

    more = [Choice(path, text) for path, text in map(_split, also)]
    scenario = read.read(file)
    if settings:
        scenario = edit.edit(scenario, all_settings(settings))
    for choice in more:
        edit.value(scenario, choice.path)  # an unknown path is a slip, not a choice that the scenario refuses
    policy, first = _opening(scenario, policy)
    shown = tuple(scenario.questions) if every else questions
    made = compare(scenario, policy, first, questions=shown, also=more, progress=progress, **size)
    return replace(made, edits=tuple(settings))


def _split(text: str) -> tuple[str, str]:
    """Path and text of one --also; complaints are those of --set."""
    setting(text)
    path, _, value = text.partition("=")
    return path.strip(), value.strip()


def _opening(scenario: Scenario, policy: str | None) -> tuple[str, str]:
    """The policy and question that come first."""
    from sim.results.behind import opening

    if not scenario.questions:
        raise FormatError([Problem("no question in this scenario: nothing to compare", "questions", scenario.name)])
    if policy is not None and policy not in scenario.policies:
        return policy, ""  # told by the forecast, with the nearest
    return opening(scenario, policy)


def _rendered(tables: Sequence[Choices], form: str) -> str:
    if form in ("json", "csv"):
        from sim.results.choice_tables import as_csv, as_json

        return as_json(tables) if form == "json" else as_csv(tables)
    from sim.show.choices import as_markdown, as_text

    if form == "markdown":
        return as_markdown(tables)
    styled = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = min(shutil.get_terminal_size((80, 24)).columns, 120)
    return as_text(tables, width=width, bold=(lambda text: click.style(text, bold=True)) if styled else str)
