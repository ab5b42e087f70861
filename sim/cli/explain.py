"""`sim explain`: which sentence moves an answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.files import FileCommand, out_option, scenario_argument
from sim.cli.common.many_files import each
from sim.cli.common.one_scenario import one_scenario
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
def explain(
    path: Path, question: str, settings: tuple[str, ...], form: str, out: Path | None, **options: Any
) -> None:
    """Show which sentence moves the answer to QUESTION, and by how much.

    The judgments behind it with speaker, phrase, source and prior, each with its share of the answer's variance over
    draws; who is right and the phrase book in rows of their own; the answer without each voice, and with each judgment
    at its 10th and 90th percentile; chance, doubt and disagreement apart. It takes 100 draws at least.

    Example: sim explain scenarios/venezuela-2025 Q6 --policy strikes
    """
    from sim.results.explain.report import explain as explained

    tell_rounding(options["worlds"])

    def work(file: Path, progress: Progress) -> Explanation:
        scenario = scenario_with(file, all_settings(settings))
        return replace(explained(scenario, question, progress=progress, **options), edits=settings)

    def write(explanations: list[Explanation]) -> None:
        put(_rendered(explanations[0], form, out), out)
        tell_dashboard("To see it move", path, form, out)

    each([one_scenario(path)], work, write, shows_progress=True)


def _rendered(explanation: Explanation, form: str, out: Path | None) -> str:
    if form == "json":
        from sim.results.explain.export import as_json

        return as_json(explanation)
    from sim.show.explanation import as_text

    width, bold = terminal(out)
    return as_text(explanation, width=width, bold=bold)
