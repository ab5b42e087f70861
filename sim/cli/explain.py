"""`sim explain`: which sentence moves an answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.files import FileCommand, out_option, scenario_argument
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, policy_option, set_option, size_options
from sim.cli.common.output import put, tell_dashboard, terminal
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.explain.model import Explanation


@click.command(cls=FileCommand)
@scenario_argument
@click.argument("question")
@policy_option("that at which the dashboard opens")
@set_option
@size_options(limit="explain_draws")
@format_option("text", "json")
@out_option
@click.pass_context
def explain(
    ctx: click.Context, /, path: Path, question: str, settings: Sequence[str], form: str, out: Path | None,
    **options: Any,
) -> None:  # fmt: skip
    """Show which sentence moves the answer to QUESTION, and by how much.

    The judgments behind it with speaker, phrase, source and prior, each with its share of the answer's variance over
    draws; who is right and the phrase book in rows of their own; the answer without each voice, and with each judgment
    at its 10th and 90th percentile; chance, doubt and disagreement apart. It takes 100 draws at least.

    Example: sim explain scenarios/venezuela-2025 Q6 --policy strikes
    """
    _require_one(path)
    tell_rounding(options["worlds"])
    made, code = each([path], partial(_explained, question, settings, options), shows_progress=True)
    for one in made:
        put(_rendered(one, form, out), out)
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

    scenario = scenario_with(file, all_settings(settings))
    return replace(explained(scenario, question, progress=progress, **options), edits=tuple(settings))


def _rendered(made: Explanation, form: str, out: Path | None) -> str:
    if form == "json":
        from sim.results.explain.export import as_json

        return as_json(made)
    from sim.show.explanation import as_text

    width, bold = terminal(out)
    return as_text(made, width=width, bold=bold)
