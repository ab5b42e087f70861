"""`sim run`: scenarios in, forecasts out, with what was seen and what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common.failures import say
from sim.cli.common.files import FileCommand, InputFile, OutputFile, out_option, paths_argument
from sim.cli.common.many_files import each
from sim.cli.common.options import Day, WholeNumber, format_option, policy_option, set_option, size_options
from sim.cli.common.output import put, rendered, tell_dashboard, write_draws, write_rows
from sim.cli.common.settings import all_settings, scenario_with, tell_rounding
from sim.errors import FormatError, Problem
from sim.progress import Progress
from sim.text_files import STREAM

if TYPE_CHECKING:
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
@click.option("--evidence", type=InputFile(), metavar="FILE", help="What was seen: a file of dated observations.")
@click.option("--until", type=Day(), metavar="DATE", help="Only observations dated on or before this day.")
@click.option(
    "--given", multiple=True, metavar="'VARIABLE: EVENT @ DATE'", help="One more observation; may be given again."
)
@size_options(threads=True)
@format_option("text", "json", "csv")
@out_option
@click.option("--draws-out", type=OutputFile(is_main=False), metavar="FILE", help="Also every draw: .parquet or .csv.")
@click.option("--keep-worlds", type=WholeNumber("keep_worlds"), metavar="N", help="Keep whole worlds, as CSV.")
@click.option(
    "--worlds-out",
    type=OutputFile(is_main=False),
    callback=_beside_out,
    metavar="FILE",
    show_default="beside --out",
    help="The file for --keep-worlds.",
)
@click.pass_context
def run(ctx: click.Context, /, paths: tuple[Path, ...], form: str, out: Path | None, **options: object) -> None:
    """Forecast every question of the scenarios under each policy.

    PATH is a scenario file, a folder with scenario.yaml in it, or a folder of scenarios; all of them make one
    table. A file that fails is told and left out.

    Examples of --set: experts.icb.weight=0, judgments.S14.nudge=0.5, judgments.S14.says='highly unlikely',
    pool.rule=linear.

    Evidence re-weights: the experts who expected it gain. A policy that sets what was seen is left out.
    Example of --given: 'us_action: limited_strike or more @ 2026-01-06'.
    """
    job = Job(**options)  # type: ignore[arg-type]
    job.prepare()
    tell_rounding(job.worlds)
    forecasts, code = each(paths, job.forecast, shows_progress=True)
    if forecasts:
        put(rendered(forecasts, form, out), out)
        if out is None and form == "text":
            tell_dashboard("To move the sliders yourself", paths[0])
    if forecasts and job.draws_out is not None:
        write_draws(forecasts, job.draws_out)
    job.write_worlds()
    ctx.exit(code)


@dataclass
class Job:
    """One `sim run`: its options, and what it has run."""

    policies: tuple[str, ...]
    settings: tuple[str, ...]
    evidence: Path | None
    until: date | None
    given: tuple[str, ...]
    draws: int
    worlds: int
    seed: int
    threads: int
    memory: int
    keep_worlds: int | None
    worlds_out: Path | None
    draws_out: Path | None
    changes: dict[str, object] = field(init=False)
    done: list[tuple[Scenario, Sequence[str], tuple[Observation, ...]]] = field(default_factory=list)

    def prepare(self) -> None:
        """Refuse before the work what could not be done after it."""
        self.changes = all_settings(self.settings)
        if self.until is not None and self.evidence is None and not self.given:
            raise FormatError([Problem("goes with --evidence or --given", file="--until")])
        if self.draws_out not in (None, STREAM) and self.draws_out.suffix not in (".parquet", ".csv"):
            raise FormatError([Problem(f"{self.draws_out.name} must end in .parquet or .csv", file="--draws-out")])
        if self.keep_worlds is None and self.worlds_out is not None:
            raise FormatError([Problem("goes with --keep-worlds", file="--worlds-out")])
        if self.keep_worlds is not None and self.worlds_out is None:
            message = "where to? Name a file with --worlds-out, or write the forecast to one with --out"
            raise FormatError([Problem(message, file="--keep-worlds")])

    def forecast(self, file: Path, progress: Progress) -> Forecast:
        """One scenario's forecast."""
        from dataclasses import replace

        from sim.results.forecast.run import forecast
        from sim.results.memory.estimate import Extent, require_memory

        scenario = scenario_with(file, self.changes)
        seen = self.observations(scenario)
        if self.keep_worlds is not None:
            require_memory(scenario, Extent(self.draws, keep_worlds=self.keep_worlds), self.memory)
        made = forecast(
            scenario, draws=self.draws, worlds=self.worlds, seed=self.seed, policies=self.policies or None,
            progress=progress, observations=seen, threads=self.threads, memory=self.memory,
        )  # fmt: skip
        self.done.append((scenario, made.policies, seen))
        return replace(made, edits=self.settings)

    def observations(self, scenario: Scenario) -> tuple[Observation, ...]:
        """What was seen, up to the day asked for."""
        if self.evidence is None and not self.given:
            return ()
        from sim.scenario.evidence import evidence

        kept = evidence(scenario, self.evidence, given=self.given, until=self.until)
        if not kept:
            say(f"note: nothing was seen by {self.until}: the forecast is that without evidence")
        return kept

    def write_worlds(self) -> None:
        """The worlds that are kept, of every scenario that was run."""
        if self.keep_worlds is None or self.worlds_out is None or not self.done:
            return
        from sim.results.forecast.trajectories import WORLD_COLUMNS, whole_worlds

        def rows() -> Iterator[tuple[str, ...]]:
            yield WORLD_COLUMNS
            for scenario, policies, seen in self.done:
                yield from whole_worlds(
                    scenario, policies, self.keep_worlds or 0, draws=self.draws, seed=self.seed, observations=seen
                )

        write_rows(rows(), self.worlds_out)
