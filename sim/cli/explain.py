"""`sim explain`: which sentence moves an answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.files import FileCommand, InputFile, out_option
from sim.cli.common.many_files import each
from sim.cli.common.options import WholeNumber, memory_option
from sim.cli.common.output import put, tell_dashboard, terminal
from sim.cli.common.settings import all_settings, tell_rounding
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.explain.model import Explanation


@click.command(cls=FileCommand)
@click.argument("path", type=InputFile(scenario=True))
@click.argument("question")
@click.option("--policy", default="", metavar="P", help="Under this policy, not that at which the dashboard opens.")
@click.option(
    "--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change a value for this run; may be given again."
)
@click.option("--draws", type=WholeNumber("explain_draws"), default=1000, show_default=True, help="At least 100.")
@click.option("--worlds", type=WholeNumber("worlds"), default=64, show_default=True, help="Histories played a draw.")
@click.option("--seed", type=WholeNumber("seed"), default=1, show_default=True, help="Another seed, another sample.")
@memory_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@out_option
@click.pass_context
def explain(
    ctx: click.Context, /, path: Path, question: str, settings: Sequence[str], form: str, out: Path | None,
    **options: Any,
) -> None:  # fmt: skip
    """Which sentence moves the answer to QUESTION, and by how much.

    The judgments behind it with speaker, phrase, source and prior, each with its share of the answer's variance over
    draws; who is right and the phrase book in rows of their own; the answer without each voice, and with each judgment
    at its 10th and 90th percentile; chance, doubt and disagreement apart.

    Example: sim explain scenarios/venezuela-2025 Q6 --policy strikes
    """
    _require_one(path)
    tell_rounding(options["worlds"])
    made, code = each([path], partial(_explained, question, settings, options), shows_progress=True)
    for one in made:
        put(_rendered(one, form), out)
        if out is None and form == "text":
            tell_dashboard("To see it move", path)
    ctx.exit(code)


def _require_one(path: Path) -> None:
    from sim.errors import FormatError, Problem
    from sim.scenario.file import read

    files = read.find(path)
    if len(files) > 1:
        message = f"{len(files)} scenarios in this folder - name one of them, such as {files[0]}"
        raise FormatError([Problem(message, file=str(path))])


def _explained(
    question: str, settings: Sequence[str], options: dict[str, Any], file: Path, progress: Progress
) -> Explanation:
    from dataclasses import replace

    from sim.results.explain.report import explain as explained
    from sim.scenario import edit
    from sim.scenario.file import read

    scenario = read.read(file)
    if settings:
        scenario = edit.edit(scenario, all_settings(settings))
    return replace(explained(scenario, question, progress=progress, **options), edits=tuple(settings))


def _rendered(made: Explanation, form: str) -> str:
    if form == "json":
        from sim.results.explain.export import as_json

        return as_json(made)
    from sim.show.explanation import as_text

    width, bold = terminal()
    return as_text(made, width=width, bold=bold)
