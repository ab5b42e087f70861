"""`sim score`: what a forecast was worth, beside simpler ones, and which judgment is to blame."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.failures import clean
from sim.cli.common.files import FileCommand, out_option, paths_argument
from sim.cli.common.many_files import each
from sim.cli.common.options import format_option, policy_option, questions_option, read_day, size_options
from sim.cli.common.output import put
from sim.cli.common.seen import evidence_option, ledger_option
from sim.errors import FormatError, Problem
from sim.progress import Progress, portion

if TYPE_CHECKING:
    from sim.results.score.blame_model import BlameTable
    from sim.results.score.model import ScoreTable
    from sim.scenario.resolutions import Resolution
    from sim.scenario.resolve.scenario import Scenario


@click.command(cls=FileCommand)
@paths_argument
@policy_option("let_it_run, or that at which the dashboard opens")
@click.option(
    "--as-of", "days", type=read_day, multiple=True, metavar="DATE", show_default="as it stood first",
    help="The day of the forecast, its `as_of`.",
)  # fmt: skip
@evidence_option()
@ledger_option
@click.option("--blame", is_flag=True, help="What the log score would be without each judgment.")
@questions_option
@size_options(threads=True)
@format_option("text", "json", "csv")
@out_option
def score(
    paths: tuple[Path, ...], policy: str, days: tuple[date, ...], evidence: Path | None,
    ledger: Path | None, blame: bool, questions: tuple[str, ...], form: str, out: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Score a forecast by what came, beside simpler ones.

    Reads the resolutions.yaml beside the scenario. Brier and logarithmic scores, and the ranked probability score where
    a resolution names the state; less is better. Beside the forecast stand 50 %, base rates and markets alone, experts
    alone, the author alone, each voice alone, and each alternative; who has nothing to say about a question does not
    answer it. Each difference has a 90 % interval by bootstrap over events.

    With --as-of, the forecast as it would have been on that day: given what was seen by then (evidence.yaml beside the
    scenario, or --evidence), on the questions that were still open. It may be given again: a table a day.

    With --ledger, beside what today's file would have said what was really said (`sim ledger add`), by the last entry
    until that day; without --as-of, on the day of each entry.

    With --blame, what each judgment gained or cost: it is left out, and the forecast made again on the same draws.
    """
    _require(days, evidence, ledger, blame, questions)
    options |= {"policy": policy or None}
    if blame:
        each(
            paths, lambda file, progress: _blamed(file, questions, progress, options),
            lambda made: put(_blame_rendered(made, form), out), shows_progress=True,
        )  # fmt: skip
    each(
        paths, lambda file, progress: _scored(file, days, evidence, progress, options | {"ledger": ledger}),
        lambda made: put(_rendered([table for tables in made for table in tables], form), out), shows_progress=True,
    )  # fmt: skip


def _require(
    days: tuple[date, ...], evidence: Path | None, ledger: Path | None, blame: bool, questions: tuple[str, ...]
) -> None:  # fmt: skip
    problems = []
    if blame and days:
        problems.append(Problem("goes without --blame, which is of the forecast as it stood first", file="--as-of"))
    if blame and ledger:
        problems.append(Problem("goes without --blame, which is of the file alone", file="--ledger"))
    if evidence and not days and not ledger:
        problems.append(Problem("goes with --as-of: say until which day it counts", file="--evidence"))
    if questions and not blame:
        problems.append(Problem("goes with --blame: scores are of all resolved questions", file="--question"))
    if problems:
        raise FormatError(problems)


def answers_beside(file: Path, scenario: Scenario) -> Mapping[str, Resolution]:
    """The resolutions beside a scenario; raises FileNotFoundError where there are none."""
    from sim.scenario import resolutions

    beside = file.with_name("resolutions.yaml")
    if not beside.exists():
        raise FileNotFoundError(2, "no resolutions beside the scenario: nothing can be scored yet", str(beside))
    return resolutions.load(beside, scenario)


def _scored(
    file: Path, days: tuple[date, ...], given: Path | None, progress: Progress, options: dict[str, Any]
) -> list[ScoreTable]:
    from sim.results.score.report import score as scored
    from sim.scenario.evidence import evidence
    from sim.scenario.file import read

    scenario = read.read(file)
    answers = answers_beside(file, scenario)
    days = days or _entered(scenario, options)
    if not days:
        return [scored(scenario, answers, progress=progress, **options)]
    beside = given or file.with_name("evidence.yaml")
    seen = beside if given or beside.exists() else None
    made, in_order = [], sorted(set(days))
    for number, day in enumerate(in_order):
        share = portion(progress, number / len(in_order), (number + 1) / len(in_order))
        observations = evidence(scenario, seen, until=day)
        made.append(scored(scenario, answers, as_of=day, observations=observations, progress=share, **options))
    return made


def _entered(scenario: Scenario, options: dict[str, Any]) -> tuple[date, ...]:
    """The days of the entries of the ledger, if there is one."""
    from sim.results.ledger.said import find_said
    from sim.results.score.report import history

    if options["ledger"] is None:
        return ()
    return tuple(said.date for said in find_said(options["ledger"], scenario, history(scenario, options["policy"])))


def _blamed(file: Path, questions: tuple[str, ...], progress: Progress, options: dict[str, Any]) -> BlameTable:
    from sim.results.score.blame import blame
    from sim.scenario.file import read

    scenario = read.read(file)
    return blame(scenario, answers_beside(file, scenario), questions=questions, progress=progress, **options)


def _rendered(made: list[ScoreTable], form: str) -> str:
    from sim.results.score.export import as_csv, as_json
    from sim.show.scores.score import as_text

    return as_json(made) if form == "json" else as_csv(made) if form == "csv" else clean(as_text(made))


def _blame_rendered(made: list[BlameTable], form: str) -> str:
    from sim.results.score.blame_export import as_csv, as_json
    from sim.show.scores.blame import as_text

    return as_json(made) if form == "json" else as_csv(made) if form == "csv" else clean(as_text(made))
