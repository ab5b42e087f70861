"""`sim score`: what a forecast was worth, beside simpler ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.failures import clean
from sim.cli.common.files import FileCommand, out_option, paths_argument
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, policy_option, size_options
from sim.cli.common.output import put
from sim.progress import Progress

if TYPE_CHECKING:
    from sim.results.score.model import ScoreTable


@click.command(cls=FileCommand)
@paths_argument
@policy_option("let_it_run, or that at which the dashboard opens")
@size_options(threads=True)
@format_option("text", "json", "csv")
@out_option
def score(paths: tuple[Path, ...], policy: str, form: str, out: Path | None, **options: Any) -> None:
    """Score a forecast by what came, beside simpler ones.

    Reads the resolutions.yaml beside the scenario. Brier and logarithmic scores, less is better, of the forecast, of
    50 %, of base rates and markets alone, experts alone, the author alone, and each voice alone; a baseline answers
    only what one of its voices speaks about. Each difference has a 90 % interval by bootstrap over events.
    """

    def work(file: Path, progress: Progress) -> ScoreTable:
        from sim.results.score.report import score as scored
        from sim.scenario import resolutions
        from sim.scenario.file import read

        scenario = read.read(file)
        beside = file.with_name("resolutions.yaml")
        if not beside.exists():
            raise FileNotFoundError(2, "no resolutions beside the scenario: nothing can be scored yet", str(beside))
        answers = resolutions.load(beside, scenario)
        return scored(scenario, answers, policy=policy or None, progress=progress, **options)

    def write(made: list[ScoreTable]) -> None:
        from sim.results.score.export import as_csv, as_json
        from sim.show.score import as_text

        put(as_json(made) if form == "json" else as_csv(made) if form == "csv" else clean(as_text(made)), out)

    each(paths, work, write, shows_progress=True)
