"""`sim brief`: one answer as a page to print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.cli.common.files import FileCommand, out_option, scenario_argument
from sim.cli.common.many_files import each
from sim.cli.common.one_scenario import one_scenario
from sim.cli.common.options import policy_option, set_option, size_options
from sim.cli.common.output import put
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.progress import Progress, portion


@click.command(cls=FileCommand)
@scenario_argument
@click.argument("question")
@policy_option("that at which the dashboard opens")
@set_option
@size_options(limit="explain_draws")
@out_option
def brief(path: Path, question: str, policy: str, settings: tuple[str, ...], out: Path | None, **size: Any) -> None:
    """Write the answer to QUESTION as one page of HTML that prints to one sheet.

    What is asked, the answer with its span and words, the policies beside each other, the sentences that weigh most
    with speaker and source, what was assumed and changed, and how it was made. The page asks nothing of the network.

    Example: sim brief scenarios/venezuela-2025 Q6 --policy strikes -o brief.html
    """
    tell_rounding(size["worlds"])

    def work(file: Path, progress: Progress) -> str:
        from sim.results.explain.case import case
        from sim.results.explain.shares import explain
        from sim.results.forecast.run import forecast
        from sim.results.report.model import QuestionPage
        from sim.show.brief.page import write_brief, write_command

        plain, scenario = scenario_with(file, {}), scenario_with(file, all_settings(settings))
        one = case(scenario, question, policy, size["draws"], size["worlds"], size["seed"], size["memory"])
        made = explain(one, chosen=not policy, progress=portion(progress, 0.0, 0.3))
        whole = forecast(scenario, progress=portion(progress, 0.3, 1.0), shares=False, **size)
        edits = {path.strip(): text for path, _, text in (setting.partition("=") for setting in settings)}
        command = write_command(whole.file, made.answer, whole.settings, edits)
        return write_brief(QuestionPage(plain, scenario, whole, made, edits, command))

    each([one_scenario(path)], work, lambda pages: put(pages[0], out), shows_progress=True)
