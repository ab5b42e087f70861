"""`sim run`: scenarios in, forecasts out, with what was seen and what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common.files import FileCommand, OutputFile, out_option, paths_argument
from sim.cli.common.forecast_files import ForecastFiles
from sim.cli.common.many_files import each_in_turn
from sim.cli.common.options import (
    format_option,
    policy_option,
    set_option,
    size_options,
    whole_number,
    workers_option,
)
from sim.cli.common.output import tell_dashboard, terminal
from sim.cli.common.seen import require_seen, seen_options, tell_nothing_seen
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.errors import FormatError, Problem
from sim.progress import Progress
from sim.text_files import STREAM

if TYPE_CHECKING:
    from sim.results.document import TextPieces
    from sim.results.forecast.model import Forecast
    from sim.scenario.resolve.observations import Observation
    from sim.scenario.resolve.scenario import Scenario


def _beside_out(ctx: click.Context, _: click.Parameter, worlds_out: Path | None) -> Path | None:
    """Where worlds go when nothing is said: beside the forecast. Click hands over last what was left out."""
    out = ctx.params.get("out")
    if worlds_out is not None or out is None or ctx.params.get("keep_worlds") is None:
        return worlds_out
    return Path(out).with_name(f"{out.stem}.worlds.csv")


@click.command(cls=FileCommand)
@paths_argument
@policy_option("every policy; may be given again", "policies", multiple=True)
@set_option
@seen_options
@size_options(threads=True)
@workers_option
@format_option("text", "json", "csv")
@out_option
@click.option(
    "--digits",
    type=whole_number("digits"),
    metavar="N",
    show_default="0 from 5 % to 95 %, else 1",
    help="Digits of per cents, in the text.",
)
@click.option("--all-assumptions", is_flag=True, help="In the text, every assumption and not the heaviest alone.")
@click.option("--draws-out", type=OutputFile(is_main=False), metavar="FILE", help="Also every draw: .parquet or .csv.")
@click.option("--keep-worlds", type=whole_number("keep_worlds"), metavar="N", help="Keep whole worlds, as CSV.")
@click.option(
    "--worlds-out",
    type=OutputFile(is_main=False),
    callback=_beside_out,
    metavar="FILE",
    show_default="beside --out",
    help="The file for --keep-worlds.",
)
def run(
    paths: tuple[Path, ...], settings: tuple[str, ...], policies: tuple[str, ...], form: str, out: Path | None,
    draws_out: Path | None, keep_worlds: int | None, worlds_out: Path | None, evidence: Path | None,
    until: date | None, given: tuple[str, ...], workers: int | None, digits: int | None, all_assumptions: bool,
    **size: Any,
) -> None:  # fmt: skip
    """Forecast every question of the scenarios under each policy.

    PATH is a scenario file, a folder with scenario.yaml in it, or a folder of scenarios; all of them make one
    table. A file that fails is told and left out.

    Examples of --set: experts.icb.weight=0, judgments.S14.nudge=0.5, judgments.S14.says='highly unlikely',
    pool.rule=linear.

    Evidence re-weights: experts who expected it gain; a policy that sets what was seen is left out. Example of --given:
    'us_action: limited_strike or more @ 2026-01-06'.
    """
    changes = all_settings(settings)
    require_seen(evidence, given, until)
    _require_companions(draws_out, keep_worlds, worlds_out)
    tell_rounding(size["worlds"])
    job = ForecastJob(settings, changes, policies, evidence, until, given, keep_worlds, size)
    with ExitStack() as stack:
        pieces = _pieces(form, out, digits=digits, all_assumptions=all_assumptions)
        files = ForecastFiles(stack, pieces, out, draws_out, None if keep_worlds is None else worlds_out)

        def write(ran: Ran) -> None:
            tell_nothing_seen(ran.seen, evidence, given, until)
            files.add(ran.forecast, lambda: job.worlds(ran))

        alone = STREAM in (*paths, evidence)  # standard input is this process's alone
        code = each_in_turn(paths, job, write, workers=1 if alone else workers)
        files.end()
    if files.count:
        tell_dashboard("To move the sliders yourself", paths[0], form, out)
    click.get_current_context().exit(code)


@dataclass(frozen=True)
class Ran:
    """What became of one file. scenario: with the settings. seen: what was."""

    scenario: Scenario
    forecast: Forecast
    seen: tuple[Observation, ...]


@dataclass(frozen=True)
class ForecastJob:
    """What is asked of every file; one call is one file's. The fields are the options, changes those of --set."""

    settings: tuple[str, ...]
    changes: Mapping[str, object]
    policies: tuple[str, ...]
    evidence: Path | None
    until: date | None
    given: tuple[str, ...]
    keep_worlds: int | None
    size: Mapping[str, Any]

    def __call__(self, file: Path, progress: Progress) -> Ran:
        """The forecast of a file; raises what reading, editing and forecasting raise."""
        from sim.results.forecast.run import forecast
        from sim.results.memory.estimate import Extent, require_memory
        from sim.scenario.evidence import evidence

        scenario = scenario_with(file, self.changes)
        seen = evidence(scenario, self.evidence, given=self.given, until=self.until)
        if self.keep_worlds is not None:
            extent = Extent(self.size["draws"], keep_worlds=self.keep_worlds)
            require_memory(scenario, extent, self.size["memory"])
        made = forecast(scenario, policies=self.policies or None, progress=progress, observations=seen, **self.size)
        return Ran(scenario, replace(made, edits=self.settings), seen)

    def worlds(self, ran: Ran) -> Iterator[tuple[str, ...]]:
        """The rows of the worlds that are kept of one file."""
        from sim.results.forecast.trajectories import whole_worlds

        return whole_worlds(
            ran.scenario, ran.forecast.policies, self.keep_worlds or 0, draws=self.size["draws"],
            seed=self.size["seed"], observations=ran.seen,
        )  # fmt: skip


def _require_companions(draws_out: Path | None, keep_worlds: int | None, worlds_out: Path | None) -> None:
    """Refuse before the work what could not be done after it."""
    if draws_out not in (None, STREAM) and draws_out.suffix not in (".parquet", ".csv"):
        raise FormatError([Problem(f"{draws_out.name} must end in .parquet or .csv", file="--draws-out")])
    if keep_worlds is None and worlds_out is not None:
        raise FormatError([Problem("goes with --keep-worlds", file="--worlds-out")])
    if keep_worlds is not None and worlds_out is None:
        message = "where to? Name a file with --worlds-out, or write the forecast to one with --out"
        raise FormatError([Problem(message, file="--keep-worlds")])


def _pieces(form: str, out: Path | None, **shown: Any) -> TextPieces:
    if form == "text":
        from sim.show.printout import text_pieces

        width, bold = terminal(out)
        return text_pieces(width=width, bold=bold, **shown)
    from sim.results.forecast.export import csv_pieces, json_pieces

    return json_pieces() if form == "json" else csv_pieces()
